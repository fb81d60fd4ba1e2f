"""Work that falls due: one sweep over the table of due work, ticked by the worker or by a scenario's clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import applications, audit, awards, database, due, monitoring, people
from fundflow.calendar import working_days_between
from fundflow.clock import day_words
from fundflow.engine import claims, interests, looked_at, recoveries, rounds, timers
from fundflow.engine.case import Case, open_case
from fundflow.engine.effects.correspondence import draft_letter, raise_task
from fundflow.engine.step import take_step
from fundflow.errors import FundflowError, NotFound, Refused, Stale
from fundflow.monitoring import QuarterlyReturn
from fundflow.people import Actor

ROUND_CLOSES = "round_closes"


@dataclass(frozen=True)
class Done:
    """One piece of due work and what came of it."""

    subject: str
    what: str
    outcome: str


def sweep(engine: Engine, *, now: datetime, worker: str, limit: int = 100) -> list[Done]:
    """Do everything that is due by `now`, in due order, each piece in a transaction of its own.

    A piece is leased first, so that a second worker leaves it alone and a crash is tried again when the lease ends. A
    rule that refuses means that the work no longer applies: it is done, with the reason kept. A fault, of data or of the
    program, is kept with its piece, which is tried again later by itself.
    """
    found: list[Done] = []
    while True:
        with database.writing(engine) as session:
            batch = due.claim(session, now=now, worker=worker, limit=limit)
        if not batch:
            return found
        found += [_one(engine, item, now=now, worker=worker) for item in batch]


def retry(session: Session, number: int, *, reason: str, actor: Actor, now: datetime) -> due.Due:
    """Have due work tried again that was given up, once its fault is put right.

    Raises:
        Refused: no administrator or officer, or no reason. NotFound: no such work. Stale: it was not given up.
    """
    rounds.must_hold(actor, "administrator", "officer", doing="Having due work tried again")
    found = due.get(session, number)
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"Due work {number} waits as it was: its history keeps why it is tried again. Nothing has changed. Say what "
            "was put right.",
        )
    due.retry(session, number, now=now)
    act = rounds.act_of(actor, now=now, what="due.retry", subject=found.subject, reason=reason)
    audit.record(session, act, before={"error": found.last_error}, after={"number": number, "key": found.key})
    return due.get(session, number)


def _one(engine: Engine, item: due.Due, *, now: datetime, worker: str) -> Done:
    what = str(item.payload.get("step") or item.payload.get("remind") or item.payload.get("task") or item.kind)
    try:
        with database.writing(engine) as session:
            outcome = _work(item)(session, item.payload, max(item.run_at, now))
            due.done(session, item.id, now=now, worker=worker)
    except Refused as refused:
        outcome = f"no longer applies: {refused}"
        return Done(item.subject, what, _close(engine, item, outcome, now=now, worker=worker))
    except FundflowError as error:
        outcome = f"failed: {error}"
        return Done(item.subject, what, _close(engine, item, outcome, now=now, worker=worker, error=str(error)))
    except Exception as error:  # noqa: BLE001 - a fault in one piece must not keep the others from being done
        fault = f"{type(error).__name__}: {error}"
        return Done(item.subject, what, _close(engine, item, f"failed: {fault}", now=now, worker=worker, error=fault))
    return Done(item.subject, what, outcome)


def _close(engine: Engine, item: due.Due, outcome: str, *, now: datetime, worker: str, error: str | None = None) -> str:
    """Close a piece whose own transaction was undone, unless its lease has ended and another worker has it."""
    try:
        with database.writing(engine) as session:
            if error is None:
                due.done(session, item.id, now=now, worker=worker)
            else:
                due.failed(session, item.id, now=now, error=error, worker=worker)
    except Stale:
        return "another worker has it"
    return outcome


def _work(item: due.Due) -> Callable[[Session, Mapping[str, Any], datetime], str]:
    if item.kind not in WORK:
        raise NotFound(f"this program does not know work of the kind '{item.kind}'")
    return WORK[item.kind]


def _timer(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    system = people.system(session)
    ref = str(payload["ref"])
    step = str(payload.get("step") or "")
    if payload.get("at") == ROUND_CLOSES:  # rounds are locked before cases, and more time may be under way
        applications.lock_round(session, applications.round_by_id(session, applications.get(session, ref).round_id).ref)
    case = open_case(session, ref, actor=system, now=now, step=step or "reminder", lock=True)
    if case.application.state != payload["state"]:
        return "the case has moved on"
    if timers.put_off(case, payload):
        return "put off until later"
    if step:
        return take_step(session, ref, step, actor=system, now=now).state
    if payload.get("remind"):
        if timers.too_late_to_remind(case):
            return "too late to remind"
        draft_letter(case, str(payload["remind"]))
        return "reminder drafted"
    raise_task(case, str(payload["task"]), thing=str(payload.get("thing") or ""))
    return "task raised"


def _close_round(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    return rounds.close_round(session, str(payload["round"]), actor=people.system(session), now=now).state


def _begin_round(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    return rounds.begin_round(session, str(payload["round"]), actor=people.system(session), now=now).state


def _return(session: Session, payload: Mapping[str, Any], now: datetime, step: str) -> tuple[Case, QuarterlyReturn]:
    row = monitoring.quarterly_return(session, int(payload["return"]))
    case = open_case(session, str(payload["ref"]), actor=people.system(session), now=now, step=step, lock=True)
    return case, row


def _owed(case: Case, row: QuarterlyReturn) -> bool:
    """Whether the recipient still has to send a return in."""
    return row.state in ("due", "returned") and case.workflow.states[case.application.state].kind != "end"


def _return_near(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    case, row = _return(session, payload, now, "return_near")
    if not _owed(case, row):
        return "it is in"
    for call in case.workflow.on.get("return_near", ()):
        draft_letter(case, str(call.argument), due_return=row.id)
    return "reminder drafted"


def _late_return(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    case, row = _return(session, payload, now, "return_overdue")
    if not _owed(case, row) or case.day <= row.due_on:
        return "nothing is late"
    for call in case.workflow.on.get("return_overdue", ()):
        draft_letter(case, str(call.argument), overdue_return=row.id)
    raise_task(case, "return_overdue", about=f"{row.label}, due {day_words(row.due_on)}", thing=str(row.id))
    return "warning drafted"


def _return_too_late(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    """Propose that payments stop; a person decides (journeys H8)."""
    case, row = _return(session, payload, now, "return_too_late")
    if not _owed(case, row) or case.day <= row.due_on:
        return "nothing is late"
    if awards.open_suspension(session, case.award_id) is not None:
        return "payments have stopped already"
    late = working_days_between(row.due_on, case.day)
    about = f"{row.label}, due {day_words(row.due_on)}, {late} working days late"
    thing = f"{row.id}:{row.snoozed_until}" if row.snoozed_until else str(row.id)
    raise_task(case, "propose_suspension", about=about, thing=thing)
    return "stopping payments proposed"


def _bank_final(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    return claims.act_on(session, str(payload["claim"]), "settle", actor=people.system(session), now=now).state


def _no_reply(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    return recoveries.act_on(session, str(payload["recovery"]), "no_reply", actor=people.system(session), now=now).state


def _instalment(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    return recoveries.act_on(session, str(payload["recovery"]), "default", actor=people.system(session), now=now).state


WORK: dict[str, Callable[[Session, Mapping[str, Any], datetime], str]] = {
    timers.KIND: _timer,
    timers.RETURN_NEAR: _return_near,
    timers.LATE_RETURN: _late_return,
    timers.RETURN_TOO_LATE: _return_too_late,
    timers.BANK_FINAL: _bank_final,
    timers.NO_REPLY: _no_reply,
    timers.INSTALMENT: _instalment,
    rounds.BEGINNING: _begin_round,
    rounds.CLOSING: _close_round,
    interests.KIND: interests.ask,
    looked_at.KIND: looked_at.drop,
}
