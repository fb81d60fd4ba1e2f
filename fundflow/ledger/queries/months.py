"""Reading the months of commissioners' books."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from fundflow.ledger.rules.months import Month
from fundflow.ledger.tables import MONTH


def months(session: Session, *, commissioner: str | None = None) -> list[Month]:
    """Every month, of one commissioner or of all, in order of commissioner and first day."""
    asked = select(MONTH).order_by(MONTH.c.commissioner, MONTH.c.starts)
    if commissioner is not None:
        asked = asked.where(MONTH.c.commissioner == commissioner)
    return [Month(**row) for row in session.connection().execute(asked).mappings()]


def held(session: Session, commissioners: Collection[str]) -> list[Month]:
    """The months of some commissioners, held open or closed as they are until this transaction ends."""
    asked = (
        select(MONTH)
        .where(MONTH.c.commissioner.in_(sorted(commissioners)))
        .order_by(MONTH.c.commissioner, MONTH.c.starts)
        .with_for_update(read=True)
    )
    return [Month(**row) for row in session.connection().execute(asked).mappings()]


def for_closing(session: Session, commissioner: str) -> list[Month]:
    """One commissioner's months, locked: entries that read them first are in before one closes."""
    asked = select(MONTH).where(MONTH.c.commissioner == commissioner).order_by(MONTH.c.starts).with_for_update()
    return [Month(**row) for row in session.connection().execute(asked).mappings()]


def lock_months(session: Session, commissioner: str) -> None:
    """Hold one commissioner's months: nothing is posted in them, and none is closed, until this transaction ends."""
    for_closing(session, commissioner)
