"""Awards: conditions before payment, changes, reports, and what must be settled before the end."""

from typing import Any

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


@guard(asks=("report",))
def final_report_complete(case: Case, _argument: Any) -> str | None:
    """The final report has its text and a result for every outcome of the bid."""
    if not str(case.values.get("report", "")).strip():
        return f"Your final report on {case.ref} is empty. Nothing is lost. Write what was done and what came of it."
    told = given.pairs(case, "outcomes")
    missing = [key for key in case.dossier.content.outcomes if key not in told]
    if missing:
        titles = {one.key: one.title for one in case.fund.form.outcomes} if case.fund.form else {}
        named = "; ".join(titles.get(key, key.replace("_", " ")) for key in missing)
        many = f"{len(missing)} of its outcomes {'have' if len(missing) > 1 else 'has'}"
        return (
            f"Your final report on {case.ref} was not sent: {many} no result "
            f"({named}). What you wrote is saved. Give each a figure or say why there is none."
        )
    return None


@guard()
def final_report_waits(case: Case, _argument: Any) -> str | None:
    """A final report has come that nobody has accepted or sent back yet."""
    reports = awards.final_reports(case.session, case.award_id)
    if reports and reports[-1].state == "submitted":
        return None
    stood = f"was {reports[-1].state} already" if reports else "has not come"
    way = "Look at what is left before the award is closed." if reports else "Ask the lead for it."
    return (
        f"The final report of {case.ref} {stood}, so there is none to accept or send back. Nothing has changed. {way}"
    )


@guard()
def final_report_accepted(case: Case, _argument: Any) -> str | None:
    """An officer has read the final report and accepted it."""
    if awards.final_report_accepted(case.session, case.award_id):
        return None
    return (
        f"{case.ref} cannot be closed yet: its final report has not been accepted. Read it, then accept it "
        "or send it back with what is missing."
    )


@guard()
def final_report_long_overdue(case: Case, _argument: Any) -> str | None:
    """The final report is later than the fund waits for it, more time that was given included."""
    given = case.deadline("final_report_due")
    due = given or deadline(case.application.state_since, working_days=case.fund.days.final_report)
    if case.now > due:
        return None
    return (
        f"The final report on {case.ref} is waited for until {moment_words(due)}. Nothing has changed. Remind the lead."
    )


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
    many = len(case.dossier.content.outcomes)
    return (
        f"{case.ref} cannot be closed yet: its final report gives no result for {many} outcome{'s' if many > 1 else ''}. "
        "Return the report and ask for it, or record what you know. Nothing has changed."
    )


@guard(asks=("assets",))
def assets_recorded(case: Case, _argument: Any) -> str | None:
    """What the money bought that lasts is listed with its duties, or `none` is written."""
    if awards.assets(case.session, case.award_id) or str(case.values.get("assets", "")).strip():
        return None
    return (
        f"{case.ref} cannot be closed yet: nothing says what it bought above {pounds(100_000)} that lasts. List each thing "
        "with its duty (fundflow award asset), or write 'none' (assets=none)."
    )


@guard()
def payments_stopped(case: Case, _argument: Any) -> str | None:
    """Payments of the award are stopped."""
    if awards.open_suspension(case.session, case.award_id) is not None:
        return None
    return (
        f"Payments of {case.ref} run already, so there is nothing to start again. Nothing has changed. "
        "Look at its claims instead."
    )


END_CAUSES = {
    "not_delivered": "the work is not done as agreed",
    "false_statement": "a statement made to us was false",
    "no_agreement": "those who take part no longer agree",
    "rules_not_met": "the rules of the fund are no longer met",
    "not_viable": "the work cannot be done for what was agreed",
    "money_gone": "the money of the fund was taken away",
    "recipient_closed": "the recipient has closed or handed its contract back",
}
"""Why an award may be ended early, by code: what figures of endings are counted by."""


@guard(asks=("cause",))
def end_cause_named(case: Case, _argument: Any) -> str | None:
    """Why the award ends is named by a code of the closed list."""
    if end_cause(case) in END_CAUSES:
        return None
    known = "; ".join(f"'{code.replace('_', ' ')}' if {means}" for code, means in END_CAUSES.items())
    return f"{case.ref} was not ended: its cause is not named. Nothing has changed. Give one (cause=...): {known}."


def end_cause(case: Case) -> str:
    """The code under which a person named the cause, typed with blanks or without; nothing where none was given."""
    return str(case.values.get("cause", "")).strip().replace(" ", "_")


@guard(asks=("ends_on",))
def end_day_fits(case: Case, _argument: Any) -> str | None:
    """The award ends on or after the day of its notice, within its work, and while a last claim can still be sent."""
    award, day = case.awarded, given.day(case, "ends_on") or case.day
    kept = "Nothing has changed."
    if day < case.day:
        return (
            f"{case.ref} was not ended: {day_words(day)} is before the notice, which is given today, {day_words(case.day)}. "
            f"{kept} Name today or a later day, up to {day_words(award.ends)} (ends_on=...)."
        )
    if award.last_claim_on < case.day:
        return (
            f"{case.ref} was not ended: its last day for claims, {day_words(award.last_claim_on)}, has passed. "
            f"{kept} Ask for its final report instead, which closes it."
        )
    if day > award.ends:
        return (
            f"{case.ref} was not ended: its work ends on {day_words(award.ends)} by itself, before {day_words(day)}. "
            f"{kept} Name a day up to then (ends_on=...), or let it run to its end."
        )
    return None
