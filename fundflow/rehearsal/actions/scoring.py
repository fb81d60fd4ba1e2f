"""Assessment: seats, interests, scores, moderation, the ranked list."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from fundflow import applications, engine, scoring
from fundflow.engine.assessment import Mark
from fundflow.rehearsal.action import Action, Amount, Stage, Texts, verb


@verb("assign")
class Assign(Action):
    """Seat assessors on bids: sign-in name to what they bring (clinical, finance), or nothing."""

    main = "on"
    on: Texts
    assessors: dict[str, Texts]

    def play(self, stage: Stage, session: Session) -> str:
        """Seat each on each."""
        for bid in self.on:
            for name, brings in self.assessors.items():
                engine.assessment.assign(
                    session,
                    stage.ref(bid),
                    name,
                    clinical="clinical" in brings,
                    finance_aware="finance" in brings,
                    actor=stage.who(session, self.as_),
                    now=stage.now,
                )
        return f"{len(self.assessors)} assessors on {len(self.on)} bids"

    def subject(self, stage: Stage) -> str | None:
        """The first bid."""
        return stage.ref(self.on[0])


@verb("declare")
class Declare(Action):
    """An assessor answers for bids, before their papers open."""

    main = "on"
    on: Texts
    answer: str = "none"
    detail: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Answer for each."""
        for bid in self.on:
            engine.assessment.declare(
                session,
                stage.ref(bid),
                answer=self.answer,
                detail=self.detail,
                actor=stage.who(session, self.as_),
                now=stage.now,
            )
        return f"'{self.answer}' for {len(self.on)} bids"


@verb("score")
class Score(Action):
    """An assessor opens the papers and scores a bid: marks in the scheme's order, or by criterion."""

    main = "on"
    on: str
    marks: list[int] | dict[str, int]
    why: dict[str, str] = Field(default_factory=dict)
    strength: dict[str, str] = Field(default_factory=dict)
    gap: dict[str, str] = Field(default_factory=dict)
    lock: bool = True

    def play(self, stage: Stage, session: Session) -> str:
        """Open, save, lock."""
        ref = stage.ref(self.on)
        actor = stage.who(session, self.as_)
        case = engine.open_case(session, ref, actor=actor, now=stage.now)
        keys = [item.key for item in case.criteria.items]
        marks = dict(zip(keys, self.marks, strict=True)) if isinstance(self.marks, list) else self.marks
        titles = {item.key: item.title for item in case.criteria.items}
        engine.assessment.open_papers(session, ref, actor=actor, now=stage.now)
        taken = engine.assessment.score(
            session,
            ref,
            {
                key: Mark(
                    score=mark,
                    justification=self.why.get(key) or f"Read against the anchors for '{titles[key]}'.",
                    strength=self.strength.get(key) or self.strength.get("all") or "The bid speaks to this directly.",
                    gap=self.gap.get(key) or self.gap.get("all") or "More figures would have made it stronger.",
                )
                for key, mark in marks.items()
            },
            actor=actor,
            now=stage.now,
            lock=self.lock,
        )
        return f"{ref} {'scored' if taken is None else f'complete -> {taken.state}'}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("agree score")
class AgreeScore(Action):
    """The moderation chair settles one criterion: a whole score, or none to let the mean stand."""

    main = "on"
    on: str
    criterion: str
    score: int | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Settle it."""
        engine.assessment.agree_score(
            session,
            stage.ref(self.on),
            self.criterion,
            agreed=self.score,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.criterion}: {'the mean stands' if self.score is None else self.score}"


@verb("rank")
class Rank(Action):
    """Rank a round against the money that is free, and freeze the list."""

    main = "round"
    round: str | None = None
    freeze: bool = True

    def play(self, stage: Stage, session: Session) -> str:
        """Rank it."""
        ref = stage.ref(self.round) if self.round and self.round != "now" else stage.round
        actor = stage.who(session, self.as_)
        made = engine.assessment.rank(session, ref, actor=actor, now=stage.now, freeze=self.freeze)
        listed = [row for row in made.rows if row.get("rank")]
        return f"{len(listed)} bids ranked, list {made.number}"


@verb("option")
class Option(Action):
    """What people choose where the ranked list stopped at a bid."""

    main = "on"
    on: str
    option: str
    amounts: list[Amount] = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        ref = stage.ref(self.on)
        round_ref = applications.round_by_id(session, applications.get(session, ref).round_id).ref
        engine.assessment.record_option(
            session,
            round_ref,
            ref,
            self.option,
            reason=self.reason,
            amounts={(one.commissioner, one.period): one.amount for one in self.amounts} or None,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{ref}: {self.option}"


@verb("list")
class ShowList(Action):
    """Say how the ranked list walks against its money: one word a bid."""

    main = "round"
    round: str | None = None
    shows: dict[str, str] = Field(default_factory=dict, description="Bid to the outcome that is expected.")

    def play(self, stage: Stage, session: Session) -> str:
        """Walk it and compare."""
        ref = stage.ref(self.round) if self.round and self.round != "now" else stage.round
        found: dict[str, Any] = {one.ref: one.status for one in engine.assessment.walk(session, ref)}
        for bid, wanted in self.shows.items():
            got = found.get(stage.ref(bid))
            if got != wanted:
                from fundflow.rehearsal.action import Unmet  # noqa: PLC0415

                raise Unmet(f"{bid} was expected to be '{wanted}' in the list and is '{got}'", place="list")
        return ", ".join(f"{one}: {what}" for one, what in found.items())


def result_of(session: Session, ref: str) -> scoring.Consolidation | None:
    """A bid's current result."""
    application = applications.get(session, ref)
    assert application.id is not None
    return scoring.consolidation(session, application.id)
