"""Returns of an award: sent in, accepted, sent back, given more time, or left alone for a while; each recorded."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, monitoring
from fundflow.engine import timers
from fundflow.engine.case import Case
from fundflow.engine.claims import roles_of
from fundflow.engine.effects.correspondence import task_key
from fundflow.engine.monitoring.promises import RECIPIENT, watched
from fundflow.engine.standing import release_waiting
from fundflow.errors import NotFound, Refused
from fundflow.monitoring import QuarterlyReturn
from fundflow.people import Actor


def plan_returns(session: Session, ref: str, *, actor: Actor, now: datetime) -> list[QuarterlyReturn]:
    """Write the returns that the award owes over its life as it now is; those that are there already stay."""
    case = watched(session, ref, "return.plan", "officer", doing="Planning returns", actor=actor, now=now)
    award = case.awarded
    added = monitoring.plan_returns(
        session, case.id, case.fund.returns, starts=award.starts, ends=award.ends, act=case.act()
    )
    for row in added:
        timers.put_return(case, row)
    audit.record(session, case.act(), after={"returns": [row.label for row in added]})
    return added


def submit_return(
    session: Session,
    ref: str,
    label: str,
    *,
    content: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    rule: str = "",
) -> QuarterlyReturn:
    """Send a return in, certified by the recipient's signatory; what was said about its lateness is done with."""
    case = watched(session, ref, "return.submit", *RECIPIENT, doing="Sending a return", actor=actor, now=now)
    held = monitoring.return_labelled(session, case.id, label, rule=rule)
    before = held.state
    row = monitoring.submit_return(session, held.id or 0, content=content, act=case.act(), roles=roles_of(case))
    _no_longer_late(case, row)
    release_waiting(case)
    return _recorded(case, row, before)


def accept_return(
    session: Session, ref: str, label: str, *, actor: Actor, now: datetime, rule: str = ""
) -> QuarterlyReturn:
    """Accept a return: somebody of the office who did not certify it."""
    case = watched(session, ref, "return.accept", "officer", doing="Accepting a return", actor=actor, now=now)
    held = monitoring.return_labelled(session, case.id, label, rule=rule)
    before = held.state
    return _recorded(
        case, monitoring.accept_return(session, held.id or 0, act=case.act(), roles=roles_of(case)), before
    )


def send_return_back(
    session: Session,
    ref: str,
    label: str,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    due_on: date | None = None,
    rule: str = "",
) -> QuarterlyReturn:
    """Send a return back with what is missing; a later day may be given."""
    case = watched(
        session, ref, "return.send_back", "officer", doing="Sending a return back", actor=actor, now=now, reason=reason
    )
    held = monitoring.return_labelled(session, case.id, label, rule=rule)
    before = held.state
    row = monitoring.send_return_back(
        session, held.id or 0, reason=case.reason, act=case.act(), roles=roles_of(case), due_on=due_on
    )
    timers.put_return(case, row)
    return _recorded(case, row, before)


def extend_return(
    session: Session, ref: str, label: str, *, due_on: date, reason: str, actor: Actor, now: datetime, rule: str = ""
) -> QuarterlyReturn:
    """Give one recipient a later day for one return; what was said about its lateness is done with.

    Raises:
        Refused: no reason is given (`reason_given`).
    """
    case = watched(
        session, ref, "return.extend", "officer", doing="Extending a return", actor=actor, now=now, reason=reason
    )
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"{label} has no later day: the reason is missing. Nothing has changed. Say why, then try again.",
        )
    held = monitoring.return_labelled(session, case.id, label, rule=rule)
    before = held.state
    row = monitoring.extend_return(session, held.id or 0, due_on=due_on, roles=roles_of(case))
    _no_longer_late(case, row)
    release_waiting(case)
    timers.put_return(case, row)
    return _recorded(case, row, before)


def snooze_return(
    session: Session, ref: str, label: str, *, until: date, reason: str, actor: Actor, now: datetime, rule: str = ""
) -> QuarterlyReturn:
    """Propose nothing about a late return before a day, and say why; it is looked at again on that day."""
    case = watched(
        session, ref, "return.snooze", "officer", doing="Putting a proposal off", actor=actor, now=now, reason=reason
    )
    held = monitoring.return_labelled(session, case.id, label, rule=rule)
    row = monitoring.snooze_return(session, held.id or 0, until=until, act=case.act(), roles=roles_of(case))
    _no_longer_late(case, row)
    timers.put_snoozed(case, row)
    return _recorded(case, row, row.state)


def _recorded(case: Case, row: QuarterlyReturn, before: str) -> QuarterlyReturn:
    after = {
        "return": row.label,
        "state": row.state,
        "due_on": row.due_on,
        "snoozed_until": row.snoozed_until,
    }
    audit.record(case.session, case.act(), before={"return": row.label, "state": before}, after=after)
    return row


def _no_longer_late(case: Case, row: QuarterlyReturn) -> None:
    """Tick off what was to be done about a return's lateness, if anything was."""
    for kind in ("return_overdue", "propose_suspension"):
        try:
            applications.finish_task(case.session, task_key(case, kind, str(row.id)), act=case.act())
        except NotFound:
            continue
