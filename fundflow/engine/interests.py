"""The register of interests over its year: each line confirmed, ended, and asked for again before its year is out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session

from fundflow import applications, audit, due, people
from fundflow.calendar import add_working_days
from fundflow.clock import day_words, london_day, start_of
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import Refused
from fundflow.people import Actor, RegisteredInterest

KIND: Final = "interest"
"""The kind of due work that asks for a line to be confirmed."""
NOTICE_DAYS: Final = 10
"""Working days before a line's year is out on which its confirmation is asked for."""
KEEPERS: Final = ("officer", "committee_secretary", "group_secretary")


def confirm(
    session: Session, number: int | None, *, person: str | None, actor: Actor, now: datetime
) -> list[RegisteredInterest]:
    """Say that one line, or all running lines of a person, still hold today; each is asked for again in a year.

    Raises:
        NotFound: no such line or person. Refused: somebody else's line without the role, or nothing to confirm.
    """
    today = london_day(now)
    if number is not None:
        rows = [people.interest(session, number)]
    else:
        named = people.named(session, person or actor.sign_in_name)
        rows = people.interests(session, named.id or 0, on=today)
        if not rows:
            raise Refused.because(
                "interest_runs",
                f"Nothing was confirmed: {named.name} has no interest that runs on {day_words(today)}. "
                "Declare one with 'fundflow interest declare', or record that there is none at the meeting.",
            )
    for row in rows:
        act = _act(session, row, "interest.confirm", actor, now)
        people.confirm_interest(session, row.id or 0, on=today, act=act)
        _finish(session, row, act)
        audit.record(session, act, after={"line": row.id, "confirmed_on": today})
        remind(session, row)
    return rows


def end(session: Session, number: int, *, on: Any, reason: str, actor: Actor, now: datetime) -> RegisteredInterest:
    """Record that an interest ended: the day is its last; the line is published for six months more and kept."""
    row = people.interest(session, number)
    act = _act(session, row, "interest.end", actor, now, reason=reason)
    people.end_interest(session, number, ends=on, act=act)
    due.cancel(session, subject=_subject(row), kind=KIND)
    _finish(session, row, act)
    audit.record(session, act, after={"line": number, "ends": on})
    return row


def remind(session: Session, row: RegisteredInterest) -> None:
    """Have the confirmation of a line asked for in time; what was asked for before is taken off."""
    by = people.confirm_by(row)
    due.cancel(session, subject=_subject(row), kind=KIND)
    asked_on = add_working_days(by, -NOTICE_DAYS)
    facts = {"interest": row.id, "by": by.isoformat()}
    due.put(session, KIND, key=_key(row), run_at=start_of(asked_on), payload=facts, subject=_subject(row))


def ask(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    """Ask for a line to be confirmed, unless it ended or was confirmed meanwhile (domain, 2(c): yearly)."""
    row = people.interest(session, int(payload["interest"]))
    by = people.confirm_by(row)
    if by.isoformat() != payload["by"] or (row.ends is not None and row.ends <= london_day(now)):
        return "it was confirmed or has ended"
    name = people.require(session, row.person_id).name
    system = people.system(session)
    applications.raise_task(
        session,
        key=_key(row),
        kind="confirm_interest",
        role="committee_secretary",
        fund="",
        text=f"Ask {name} to confirm by {day_words(by)} that this still holds: {row.nature} ({row.organisation}). "
        f"Line {row.id} of the register of interests.",
        due_at=start_of(by),
        act=act_of(system, now=now, what="interest.ask", subject=_subject(row)),
    )
    return "confirmation asked for"


def _key(row: RegisteredInterest) -> str:
    return f"interest:{row.id}:{people.confirm_by(row).isoformat()}"


def _subject(row: RegisteredInterest) -> str:
    return f"interest {row.id}"


def _finish(session: Session, row: RegisteredInterest, act: audit.Act) -> None:
    """Whatever was asked about this line is done."""
    for task in applications.tasks(session, roles=["committee_secretary"], fund=""):
        if task.key.startswith(f"interest:{row.id}:"):
            applications.finish_task(session, task.key, act=act)


def _act(
    session: Session, row: RegisteredInterest, what: str, actor: Actor, now: datetime, *, reason: str = ""
) -> audit.Act:
    if row.person_id != actor.id:
        must_hold(actor, *KEEPERS, doing="Confirming or ending another's interest")
    subject = people.require(session, row.person_id).sign_in_name
    return act_of(actor, now=now, what=what, subject=subject, reason=reason)
