"""Reading due work: what comes next, and what has failed for good."""

from datetime import datetime

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session

from fundflow.due.rules import Due, Seen, Watch
from fundflow.due.tables import DUE, UPKEEP
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


def watch(session: Session) -> Watch:
    """How due work stands and what keeps it going, in one question."""
    work = select(DUE.c.state, func.count(), func.min(DUE.c.next_at), literal("")).group_by(DUE.c.state)
    there = select(UPKEEP.c.what, literal(0), UPKEEP.c.at, UPKEEP.c.by)
    counted: dict[str, int] = {}
    seen: dict[str, Seen] = {}
    first = None
    for name, pieces, at, by in session.connection().execute(union_all(work, there)):
        if not pieces:
            seen[name] = Seen(at, by)
            continue
        counted[name] = int(pieces)
        first = at if name == "waiting" else first
    return Watch(counted, first, seen)
