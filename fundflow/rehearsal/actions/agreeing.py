"""Agreement with the outside ledger: who looks into a difference, and who signs a month."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.rehearsal.action import Action, Stage, verb


@verb("note difference")
class NoteDifference(Action):
    """Say who looks into a difference, named as the report of agreement names it."""

    main = "name"
    name: str
    owner: str
    note: str

    def play(self, stage: Stage, session: Session) -> str:
        """Note it."""
        actor = stage.who(session, self.as_)
        row = engine.agreement.note(session, self.name, owner=self.owner, note=self.note, actor=actor, now=stage.now)
        return f"{row.owner} looks into {row.difference}"


@verb("sign agreement")
class SignAgreement(Action):
    """Sign a month's sheet of agreement with the outside ledger."""

    main = "month"
    month: str = Field(description="2017-09")

    def play(self, stage: Stage, session: Session) -> str:
        """Sign it."""
        row = engine.agreement.sign(session, self.month, actor=stage.who(session, self.as_), now=stage.now)
        return f"{row.signed_name} signs {row.month}"
