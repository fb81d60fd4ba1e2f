"""What falls due while a case is in a state: put when it comes in, taken off when it leaves."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fundflow import due, monitoring, payments
from fundflow.calendar import add_working_days
from fundflow.clock import london_day, start_of
from fundflow.definitions.workflow import Timer
from fundflow.engine.case import Case
from fundflow.engine.registry import MOMENTS

KIND = "timer"
RETURN_NEAR = "return_near"
LATE_RETURN = "late_return"
RETURN_TOO_LATE = "return_too_late"
BANK_FINAL = "bank_final"
NO_REPLY = "no_reply"
INSTALMENT = "instalment"


def arm(case: Case, *, left: str, made_up_for: bool = True) -> None:
    """Take off the timers of the state that was left and put those of the present one, at the moments as they are now.

    A moment that has passed is made up for at once, unless what fell due then was seen to elsewhere.
    """
    due.cancel(case.session, subject=case.ref, kind=KIND)
    for timer in case.workflow.states[case.application.state].timers:
        at = when(case, timer)
        if at is None or (at <= case.now and not made_up_for):
            continue
        what = timer.step or timer.remind or timer.task or ""
        due.put(
            case.session,
            KIND,
            key=f"{case.ref}:{case.application.version}:{what}",
            run_at=at,
            payload={
                "ref": case.ref,
                "at": timer.at,
                "step": timer.step,
                "remind": timer.remind,
                "task": timer.task,
                "state": case.application.state,
                "left": left,
            },
            subject=case.ref,
        )


def put_off(case: Case, payload: Mapping[str, Any]) -> bool:
    """Whether the moment of a piece of work in hand has been moved later since it was put."""
    standing = [
        when(case, timer)
        for timer in case.workflow.states[case.application.state].timers
        if timer.at == payload.get("at") and timer.step is not None and timer.step == payload.get("step")
    ]
    return any(at is not None and at > case.now for at in standing)


def put_return(case: Case, row: monitoring.QuarterlyReturn) -> None:
    """Look at a return before its date, and again when it would be late enough to write about and to stop payments for.

    The fund's days say when; work for an earlier date of the same return is taken off.
    """
    days = case.fund.days
    due.cancel(case.session, subject=case.ref, key_prefix=f"{case.ref}:return:{row.id}:")
    for kind, working_days in (
        (RETURN_NEAR, -days.return_reminder),
        (LATE_RETURN, days.return_warning),
        (RETURN_TOO_LATE, days.return_suspension),
    ):
        _put_return(case, row, kind, add_working_days(row.due_on, working_days))


def put_snoozed(case: Case, row: monitoring.QuarterlyReturn) -> None:
    """Propose nothing about a late return until its day has come, then look again."""
    assert row.snoozed_until is not None
    due.cancel(case.session, subject=case.ref, key_prefix=f"{case.ref}:return:{row.id}:")
    _put_return(case, row, RETURN_TOO_LATE, row.snoozed_until)


def _put_return(case: Case, row: monitoring.QuarterlyReturn, kind: str, day: date) -> None:
    at = start_of(day) + timedelta(hours=9)
    if at > case.now:
        payload = {"ref": case.ref, "return": row.id}
        due.put(
            case.session,
            kind,
            key=f"{case.ref}:return:{row.id}:{kind}:{day}",
            run_at=at,
            payload=payload,
            subject=case.ref,
        )


def put_bank_final(case: Case, claim: payments.Claim) -> None:
    """Settle a paid claim once the bank cannot send its payment back."""
    day = payments.bank_final_on(claim, working_days=case.fund.days.bank_final)
    if day is not None:
        at = start_of(day) + timedelta(hours=9)
        key = f"{claim.ref}:final:{day}"
        due.put(case.session, BANK_FINAL, key=key, run_at=at, payload={"claim": claim.ref}, subject=claim.ref)


def put_no_reply(case: Case, recovery: payments.Recovery) -> None:
    """Send the final demand when the days to reply to a notice have passed."""
    if recovery.reply_by is not None:
        at = start_of(recovery.reply_by) + timedelta(days=1, hours=9)
        key = f"{recovery.ref}:reply:{recovery.reply_by}"
        due.put(case.session, NO_REPLY, key=key, run_at=at, payload={"recovery": recovery.ref}, subject=recovery.ref)


def put_instalments(case: Case, recovery: payments.Recovery) -> None:
    """Look at each agreed instalment on the morning after its day: one that did not come ends the plan."""
    plans = payments.instalments(case.session, recovery.id)
    for one in (part for part in plans if part.plan == plans[-1].plan):
        at = start_of(one.due_on) + timedelta(days=1, hours=9)
        key = f"{recovery.ref}:instalment:{one.plan}.{one.number}"
        due.put(case.session, INSTALMENT, key=key, run_at=at, payload={"recovery": recovery.ref}, subject=recovery.ref)


def too_late_to_remind(case: Case) -> bool:
    """Whether what a reminder is about has ended: another timer of the state has come, and nobody is told of the past."""
    others = [timer for timer in case.workflow.states[case.application.state].timers if not timer.remind]
    ends = [MOMENTS[timer.at].when(case) for timer in others]
    return any(end is not None and end <= case.now for end in ends)


def when(case: Case, timer: Timer) -> datetime | None:
    """The moment at which a timer runs; none when its moment is not set, or a reminder's time has passed already."""
    at = MOMENTS[timer.at].when(case)
    if at is None:
        return None
    if timer.before:
        at = start_of(add_working_days(london_day(at), -timer.before)) + timedelta(hours=9)
    return None if timer.remind and at <= case.now else at
