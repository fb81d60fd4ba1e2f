"""Money that nobody asked for, and a merged commissioner's money that follows it."""

from pydantic import Field
from sqlmodel import Session

from fundflow import applications, engine
from fundflow.money import pounds
from fundflow.rehearsal.action import Action, Stage, Texts, Unmet, verb


@verb("under subscribed")
class UnderSubscribed(Action):
    """Read what a closed round leaves over and what may be done with it; without `says` it must leave nothing over."""

    main = "round"
    round: str
    says: Texts = Field(default_factory=list, description="Words that stand somewhere in what is told.")

    def play(self, stage: Stage, session: Session) -> str:
        """Read it."""
        row = applications.get_round(session, stage.ref(self.round))
        lines = engine.undersubscribed.lines(session, row)
        said = " / ".join(lines)
        lacking = next((text for text in self.says if text not in said), None)
        if lacking is not None:
            raise Unmet(f"'{lacking}' was expected of what {row.ref} leaves over: {said or 'nothing'}", place="says")
        if lines and not self.says:
            raise Unmet(f"{row.ref} was expected to leave nothing over: {said}", place="says")
        return lines[0] if lines else f"{row.ref} leaves nothing over"


@verb("follow allocation")
class FollowAllocation(Action):
    """Move the free money of a merged commissioner's later years to its successor, under the paper of the merger."""

    main = "commissioner"
    commissioner: str
    minute: str

    def play(self, stage: Stage, session: Session) -> str:
        """Move it."""
        done = engine.funds.follow(
            session,
            self.commissioner,
            minute=self.minute,
            reason=self.reason,
            library=stage.library,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        total = pounds(sum(one.pence for one in done.moved))
        kept = f"; {pounds(sum(pence for _, pence in done.promised))} is promised there" if done.promised else ""
        return f"{total} of {self.commissioner} is {done.to}'s from now on{kept}"
