"""Reading due work: what comes next, and what has failed for good."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from fundflow.due.rules import Due
from fundflow.due.tables import DUE
from fundflow.errors import NotFound


def get(session: Session, id: int) -> Due:  # noqa: A002 - the house's name for a row's number
    """One piece of work.

    Raises:
        NotFound: there is none of this number.
    """
    row = session.connection().execute(select(DUE).where(DUE.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no due work number {id}.")
    return Due(**row)


def waiting(session: Session, *, subject: str | None = None, limit: int = 100) -> list[Due]:
    """Work not yet done, soonest first; of one subject (`TF-17-0001`) or of all."""
    asked = select(DUE).where(DUE.c.state.in_(("waiting", "leased"))).order_by(DUE.c.next_at, DUE.c.id).limit(limit)
    if subject is not None:
        asked = asked.where(DUE.c.subject == subject)
    return [Due(**row) for row in session.connection().execute(asked).mappings()]


def next_at(session: Session) -> datetime | None:
    """When the next piece of work is to be tried; None when nothing waits."""
    found = session.connection().execute(select(DUE.c.next_at).where(DUE.c.state == "waiting").order_by(DUE.c.next_at))
    first: datetime | None = found.scalars().first()
    return first


def failures(session: Session) -> list[Due]:
    """Work that was given up, with its last error: somebody must look at it."""
    asked = select(DUE).where(DUE.c.state == "failed").order_by(DUE.c.run_at, DUE.c.id)
    return [Due(**row) for row in session.connection().execute(asked).mappings()]


def counts(session: Session) -> dict[str, int]:
    """How many pieces of work are in each state."""
    found = session.connection().execute(select(DUE.c.state, func.count().label("pieces")).group_by(DUE.c.state))
    return {row.state: int(row.pieces) for row in found}
