"""What happens between meetings: a chair's action and its ratification, and ways out of a quorum that failed."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from fundflow import committees, engine
from fundflow.rehearsal.action import Action, Pounds, Stage, values_of, verb
from fundflow.rehearsal.actions.deciding import Votes, cast_at, item_number


@verb("quorum route")
class QuorumRoute(Action):
    """Record which of the five ways out was taken for an item that a body could not decide."""

    meeting: str
    item: int | str
    body: str
    route: str
    detail: str

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        engine.meetings.record_route(
            session,
            self.meeting,
            item_number(stage, session, self.meeting, self.item),
            self.body,
            route=self.route,
            detail=self.detail,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.body}: {self.route.replace('_', ' ')}"


@verb("propose chairs action")
class ProposeChairsAction(Action):
    """Ask a committee's chair to decide its share of a tabled bid before the next meeting."""

    on: str
    body: str
    ref: str
    outcome: str
    urgent: str
    why_no_meeting: str
    evidence: str
    amounts: dict[str, Pounds] | None = None
    cut: str = ""
    conditions: list[dict[str, Any]] = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Ask."""
        asked = committees.Urgent(
            outcome=self.outcome,
            urgent=self.urgent,
            why_no_meeting=self.why_no_meeting,
            evidence=self.evidence,
            amounts=self.amounts,
            cut_lines=self.cut,
            conditions=[values_of(one, stage) for one in self.conditions],
            reason=self.reason,
        )
        actor = stage.who(session, self.as_)
        row = engine.meetings.propose_action(session, stage.ref(self.on), self.body, asked, actor=actor, now=stage.now)
        stage.bind(self.ref, row.ref)
        return f"{row.ref}: {row.outcome}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("consult")
class Consult(Action):
    """A member says what they think of a proposed chair's action."""

    action: str
    who: str
    says: str
    agrees: bool = True
    interest: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        made = engine.meetings.consult(
            session,
            stage.ref(self.action),
            self.who,
            says=self.says,
            agrees=self.agrees,
            interest=self.interest,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{made.name}: {'agrees' if made.agrees else 'does not agree'}{' (interest)' if made.interest else ''}"


@verb("decide chairs action")
class DecideChairsAction(Action):
    """The chair decides alone, and the decision is applied at once under the same rules as any other."""

    action: str
    chair: str
    interests: str = "none"
    agrees: bool = True

    def play(self, stage: Stage, session: Session) -> str:
        """Decide."""
        taken = engine.meetings.decide_action(
            session,
            stage.ref(self.action),
            self.chair,
            interests=self.interests,
            agrees=self.agrees,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return ", ".join(f"{one.ref}: {one.state}" for one in taken) or "declined"


@verb("ratify chairs action")
class RatifyChairsAction(Action):
    """The committee votes on what its chair decided; an action that it does not ratify freezes the offer."""

    main = "action"
    action: str
    votes: Votes = Votes(all="for")

    def play(self, stage: Stage, session: Session) -> str:
        """Vote on it."""
        row = committees.chairs_action(session, stage.ref(self.action))
        cast = dict(self.votes.cast)
        if self.votes.all and row.item_id is not None:
            item = committees.item_by_id(session, row.item_id)
            meeting = committees.meeting_by_id(session, item.meeting_id).ref
            cast = cast_at(stage, session, self.votes, place=(meeting, row.commissioner, item.number))
        settled = engine.meetings.ratify_action(
            session,
            row.ref,
            votes=cast,
            casting=next(iter(self.votes.casting.items()), None),
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{settled.ref}: {settled.state.replace('_', ' ')}"
