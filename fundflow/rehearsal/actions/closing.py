"""The end of a month, and work accrued to it."""

from sqlmodel import Session

from fundflow import engine
from fundflow.ledger import BudgetKey
from fundflow.money import pounds
from fundflow.rehearsal.action import Action, Day, Pounds, Stage, verb


@verb("close month")
class CloseMonth(Action):
    """Close a month of a commissioner's books before its day."""

    main = "month"
    month: str
    commissioner: str

    def play(self, stage: Stage, session: Session) -> str:
        """Close it."""
        done = engine.years.close_month(
            session,
            self.commissioner,
            self.month,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{done.label} of {done.commissioner} is closed"


@verb("accrue")
class Accrue(Action):
    """Accrue work of an award that was delivered and is not paid, on a day of its month."""

    main = "ref"
    ref: str
    commissioner: str
    period: str
    fund: str
    amount: Pounds
    evidence: str
    day: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Accrue it; says the day that the books give it."""
        made = engine.years.accrue(
            session,
            stage.ref(self.ref),
            BudgetKey(self.commissioner, self.period, self.fund),
            pence=self.amount,
            evidence=self.evidence,
            on=self.day,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        moved = f", and relates to {made.relates_to}" if made.relates_to else ""
        return f"{pounds(made.pence)} accrued on {made.effective_on}{moved}"
