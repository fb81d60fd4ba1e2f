"""Reads the journals of month ends."""

from dataclasses import fields

from sqlmodel import Session, col, select

from fundflow.finance.rules.journal import JournalRow
from fundflow.finance.tables import JournalLine

_COLUMNS = tuple(field.name for field in fields(JournalRow))


def journals(session: Session, commissioner: str, month: str) -> dict[int, list[JournalRow]]:
    """A month's journals by number, each with its lines in order."""
    wanted = select(JournalLine).where(JournalLine.commissioner == commissioner, JournalLine.month == month)
    found: dict[int, list[JournalRow]] = {}
    for row in session.exec(wanted.order_by(col(JournalLine.batch), col(JournalLine.number))):
        found.setdefault(row.batch, []).append(JournalRow(**{name: getattr(row, name) for name in _COLUMNS}))
    return found
