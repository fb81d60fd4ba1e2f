"""Putting work off until it falls due, and taking it: leased in batches, tried again, given up loudly."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from fundflow.due import rules
from fundflow.due.queries import get
from fundflow.due.rules import MAX_ATTEMPTS, Due
from fundflow.due.tables import DUE, UPKEEP
from fundflow.errors import Stale

_ERROR_LENGTH = 2_000


def put(session: Session, kind: str, *, key: str, run_at: datetime, payload: Mapping[str, Any], subject: str) -> None:
    """Have work done at or after `run_at`. The same key again changes nothing, unless that work was cancelled.

    Cancelled work is put back as given now: a timer that was taken off starts anew.
    """
    fresh = {"kind": kind, "subject": subject, "payload": dict(payload), "run_at": run_at, "next_at": run_at}
    reset = {"state": "waiting", "attempts": 0, "ran_at": None, "lease_until": None, "worker": None, "last_error": None}
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(DUE).values(key=key, **fresh, **reset)
    again = {name: statement.excluded[name] for name in (*fresh, *reset)}
    connection.execute(
        statement.on_conflict_do_update(index_elements=[DUE.c.key], set_=again, where=DUE.c.state == "cancelled")
    )


def cancel(session: Session, *, subject: str, kind: str | None = None, key_prefix: str | None = None) -> int:
    """Take waiting work of a subject off; how many pieces that were.

    Work that a worker has in hand is not touched: what it does must ask again whether it still applies.
    """
    asked = update(DUE).where(DUE.c.subject == subject, DUE.c.state == "waiting").values(state="cancelled")
    if kind is not None:
        asked = asked.where(DUE.c.kind == kind)
    if key_prefix is not None:
        asked = asked.where(DUE.c.key.startswith(key_prefix, autoescape=True))
    return int(session.connection().execute(asked).rowcount)


def claim(session: Session, *, now: datetime, worker: str, limit: int = 100, lease_seconds: int = 60) -> list[Due]:
    """Lease up to `limit` pieces of work that are due, in due order, to one worker.

    Nobody else gets them until the lease ends; then they are taken again, whatever became of the worker. Work on which
    workers stopped 8 times is given up. Commit before doing the work, so that a crash counts as an attempt.
    """
    connection = session.connection()
    expired = and_(DUE.c.state == "leased", DUE.c.lease_until <= now)
    connection.execute(
        update(DUE)
        .where(expired, DUE.c.attempts >= MAX_ATTEMPTS)
        .values(state="failed", last_error=f"The worker stopped {MAX_ATTEMPTS} times while doing this.")
    )
    ready = or_(and_(DUE.c.state == "waiting", DUE.c.next_at <= now), expired)
    first = select(DUE.c.id).where(ready).order_by(DUE.c.next_at, DUE.c.id).limit(limit)
    # As a CTE it is chosen and locked once; as a plain subquery a plan may run it again and lock more than the limit.
    chosen = first.with_for_update(skip_locked=True).cte("chosen")
    leased = (
        update(DUE)
        .where(DUE.c.id.in_(select(chosen.c.id)))
        .values(
            state="leased",
            worker=worker,
            lease_until=now + timedelta(seconds=lease_seconds),
            attempts=DUE.c.attempts + 1,
        )
        .returning(*DUE.c)
    )
    taken = [Due(**row) for row in connection.execute(leased).mappings()]
    return sorted(taken, key=lambda one: (one.next_at, one.id))


def done(session: Session, id: int, *, now: datetime, worker: str | None = None) -> None:  # noqa: A002
    """Mark leased work as done, in the transaction of its effect.

    Raises:
        Stale: it is not leased (any more), or to another `worker`: the effect must be rolled back.
    """
    _close(session, id, worker, state="done", ran_at=now, lease_until=None, last_error=None)


def failed(session: Session, id: int, *, now: datetime, error: str, worker: str | None = None) -> Due:  # noqa: A002
    """Mark leased work as failed: tried again later, given up after 8 attempts.

    Raises:
        Stale: it is not leased (any more), or to another `worker`.
    """
    attempts = get(session, id).attempts
    given_up = attempts >= MAX_ATTEMPTS
    _close(
        session,
        id,
        worker,
        state="failed" if given_up else "waiting",
        next_at=now if given_up else now + rules.wait_after(attempts),
        ran_at=now,
        lease_until=None,
        last_error=error[:_ERROR_LENGTH],
    )
    return get(session, id)


def retry(session: Session, id: int, *, now: datetime) -> None:  # noqa: A002
    """Have work that was given up tried again at once, with all its attempts.

    Raises:
        Stale: it has not been given up.
    """
    again = update(DUE).where(DUE.c.id == id, DUE.c.state == "failed")
    if session.connection().execute(again.values(state="waiting", attempts=0, next_at=now)).rowcount != 1:
        raise Stale(f"Due work number {id} has not been given up, so there is nothing to try again.")


def note_seen(session: Session, what: str, *, by: str, now: datetime) -> None:
    """Keep that a worker (`worker`) has looked, or that a backup (`backup`) was made; the time before is forgotten."""
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(UPKEEP).values(what=what, at=now, by=by)
    connection.execute(statement.on_conflict_do_update(index_elements=[UPKEEP.c.what], set_={"at": now, "by": by}))


def _close(session: Session, id: int, worker: str | None, **values: object) -> None:  # noqa: A002
    mine = update(DUE).where(DUE.c.id == id, DUE.c.state == "leased").values(**values)
    if worker is not None:
        mine = mine.where(DUE.c.worker == worker)
    if session.connection().execute(mine).rowcount != 1:
        raise Stale(f"Due work number {id} is no longer ours: another worker took it when its lease ended.")
