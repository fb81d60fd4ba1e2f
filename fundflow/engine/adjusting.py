"""Accruals put right: written back while their year is open, and after its close only as a prior-year adjustment."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, awards, ledger, payments
from fundflow.clock import day_words
from fundflow.engine import accruals, seconding
from fundflow.engine.case import Case, open_case
from fundflow.engine.posting import post
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.seconding import Request, Waiting
from fundflow.errors import BadInput, Refused
from fundflow.ledger import BudgetKey, Kind, Line
from fundflow.money import Pence, pounds
from fundflow.people import Actor

ADJUSTMENT = "prior-year adjustment"
"""What the source of an entry says that changed a closed year."""
_VERB = "adjust_prior_year"
_ASKS, _APPROVES = ("finance",), ("finance", "delegate")


@dataclass(frozen=True)
class Adjusted:
    """What came of an adjustment: pence written back, or who must still approve it."""

    key: BudgetKey
    pence: Pence
    waiting: Waiting | None = None


def write_back(
    session: Session,
    ref: str,
    key: BudgetKey,
    *,
    actual: Pence,
    on: date | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Adjusted:
    """Undo what is accrued for an award whole, and accrue the actual figure (case 41); the difference is what it gives.

    Raises:
        Refused: no role, no reason, nothing is accrued, or the year is closed.
    """
    must_hold(actor, "finance", fund=key.fund, doing="Writing an accrual back")
    case = open_case(session, ref, actor=actor, now=now, step="year.write_back", reason=reason, lock=True)
    stood = _accrued(case, key)
    _has_reason(reason)
    if _closed(session, key):
        raise Refused.because(
            "prior_year",
            f"{pounds(stood)} of {ref} was not written back: {key.period} is closed for {_name(case, key)}. Nothing has "
            f"changed. You can have a second person approve it as a prior-year adjustment (fundflow year adjust {ref}).",
        )
    source = f"written back: {reason}"
    year = accruals.undo(case, key, source=source, on=on)
    if actual:
        line = Line(key, actual, holder=case.holder(key.commissioner), delivery_year=year)
        stamp = f"{ref}:actual:{key}:{now.isoformat()}"
        post(case, Kind.ACCRUE, [line], source=source, key=stamp, effective_on=on)
    audit.record(session, case.act(), before={"accrued_pence": stood}, after={"accrued_pence": actual, "key": str(key)})
    return Adjusted(key, stood - actual)


def adjust_prior_year(
    session: Session, ref: str, key: BudgetKey, *, reason: str, actor: Actor, now: datetime
) -> Adjusted:
    """Write back what a closed year accrued for an award and nobody will claim: it leaves the year, and the award.

    The one way to change a closed year by hand: finance asks, and another person approves under their own name.

    Raises:
        Refused: no role, no reason, the year is open, nothing is accrued, or the same person twice.
    """
    subject = f"{ref} {key}"
    reason = seconding.reason_of(session, _VERB, subject, given=reason)
    case = open_case(session, ref, actor=actor, now=now, step="year.adjust", reason=reason, lock=True)
    stood = _accrued(case, key)
    _has_reason(reason)
    if not _closed(session, key):
        raise Refused.because(
            "year_closed",
            f"{ref} was not adjusted: {key.period} is open for {_name(case, key)}, where {pounds(stood)} is accrued. "
            f"Nothing has changed. Write it back instead (fundflow year write-back {ref}).",
        )
    act = act_of(actor, now=now, what="year.adjust", subject=subject, reason=reason)
    said = f"writing back {pounds(stood)} of {key.period}"
    values = {"pence": stood, "key": str(key)}
    doing = "Adjusting a closed year"
    request = Request(_VERB, subject, f"{stood}", values, said, doing, _ASKS, _APPROVES, fund=key.fund)
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        return Adjusted(key, stood, seconding.waiting(request, act))
    case.reason = seconding.together(standing, act)
    _leave(case, key, stood)
    audit.record(session, act, after={**values, "agreed": case.reason})
    return Adjusted(key, stood)


def _leave(case: Case, key: BudgetKey, pence: Pence) -> None:
    """Undo the accrual, free its money and return it to its source, in that order; award and instalments follow."""
    stamp = f"{case.ref}:adjust:{key}:{case.now.isoformat()}"
    accruals.undo(case, key, source=ADJUSTMENT, on=None)
    line = Line(key, pence, holder=case.holder(key.commissioner))
    post(case, Kind.DECOMMIT, [line], source=ADJUSTMENT, key=f"{stamp}:free")
    post(case, Kind.LAPSE, [Line(key, pence)], source=ADJUSTMENT, key=f"{stamp}:lapse")
    awards.lower_award(case.session, case.awarded, key.commissioner, key.period, pence=pence)
    amounts = {
        (one, period): agreed
        for one, row in awards.award_amounts(case.session, case.award_id).items()
        for period, agreed in row.items()
    }
    payments.respread_tranches(case.session, case.id, amounts)


def _closed(session: Session, key: BudgetKey) -> bool:
    held = ledger.position(session, key)
    return held is not None and held.closed


def _accrued(case: Case, key: BudgetKey) -> Pence:
    held = ledger.holding(case.session, key, case.holder(key.commissioner))
    if held is None or not held.accrued:
        raise Refused.because(
            "something_accrued",
            f"Nothing of {case.ref} was changed: £0.00 is accrued for {_name(case, key)} in {key.period} on "
            f"{day_words(case.day)}. Look at what is (fundflow report accruals).",
        )
    return held.accrued


def _has_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("say in words why the accrual was wrong", place="reason")


def _name(case: Case, key: BudgetKey) -> str:
    return case.names.get(key.commissioner, key.commissioner)
