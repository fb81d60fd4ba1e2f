"""Reads the coding table."""

from sqlmodel import Session, col, select

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
    order = (Coding.fund, Coding.commissioner, Coding.year, Coding.capital, Coding.payee_type, Coding.cost_line)
    return list(session.exec(wanted.order_by(*(col(one) for one in order), col(Coding.starts))).all())


def as_code(row: Coding) -> Code:
    """A row as the rules see it."""
    return Code(**row.model_dump(exclude={"id", "added_at", "added_by"}))
