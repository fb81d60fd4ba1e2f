"""The register of interests over its year: each line confirmed, ended, and asked for again before its year is out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True)
class Interest:
    """What is declared: in which body, of which kind, what it is, since when and (where it is over) until when."""

    organisation: str
    kind: str
    nature: str
    starts: date
    ends: date | None = None


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
                "Declare one (fundflow interest declare), or record that there is none at the meeting.",
            )
    for row in rows:
        act = _act(session, row, "interest.confirm", actor, now)
        people.confirm_interest(session, row.id or 0, on=today, act=act)
        _finish(session, row, act)
        audit.record(session, act, after={"line": row.id, "confirmed_on": today})
        remind(session, row)
    return rows


def enter(session: Session, person: people.Person, interest: Interest, *, act: audit.Act) -> RegisteredInterest:
    """Put an interest into the register and have its confirmation asked for in time: the one way in, for every door.

    Raises:
        BadInput: no such kind, nothing said of its nature, or days out of order.
    """
    made = people.declare(session, person.id or 0, **vars(interest), act=act)
    if made.ends is None or made.ends >= london_day(act.now):
        remind(session, made)
    after: dict[str, object] = {"organisation": made.organisation, "kind": made.kind, "nature": made.nature}
    if made.ends is not None:
        after["ends"] = made.ends
    audit.record(session, act, what="user.interest", subject=person.sign_in_name, after=after)
    return made


def end(session: Session, number: int, *, on: date, reason: str, actor: Actor, now: datetime) -> RegisteredInterest:
    """Record that an interest ended: the day is its last; the line is published for six months more and kept."""
    row = people.interest(session, number)
    return close(session, row, on=on, act=_act(session, row, "interest.end", actor, now, reason=reason))


def close(session: Session, row: RegisteredInterest, *, on: date, act: audit.Act) -> RegisteredInterest:
    """The same by somebody who may keep the register; nothing more is asked about the line.

    Raises:
        BadInput: it would end before it started.
    """
    people.end_interest(session, row.id or 0, ends=on, act=act)
    due.cancel(session, subject=_subject(row), kind=KIND)
    _finish(session, row, act)
    subject = people.require(session, row.person_id).sign_in_name
    audit.record(session, act, what="interest.end", subject=subject, after={"line": row.id, "ends": on})
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
