"""Verbs of mail: set how it is sent, put a message, take one, hand it over once, and note what became of it."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Update, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from fundflow.errors import Stale
from fundflow.mail import queries, rules
from fundflow.mail.tables import MESSAGE, MailSetting, Message

_ERROR_LENGTH = 500
_BROKE_OFF = (
    "The line broke after the text was handed to the mail server and before it answered: the message may have arrived."
)


def keep_setting(session: Session, given: MailSetting) -> MailSetting:
    """Keep how this office sends mail, in place of what was set before.

    Raises:
        BadInput: mail cannot be sent like that.
    """
    row: MailSetting = session.merge(rules.must_be_usable(given))
    session.flush()
    return row


def switch_off(session: Session, row: MailSetting, *, now: datetime, by: str) -> None:
    """Send nothing from now on; what waits stays."""
    row.on, row.set_at, row.set_by = False, now, by
    session.add(row)
    session.flush()


def put(session: Session, **facts: Any) -> None:
    """Write a message that waits to be sent; the same key again changes nothing."""
    now = facts["made_at"]
    fresh = {"next_at": now, "token": secrets.token_hex(16), "state": "waiting", "attempts": 0}
    empty = {"thing": "", "fund": "", "path": "", "code": "", "sent_by": "", "last_error": ""}
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(MESSAGE).values(**{**empty, **fresh, **facts})
    connection.execute(statement.on_conflict_do_nothing(index_elements=[MESSAGE.c.key]))


def claim(session: Session, *, now: datetime, worker: str) -> Message | None:
    """Give the next message that is to be tried to one worker; nobody else gets it while the lease runs.

    One whose worker stopped before handing it over is taken again. Commit before the mail server is spoken to.
    """
    again = and_(MESSAGE.c.state == "sending", MESSAGE.c.lease_until <= now, MESSAGE.c.handed_at.is_(None))
    ready = or_(and_(MESSAGE.c.state == "waiting", MESSAGE.c.next_at <= now), again)
    first = select(MESSAGE.c.id).where(ready).order_by(MESSAGE.c.next_at, MESSAGE.c.id).limit(1)
    chosen = first.with_for_update(skip_locked=True).cte("chosen")
    taken = (
        update(MESSAGE)
        .where(MESSAGE.c.id.in_(select(chosen.c.id)))
        .values(state="sending", worker=worker, lease_until=now + rules.LEASE, attempts=MESSAGE.c.attempts + 1)
        .returning(MESSAGE.c.id)
    )
    number = session.connection().execute(taken).scalar()
    return queries.message(session, number) if number is not None else None


def hand_over(session: Session, number: int, *, worker: str, now: datetime) -> None:
    """Note that the text goes to the mail server now. Commit this before it goes: it is what keeps it from going twice.

    Raises:
        Stale: another worker has the message, or it was handed over before.
    """
    _mine(session, number, worker, MESSAGE.c.handed_at.is_(None), handed_at=now)


def accepted(session: Session, number: int, *, worker: str, now: datetime) -> None:
    """The mail server has taken it: it is sent, and what it let somebody do is dropped."""
    _mine(
        session, number, worker, state="sent", sent_at=now, sent_by="the mail server", path="", code="", last_error="",
        lease_until=None,
    )  # fmt: skip


def not_taken(session: Session, number: int, *, worker: str, now: datetime, why: str, final: bool) -> bool:
    """The mail server did not take it: tried again later, unless it never will be or was tried often; whether it ended."""
    ends = final or queries.message(session, number).attempts >= rules.MOST_ATTEMPTS
    wait = rules.wait_after(queries.message(session, number).attempts)
    _mine(
        session, number, worker, state="failed" if ends else "waiting", last_error=why[:_ERROR_LENGTH],
        next_at=now if ends else now + wait, handed_at=None, lease_until=None,
    )  # fmt: skip
    return ends


def broke_off(session: Session, number: int, *, worker: str) -> None:
    """Nobody can tell whether the mail server took it: a person decides, so that nobody gets it twice by our doing."""
    _mine(session, number, worker, state="failed", last_error=_BROKE_OFF, lease_until=None)


def lost(session: Session, *, now: datetime) -> list[int]:
    """Give up messages whose worker stopped between handing over and the answer; their numbers."""
    stopped = update(MESSAGE).where(
        MESSAGE.c.state == "sending", MESSAGE.c.lease_until <= now, MESSAGE.c.handed_at.is_not(None)
    )
    ended = stopped.values(state="failed", last_error=_BROKE_OFF, lease_until=None).returning(MESSAGE.c.id)
    return sorted(session.connection().execute(ended).scalars())


def retry(session: Session, row: Message, *, now: datetime) -> None:
    """Have a message that did not arrive tried again at once, with all its attempts.

    Raises:
        Stale: it waits, is being sent, or was sent.
    """
    again = update(MESSAGE).where(MESSAGE.c.id == row.id, MESSAGE.c.state.in_(("failed", "bounced")))
    _one(
        session,
        again.values(state="waiting", attempts=0, next_at=now, handed_at=None, sent_at=None, last_error=""),
        f"Message {row.id} is {row.state}, so there is nothing to try again. Nothing has changed.",
    )
    session.expire(row)


def told_by_hand(session: Session, row: Message, *, by: str, now: datetime) -> None:
    """A person has sent it from their own mailbox, or has rung: it is done, and its link is dropped.

    Raises:
        Stale: it is being sent, or was sent.
    """
    open_ = update(MESSAGE).where(MESSAGE.c.id == row.id, MESSAGE.c.state.in_(("waiting", "failed", "bounced")))
    _one(
        session,
        open_.values(state="sent", sent_at=now, sent_by=by, path="", code=""),
        f"Message {row.id} is {row.state} already. Nothing has changed. Look at the list again.",
    )
    session.expire(row)


def bounced(session: Session, row: Message, *, said: str) -> None:
    """It came back after the mail server had taken it, as somebody read in the office's mailbox.

    Raises:
        Stale: it was not sent.
    """
    sent = update(MESSAGE).where(MESSAGE.c.id == row.id, MESSAGE.c.state == "sent")
    _one(
        session,
        sent.values(state="bounced", last_error=said[:_ERROR_LENGTH]),
        f"Message {row.id} is {row.state}, and only a sent one comes back. Nothing has changed. Look at the list again.",
    )
    session.expire(row)


def _mine(session: Session, number: int, worker: str, *more: Any, **values: Any) -> None:
    held = update(MESSAGE).where(
        MESSAGE.c.id == number, MESSAGE.c.state == "sending", MESSAGE.c.worker == worker, *more
    )
    _one(session, held.values(**values), f"Message {number} is no longer ours: another worker has it.")
    session.expire_all()


def _one(session: Session, statement: Update, otherwise: str) -> None:
    if session.connection().execute(statement).rowcount != 1:
        raise Stale(otherwise)
