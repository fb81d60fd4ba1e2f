"""Panels: a whole round shared among assessors, bids handed back, scores that are missing on the day."""

from typing import Literal

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.rehearsal.action import Action, Stage, Texts, Unmet, verb


def round_of(stage: Stage, name: str | None) -> str:
    """The round that a scenario means: the one it names, or the one that it opened last."""
    return stage.ref(name) if name and name != "now" else stage.round


@verb("assign round")
class AssignRound(Action):
    """Share every bid of a round that is being assessed among its assessors; `dry_run` only says how."""

    main = "round"
    round: str | None = None
    clinical: Texts = Field(default_factory=list)
    finance: Texts = Field(default_factory=list)
    only: Texts = Field(default_factory=list)
    most: int | None = None
    dry_run: bool = False

    def play(self, stage: Stage, session: Session) -> str:
        """Plan it and seat them."""
        made = engine.panels.assign_round(
            session,
            round_of(stage, self.round),
            kinds=engine.panels.Kinds(tuple(self.clinical), tuple(self.finance), tuple(self.only), self.most),
            actor=stage.who(session, self.as_),
            now=stage.now,
            dry_run=self.dry_run,
        )
        loads = ", ".join(f"{one.person} {one.after}" for one in made.loads)
        lacking = "".join(f"; {one.ref} lacks {one.lacks}" for one in made.lacking)
        return f"{len(made.seats)} seats{' planned' if self.dry_run else ''}: {loads}{lacking}"


@verb("hand back")
class HandBack(Action):
    """An assessor gives a bid back; the officer is told who could take over."""

    main = "on"
    on: str
    why: Literal["ill", "conflict", "no_time"]

    def play(self, stage: Stage, session: Session) -> str:
        """Hand it back."""
        return engine.replacing.hand_back(
            session,
            stage.ref(self.on),
            why=self.why,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("close scoring")
class CloseScoring(Action):
    """Scores are due: bids with enough of them are finished, and the others say who must be replaced."""

    main = "round"
    round: str | None = None
    dry_run: bool = False
    shows: dict[str, str] = Field(default_factory=dict, description="Bid to words of what becomes of it.")

    def play(self, stage: Stage, session: Session) -> str:
        """Deal with each bid."""
        done = engine.replacing.close_scoring(
            session,
            round_of(stage, self.round),
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
            dry_run=self.dry_run,
        )
        found = {one.ref: f"{one.outcome}{f' (proposed: {one.proposed})' if one.proposed else ''}" for one in done}
        for bid, wanted in self.shows.items():
            if wanted not in found.get(stage.ref(bid), ""):
                raise Unmet(f"{bid} was expected to be '{wanted}' and is '{found.get(stage.ref(bid))}'", place="close")
        return "; ".join(f"{ref} {said}" for ref, said in found.items())
