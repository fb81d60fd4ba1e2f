"""What falls due while a case is in a state: put when it comes in, taken off when it leaves."""

from datetime import datetime, timedelta

from fundflow import due
from fundflow.calendar import add_working_days
from fundflow.clock import london_day, start_of
from fundflow.definitions.workflow import Timer
from fundflow.engine.case import Case
from fundflow.engine.registry import MOMENTS

KIND = "timer"


def arm(case: Case, *, left: str) -> None:
    """Take off the timers of the state that was left and put those of the present one, at the moments as they are now."""
    due.cancel(case.session, subject=case.ref, kind=KIND)
    for timer in case.workflow.states[case.application.state].timers:
        at = when(case, timer)
        if at is None:
            continue
        what = timer.step or timer.remind or timer.task or ""
        due.put(
            case.session,
            KIND,
            key=f"{case.ref}:{case.application.version}:{what}",
            run_at=at,
            payload={
                "ref": case.ref,
                "step": timer.step,
                "remind": timer.remind,
                "task": timer.task,
                "state": case.application.state,
                "left": left,
            },
            subject=case.ref,
        )


def when(case: Case, timer: Timer) -> datetime | None:
    """The moment at which a timer runs; none when its moment is not set, or a reminder's time has passed already."""
    at = MOMENTS[timer.at].when(case)
    if at is None:
        return None
    if timer.before:
        at = start_of(add_working_days(london_day(at), -timer.before)) + timedelta(hours=9)
    return None if timer.remind and at <= case.now else at
