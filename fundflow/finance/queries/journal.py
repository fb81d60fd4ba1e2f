"""Reads the journals of month ends."""

from dataclasses import fields

from sqlmodel import Session, col

from fundflow import together
from fundflow.finance.queries.coding import as_code, in_order
from fundflow.finance.rules.coding import Code
from fundflow.finance.rules.journal import JournalRow
from fundflow.finance.tables import Coding, JournalLine

_COLUMNS = tuple(field.name for field in fields(JournalRow))


def journals(session: Session, commissioner: str, month: str) -> dict[int, list[JournalRow]]:
    """A month's journals by number, each with its lines in order."""
    return month_papers(session, commissioner, month)[0]


def month_papers(session: Session, commissioner: str, month: str) -> tuple[dict[int, list[JournalRow]], list[Code]]:
    """A month's journals by number, each with its lines in order, and every code, in one question."""
    mine = (col(JournalLine.commissioner) == commissioner) & (col(JournalLine.month) == month)
    read = together.read(session, [(JournalLine, mine), (Coding, col(Coding.id).is_not(None))])
    found: dict[int, list[JournalRow]] = {}
    for row in sorted(read[JournalLine], key=lambda one: (one.batch, one.number)):
        found.setdefault(row.batch, []).append(JournalRow(**{name: getattr(row, name) for name in _COLUMNS}))
    return found, [as_code(row) for row in sorted(read[Coding], key=in_order)]
