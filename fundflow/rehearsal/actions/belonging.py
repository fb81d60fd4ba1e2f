"""The groups that an organisation joins and leaves."""

from sqlmodel import Session

from fundflow.clock import day_words
from fundflow.engine import belonging
from fundflow.rehearsal.action import Action, Day, Stage, verb


@verb("join group")
class JoinGroup(Action):
    """Let an organisation belong to a group from a day."""

    main = "organisation"
    organisation: str
    group: str
    on: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Let it join."""
        actor = stage.who(session, self.as_)
        belonging.join(
            session, self.organisation, group=self.group, starts=self.on, reason=self.reason, actor=actor, now=stage.now
        )
        return f"{self.organisation} belongs to {self.group} from {day_words(self.on)}"


@verb("leave group")
class LeaveGroup(Action):
    """End an organisation's membership of a group: the day is its last."""

    main = "organisation"
    organisation: str
    group: str
    on: Day

    def play(self, stage: Stage, session: Session) -> str:
        """End it."""
        actor = stage.who(session, self.as_)
        belonging.leave(
            session, self.organisation, group=self.group, on=self.on, reason=self.reason, actor=actor, now=stage.now
        )
        return f"{self.organisation} belongs to {self.group} until {day_words(self.on)}"
