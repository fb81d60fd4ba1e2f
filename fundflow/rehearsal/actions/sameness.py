"""Two records of one organisation, said by two people, and taken back."""

from sqlmodel import Session

from fundflow.engine import sameness
from fundflow.rehearsal.action import Stage, verb
from fundflow.rehearsal.actions.changing import BySecond


@verb("same organisation")
class SameOrganisation(BySecond):
    """Say that a record is another one of an organisation that is there already; a second person agrees."""

    main = "keep"
    keep: str
    alias: str

    def play(self, stage: Stage, session: Session) -> str:
        """Say it."""
        actor = stage.who(session, self.as_)
        done = sameness.same(session, self.keep, self.alias, reason=self.reason, actor=actor, now=stage.now)
        return self.told(done.waiting, f"{self.alias} is {self.keep} from now on")


@verb("organisations apart")
class OrganisationsApart(BySecond):
    """Take back that a record stands for another; a second person agrees."""

    main = "alias"
    alias: str

    def play(self, stage: Stage, session: Session) -> str:
        """Take it back."""
        actor = stage.who(session, self.as_)
        done = sameness.apart(session, self.alias, reason=self.reason, actor=actor, now=stage.now)
        return self.told(done.waiting, f"{self.alias} and {done.keep} are two organisations again")
