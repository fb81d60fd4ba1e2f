"""Reads the coding table."""

from sqlmodel import Session, select

from fundflow.finance.rules.coding import Code
from fundflow.finance.tables import Coding


def codes(session: Session, *, fund: str | None = None) -> list[Code]:
    """Every code, of one fund or of all, ended ones too, in a fixed order."""
    return [as_code(row) for row in rows(session, fund=fund)]


def rows(session: Session, *, fund: str | None = None) -> list[Coding]:
    """The rows themselves."""
    wanted = select(Coding)
    if fund is not None:
        wanted = wanted.where(Coding.fund == fund)
    return sorted(session.exec(wanted), key=in_order)


def in_order(row: Coding) -> tuple[object, ...]:
    """Where a row stands among the others."""
    return row.fund, row.commissioner, row.year, row.capital, row.payee_type, row.cost_line, row.starts


def as_code(row: Coding) -> Code:
    """A row as the rules see it."""
    return Code(**row.model_dump(exclude={"id", "added_at", "added_by"}))
