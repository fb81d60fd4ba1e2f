"""The end of a month, and work accrued to it."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.calendar import Period
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


@verb("reopen month")
class ReopenMonth(Action):
    """Open a soft-closed month of a commissioner's books again, until its close."""

    main = "month"
    month: str
    commissioner: str

    def play(self, stage: Stage, session: Session) -> str:
        """Open it."""
        actor = stage.who(session, self.as_)
        done = engine.years.reopen_month(
            session, self.commissioner, self.month, reason=self.reason, actor=actor, now=stage.now
        )
        return f"{done.label} of {done.commissioner} is open until {done.closes_on}"


class OfKey(Action):
    """What is about one key of fund money."""

    commissioner: str
    period: str
    fund: str

    @property
    def key(self) -> BudgetKey:
        """The key."""
        return BudgetKey(self.commissioner, str(Period.parse(self.period)), self.fund)


@verb("write back")
class WriteBack(OfKey):
    """Undo what is accrued for an award, and accrue the actual figure instead."""

    main = "ref"
    ref: str
    actual: Pounds = 0
    day: Day | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Write it back; says the difference."""
        done = engine.adjusting.write_back(
            session,
            stage.ref(self.ref),
            self.key,
            actual=self.actual,
            on=self.day,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{pounds(done.pence)} less is accrued, {pounds(self.actual)} stands"


@verb("adjust prior year")
class AdjustPriorYear(OfKey):
    """Take out of a closed year what nobody will claim: one person asks, another approves."""

    main = "ref"
    ref: str

    def play(self, stage: Stage, session: Session) -> str:
        """Ask for it, or approve it."""
        done = engine.adjusting.adjust_prior_year(
            session,
            stage.ref(self.ref),
            self.key,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return done.waiting.line if done.waiting else f"{pounds(done.pence)} left {self.key}"


@verb("carry forward")
class CarryForward(OfKey):
    """Carry free money into a later year, where the fund's rules let it."""

    main = "period"
    to: str
    amount: Pounds
    day: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Carry it."""
        engine.years.carry(
            session,
            self.key,
            self.to,
            pence=self.amount,
            reason=self.reason,
            library=stage.library,
            on=self.day,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{pounds(self.amount)} is carried to {self.to}"


@verb("close year")
class CloseYear(OfKey):
    """Close a key's year in the ledger's order, and lock its books."""

    main = "period"
    day: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Close it."""
        actor = stage.who(session, self.as_)
        done = engine.years.close(session, self.key, reason=self.reason, on=self.day, actor=actor, now=stage.now)
        return f"{done.key} is closed: {pounds(done.accrued)} accrued, {pounds(done.lapsed)} lapsed"
