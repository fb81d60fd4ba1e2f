"""Putting off what a timer proposed about a last date: until a day, with a reason; then it is proposed again."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from fundflow import applications, audit, due
from fundflow.clock import day_words, start_of
from fundflow.engine import timers
from fundflow.engine.case import Case, open_case
from fundflow.engine.rounds import must_hold
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor

PROPOSED = {
    "precedents_overdue": "ending the award because its conditions were not met",
    "suspension_overdue": "ending or resuming the award",
}
"""Tasks that a timer raises at a last date, and what each proposes."""


def snooze(session: Session, ref: str, *, until: date, reason: str, actor: Actor, now: datetime) -> str:
    """Put off what is proposed until a day; on its morning it is proposed again. Gives what was put off, in words.

    Raises:
        Refused: nothing is proposed, no reason, or not an officer. BadInput: the day is not after today.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="award.snooze", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Putting a proposal off")
    if not case.reason:
        raise Refused.because(
            "reason_given",
            f"Nothing was put off on {ref}: the reason is missing. Nothing has changed. Say why it can wait.",
        )
    if until <= case.day:
        raise BadInput(f"{day_words(until)} is not after today, {day_words(case.day)}", place="until")
    task = _proposed(case)
    applications.finish_task(session, task.key, act=case.act())
    due.put(
        session,
        timers.KIND,
        key=f"{ref}:{case.application.version}:{task.kind}:{until}",
        run_at=start_of(until) + timedelta(hours=9),
        payload={"ref": ref, "task": task.kind, "thing": until.isoformat(), "state": case.application.state},
        subject=ref,
    )
    audit.record(session, case.act(), after={"put_off": task.kind, "until": until})
    return PROPOSED[task.kind]


def _proposed(case: Case) -> applications.CaseTask:
    for one in applications.tasks(case.session, application_id=case.id):
        if one.kind in PROPOSED:
            return one
    stood = case.workflow.states[case.application.state].officer
    raise Refused.because(
        "long_stop_proposed",
        f"Nothing was put off: nothing is proposed about {case.ref}, which is at '{stood}'. Nothing has changed. Wait until its "
        "last date has passed.",
    )
