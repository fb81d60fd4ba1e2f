"""Awards: conditions before payment, changes, reports, and what must be settled before the end."""

from typing import Any, cast

from fundflow import awards, payments
from fundflow.calendar import deadline
from fundflow.clock import day_words, moment_words
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.registry import guard
from fundflow.money import pounds


@guard()
def precedents_met(case: Case, _argument: Any) -> str | None:
    """Every condition before payment is met, or waived by whoever may."""
    waiting = awards.precedents_waiting(case.session, case.id)
    if not waiting:
        return None
    said = "; ".join(f"condition {one.number}, {one.text}" for one in waiting)
    return (
        f"{case.ref} cannot start yet: {len(waiting)} of its conditions before payment are open ({said}). "
        "Record the evidence, or have the condition waived by its authority."
    )


@guard()
def precedents_long_stop_passed(case: Case, _argument: Any) -> str | None:
    """The last date for conditions before payment has passed."""
    by = case.awarded.precedents_by
    if by is None or case.day > by:
        return None
    return f"The conditions of {case.ref} may be met until {day_words(by)}. Nothing has changed. Wait until then."


@guard(asks=("kind", "changes"))
def variation_described(case: Case, _argument: Any) -> str | None:
    """The change says what kind it is and what is different, before and after."""
    if case.values.get("kind") and (case.values.get("changes") or case.values.get("details")):
        return None
    return (
        f"The change to {case.ref} was not asked for: say its kind and what changes, before and after "
        "(kind=..., changes=...). Nothing has changed. Money, dates, partners and outcomes can change."
    )


@guard()
def within_tolerance(case: Case, _argument: Any) -> str | None:
    """The change is small enough for an officer alone."""
    variation = awards.open_variation(case.session, case.award_id)
    assert variation is not None
    beyond = awards.beyond_tolerance(
        cast("Any", variation.kind),
        awards.line_changes(variation),
        percent=case.payment.line_tolerance_percent,
        least_pence=case.payment.line_tolerance,
    )
    if not beyond:
        return None
    return (
        f"Change {variation.number} of {case.ref} is not an officer's to agree: {beyond[0]}. Nothing has changed. "
        "It goes to the committee."
    )


@guard(asks=("minute",))
def variation_decided(case: Case, _argument: Any) -> str | None:
    """The committee's minute that approves the change is named."""
    if str(case.values.get("minute", "")).strip():
        return None
    return f"The change to {case.ref} was not approved: name the committee's minute (minute=...). Nothing has changed."


@guard(asks=("report",))
def final_report_complete(case: Case, _argument: Any) -> str | None:
    """The final report has its text and a result for every outcome of the bid."""
    if not str(case.values.get("report", "")).strip():
        return f"Your final report on {case.ref} is empty. Nothing is lost. Write what was done and what came of it."
    told = given.pairs(case, "outcomes")
    missing = [key for key in case.dossier.content.outcomes if key not in told]
    if missing:
        return (
            f"Your final report on {case.ref} was not sent: {len(missing)} of its outcomes have no result "
            f"({', '.join(missing)}). What you wrote is saved. Give each a figure or say why there is none."
        )
    return None


@guard()
def final_report_long_overdue(case: Case, _argument: Any) -> str | None:
    """The final report is later than the fund waits for it, more time that was given included."""
    given = case.deadline("final_report_due")
    due = given or deadline(case.application.state_since, working_days=case.fund.days.final_report)
    if case.now > due:
        return None
    return f"The final report on {case.ref} is waited for until {moment_words(due)}. Nothing has changed."


ENDED = frozenset({"settled", "paid", "refused", "cancelled"})


@guard()
def claims_settled(case: Case, _argument: Any) -> str | None:
    """Every claim is paid, refused or taken back."""
    open_ = [claim for claim in payments.claims_of(case.session, case.id) if claim.state not in ENDED]
    if not open_:
        return None
    said = ", ".join(f"{claim.ref} ({claim.state.replace('_', ' ')})" for claim in open_)
    return f"{case.ref} cannot be closed yet: {len(open_)} of its claims are open: {said}. Pay or refuse them first."


@guard()
def no_open_recovery(case: Case, _argument: Any) -> str | None:
    """Nothing is asked back that has not come back, been dropped or been given up."""
    open_ = payments.open_recoveries(case.session, application_id=case.id)
    if not open_:
        return None
    owed = sum(part.pence for one in open_ for part in payments.outstanding(case.session, one.id))
    return (
        f"{case.ref} cannot be closed yet: {pounds(owed)} is asked back and open ({', '.join(one.ref for one in open_)}). "
        "Receive it, agree it or have it written off first."
    )


@guard()
def recoveries_settled(case: Case, _argument: Any) -> str | None:
    """What is owed back has been received, agreed in instalments, or given up."""
    open_ = [
        one for one in payments.open_recoveries(case.session, application_id=case.id) if one.state != "instalments"
    ]
    if not open_:
        return None
    return f"{case.ref} is not settled: {', '.join(one.ref for one in open_)} is open. Receive, agree or write it off first."


@guard(asks=("outcomes_recorded",))
def outcomes_recorded(case: Case, _argument: Any) -> str | None:
    """The final report that was accepted, or the officer, records a result for the outcomes."""
    reports = awards.final_reports(case.session, case.award_id)
    if reports and (reports[-1].outcomes or not case.dossier.content.outcomes):
        return None
    if case.values.get("outcomes_recorded"):
        return None
    return f"{case.ref} cannot be closed yet: its final report gives no result for {len(case.dossier.content.outcomes)} outcomes."


@guard(asks=("assets",))
def assets_recorded(case: Case, _argument: Any) -> str | None:
    """What the money bought that lasts is listed with its duties, or `none` is written."""
    if str(case.values.get("assets", "")).strip():
        return None
    return f"{case.ref} cannot be closed yet: list what it bought above £1,000.00 that lasts, or write 'none' (assets=...)."
