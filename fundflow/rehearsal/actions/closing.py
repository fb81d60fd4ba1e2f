"""The end of a month, and work accrued to it."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.ledger import BudgetKey
from fundflow.money import pounds
from fundflow.rehearsal.action import Action, Day, Pounds, Stage, Unmet, verb


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


@verb("accept accruals")
class AcceptAccruals(Action):
    """Accept what a month's end proposes to accrue: a first person asks, a second one books it."""

    main = "month"
    month: str
    commissioner: str
    because: dict[str, str] = Field(default_factory=dict, description="Key to reason, where a month moved much.")
    accrued: Pounds | None = Field(default=None, description="What the proposal must come to.")

    def play(self, stage: Stage, session: Session) -> str:
        """Ask for it, or book it."""
        done = engine.month_end.accept(
            session,
            self.commissioner,
            self.month,
            because=self.because,
            library=stage.library,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        found = done.month_end
        if self.accrued is not None and self.accrued != found.proposed_pence:
            raise Unmet(
                f"{pounds(self.accrued)} was expected to be accrued and it is {pounds(found.proposed_pence)}",
                place="accept accruals",
            )
        if sum(row.pence for row in found.journal):
            raise Unmet("the journal does not sum to nought", place="accept accruals")
        if done.waiting:
            return done.waiting.line
        return f"{pounds(found.proposed_pence)} accrued, journal {done.batch} with {len(found.journal)} lines"


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
