"""What a body decides at a meeting that is about no bid."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.rehearsal.action import Action, Pounds, Stage, verb
from fundflow.rehearsal.actions.deciding import Votes, cast_at


@verb("resolve")
class Resolve(Action):
    """One body votes on an item that is about no bid, and what it resolved is recorded."""

    main = "what"
    what: str
    meeting: str
    item: int
    body: str
    outcome: str
    text: str
    votes: Votes = Votes(all="for")
    amounts: dict[str, Pounds] = Field(default_factory=dict, description="Period to pounds, if any money is in it.")

    def play(self, stage: Stage, session: Session) -> str:
        """Vote, then record."""
        actor = stage.who(session, self.as_)
        place = (self.meeting, self.body, self.item)
        engine.meetings.vote(
            session,
            self.meeting,
            self.item,
            self.body,
            text=self.text,
            votes=cast_at(stage, session, self.votes, place=place),
            casting=next(iter(self.votes.casting.items()), None),
            actor=actor,
            now=stage.now,
        )
        made = engine.meetings.resolve(
            session,
            self.meeting,
            self.item,
            self.body,
            action=self.what,
            outcome=self.outcome,
            text=self.text,
            amounts=self.amounts,
            reason=self.reason,
            actor=actor,
            now=stage.now,
        )
        return f"item {self.item}, {self.body}: {self.what} {self.outcome}, minute {made.minute_number}"
