"""What meetings do: interests, votes, decisions, applied together."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from fundflow import applications, committees, engine, people
from fundflow.engine.meetings import Choice
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Day, Pounds, Stage, Texts, values_of, verb


def item_number(stage: Stage, session: Session, meeting: str, item: int | str) -> int:
    """An agenda item by number, or by the bid that it is about."""
    if isinstance(item, int):
        return item
    application = applications.get(session, stage.ref(item))
    assert application.id is not None
    found = committees.meeting(session, meeting)
    for one in committees.items_for(session, application.id):
        if one.meeting_id == found.id:
            return one.number
    raise BadInput(f"{item} is not on the agenda of {meeting}", place="item")


@verb("declare interest")
class DeclareInterest(Action):
    """A member declares an interest in an item; the chair's ruling stands with it."""

    meeting: str
    item: int | str
    who: str
    nature: str
    kind: str = "financial"
    relation: str = "participant"
    organisation: str | None = None
    ruling: Texts = Field(default_factory=list)
    ruled_by: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        touched = engine.meetings.declare(
            session,
            self.meeting,
            item_number(stage, session, self.meeting, self.item),
            self.who,
            nature=self.nature,
            kind=self.kind,
            relation=self.relation,
            organisation=self.organisation,
            actions=self.ruling,
            ruled_by=self.ruled_by,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.who}: {self.nature}" + (f"; touches {len(touched)} earlier votes" if touched else "")


class Votes(BaseModel):
    """How people voted, by sign-in name; `all: for` means everybody who counts."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    all: str | None = None
    for_: Texts = Field(default_factory=list, alias="for")
    against: Texts = Field(default_factory=list)
    abstain: Texts = Field(default_factory=list)
    casting: dict[str, str] = Field(default_factory=dict)

    @property
    def cast(self) -> dict[str, str]:
        """The votes of those who are named."""
        said = {"for": self.for_, "against": self.against, "abstain": self.abstain}
        return {name: choice for choice, names in said.items() for name in names}


def cast_at(stage: Stage, session: Session, votes: Votes, *, place: tuple[str, str, int]) -> dict[str, str]:
    """Everybody's vote at a meeting, a body and an item: those named, and everybody else who counts under `all`."""
    meeting, body, item = place
    cast = votes.cast
    if votes.all:
        sitting, found = committees.sitting(session, meeting, body), committees.item(session, meeting, item)
        quorum = committees.quorum(session, sitting.id or 0, found.id or 0, at=stage.now)
        for number in quorum.counting:
            cast.setdefault(people.require(session, number).sign_in_name, votes.all)
    return cast


@verb("decide")
class Decide(Action):
    """One body votes on an item and its decision is staged; nothing moves until decisions are applied."""

    meeting: str
    item: int | str
    body: str
    outcome: str
    votes: Votes = Votes(all="for")
    amounts: dict[str, Pounds] | None = Field(
        default=None, description="Period to pounds; all that is asked if left out."
    )
    cut: str = ""
    conditions: list[dict[str, Any]] = Field(default_factory=list)
    reasons: dict[str, str] = Field(default_factory=dict)
    information: str = ""
    answer_by: Day | None = None
    departs_from_rank: bool = False

    def play(self, stage: Stage, session: Session) -> str:
        """Vote, then stage."""
        actor = stage.who(session, self.as_)
        item = item_number(stage, session, self.meeting, self.item)
        engine.meetings.vote(
            session,
            self.meeting,
            item,
            self.body,
            text=f"To {self.outcome.replace('_', ' ')}",
            votes=cast_at(stage, session, self.votes, place=(self.meeting, self.body, item)),
            casting=next(iter(self.votes.casting.items()), None),
            actor=actor,
            now=stage.now,
        )
        choice = Choice(
            outcome=self.outcome,
            amounts=self.amounts,
            cut_lines=self.cut,
            conditions=[values_of(one, stage) for one in self.conditions],
            reason=self.reason,
            reasons=self.reasons,
            information=self.information,
            answer_by=self.answer_by,
            departs_from_rank=self.departs_from_rank,
        )
        made = engine.meetings.decide(session, self.meeting, item, self.body, choice, actor=actor, now=stage.now)
        return f"item {item}, {made.commissioner}: {self.outcome}, minute {made.minute_number}"

    def subject(self, stage: Stage) -> str | None:
        """The bid, where the item is named by it."""
        return stage.ref(self.item) if isinstance(self.item, str) else None


@verb("take back")
class TakeBack(Action):
    """Take a staged decision back before it is applied, so that the body can decide anew."""

    meeting: str
    item: int | str
    body: str

    def play(self, stage: Stage, session: Session) -> str:
        """Take it back; nothing had moved yet."""
        item = item_number(stage, session, self.meeting, self.item)
        engine.meetings.take_back(
            session,
            self.meeting,
            item,
            self.body,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"item {item}, {self.body}: taken back"


@verb("strike vote")
class StrikeVote(Action):
    """Strike out the vote of somebody who should not have voted; what fell with it is opened again and its money freed."""

    meeting: str
    item: int | str
    body: str
    who: str

    def play(self, stage: Stage, session: Session) -> str:
        """Strike it out."""
        item = item_number(stage, session, self.meeting, self.item)
        struck = engine.meetings.strike_vote(
            session,
            self.meeting,
            item,
            self.body,
            self.who,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        said = [f"{kind}: {', '.join(refs)}" for kind, refs in struck_words(struck).items() if refs]
        return f"item {item}, {self.body}: {struck.person}'s vote struck out; {'; '.join(said) or 'the result stands'}"

    def subject(self, stage: Stage) -> str | None:
        """The bid, where the item is named by it."""
        return stage.ref(self.item) if isinstance(self.item, str) else None


def struck_words(struck: engine.meetings.Struck) -> dict[str, tuple[str, ...]]:
    """What came of it, in the words of a play."""
    return {
        "opened again": struck.reopened,
        "before the committee again": struck.rescinded,
        "waits for a person": struck.alarmed,
    }


@verb("reopen share")
class ReopenShare(Action):
    """Bring back a share that was put off, or open a reserve share because money is free, within this tabling."""

    on: str
    commissioner: str
    how: str

    def play(self, stage: Stage, session: Session) -> str:
        """Open it again."""
        row = engine.meetings.reopen_share(
            session,
            stage.ref(self.on),
            self.commissioner,
            how=self.how,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.commissioner}'s share: {row.state}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("not quorate")
class NotQuorate(Action):
    """A body could not decide its share of an item; the others stand."""

    meeting: str
    item: int | str
    body: str

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        item = item_number(stage, session, self.meeting, self.item)
        engine.meetings.not_quorate(
            session,
            self.meeting,
            item,
            self.body,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"item {item}, {self.body}: not quorate"


@verb("apply decisions")
class ApplyDecisions(Action):
    """Apply what a meeting has decided, all together or not at all; `items` applies some."""

    main = "meeting"
    meeting: str
    items: list[int | str] | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Apply them."""
        chosen = [item_number(stage, session, self.meeting, one) for one in self.items] if self.items else None
        taken = engine.meetings.apply(
            session, self.meeting, actor=stage.who(session, self.as_), now=stage.now, items=chosen
        )
        ends = {one.ref: one.state for one in taken}
        return ", ".join(f"{ref}: {state}" for ref, state in ends.items())


@verb("close meeting")
class CloseMeeting(Action):
    """Close a meeting."""

    main = "meeting"
    meeting: str

    def play(self, stage: Stage, session: Session) -> str:
        """Close it."""
        engine.meetings.close_meeting(session, self.meeting, actor=stage.who(session, self.as_), now=stage.now)
        return f"{self.meeting} closed"
