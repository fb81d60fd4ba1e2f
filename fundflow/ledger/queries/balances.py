"""Reading the running totals: positions by key, holdings by holder."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, cast, null, or_, select, union_all
from sqlmodel import Session

from fundflow.ledger.rules.balances import ACCOUNT_NAMES, Accounts, Balances, BudgetKey
from fundflow.ledger.tables import HOLDER, HOLDING, PERIOD_CLOSE, POSITION

_LAST = "\U0010ffff"


def position(session: Session, key: BudgetKey) -> Balances | None:
    """One key's money; None where nothing was ever entered."""
    row = session.connection().execute(select(POSITION).where(at(POSITION, key))).mappings().one_or_none()
    return balances(row) if row else None


def positions(
    session: Session,
    *,
    keys: Collection[BudgetKey] | None = None,
    fund: str | None = None,
    commissioner: str | None = None,
    period: str | None = None,
) -> list[Balances]:
    """Keys' money, in order of fund, commissioner and period; all of it, or what is named."""
    asked = select(POSITION).order_by(POSITION.c.fund, POSITION.c.commissioner, POSITION.c.period)
    if keys is not None:
        asked = asked.where(or_(False, *(at(POSITION, key) for key in keys)))
    for column, value in (("fund", fund), ("commissioner", commissioner), ("period", period)):
        if value is not None:
            asked = asked.where(POSITION.c[column] == value)
    return [balances(row) for row in session.connection().execute(asked).mappings()]


def holding(session: Session, key: BudgetKey, holder: str) -> Balances | None:
    """What one holder has at one key; None where nothing was ever entered."""
    asked = select(HOLDING).where(at(HOLDING, key), HOLDING.c.holder == holder)
    row = session.connection().execute(asked).mappings().one_or_none()
    return balances(row) if row else None


def holdings(
    session: Session,
    *,
    holder: str | None = None,
    holder_prefix: str | None = None,
    holders: Collection[str] | None = None,
    key: BudgetKey | None = None,
) -> list[Balances]:
    """Holders' money in order of holder and key: one holder's, those of a case (`TF-17-0001/`), or all at a key."""
    order = (HOLDING.c.holder, HOLDING.c.commissioner, HOLDING.c.period, HOLDING.c.fund)
    asked = select(HOLDING).order_by(*order)
    if holder is not None:
        asked = asked.where(HOLDING.c.holder == holder)
    if holder_prefix is not None:
        # A range and not LIKE, so that the index serves; the column sorts by code point on both databases.
        asked = asked.where(HOLDING.c.holder >= holder_prefix, HOLDING.c.holder < holder_prefix + _LAST)
    if holders is not None:
        asked = asked.where(HOLDING.c.holder.in_(sorted(holders)))
    if key is not None:
        asked = asked.where(at(HOLDING, key))
    return [balances(row) for row in session.connection().execute(asked).mappings()]


def books(session: Session, *, commissioners: Collection[str]) -> tuple[list[Balances], list[Balances]]:
    """Every key's money of some commissioners, and what each holder has of it, in one question."""
    columns = {column.name: column for table in (HOLDING, POSITION) for column in table.c}
    halves = [
        select(
            *(table.c[name] if name in table.c else cast(null(), one.type).label(name) for name, one in columns.items())
        ).where(table.c.commissioner.in_(sorted(commissioners)))
        for table in (POSITION, HOLDING)
    ]
    rows = session.connection().execute(union_all(*halves)).mappings()
    found = [balances({name: value for name, value in row.items() if value is not None}) for row in rows]
    held = sorted((one for one in found if one.holder), key=lambda one: (one.holder or "", one.key))
    return sorted((one for one in found if not one.holder), key=lambda one: (one.key.fund, one.key)), held


def colours(session: Session, holders: Collection[str]) -> dict[str, tuple[str, bool]]:
    """The fund of each holder, and whether it may hold capital; unknown holders are left out."""
    asked = select(HOLDER).where(HOLDER.c.name.in_(sorted(holders)))
    return {row.name: (row.fund, row.capital) for row in session.connection().execute(asked)}


def closures(session: Session) -> list[Mapping[Any, Any]]:
    """When each closed key was closed, by whom and why."""
    asked = select(PERIOD_CLOSE).order_by(PERIOD_CLOSE.c.fund, PERIOD_CLOSE.c.commissioner, PERIOD_CLOSE.c.period)
    return [dict(row) for row in session.connection().execute(asked).mappings()]


def locked_positions(session: Session, keys: Collection[BudgetKey]) -> dict[BudgetKey, Balances]:
    """Positions by key, their rows locked in the one order of locks."""
    found = {}
    connection = session.connection()
    for key in sorted(keys):
        asked = select(POSITION).where(at(POSITION, key)).with_for_update(key_share=True)
        row = connection.execute(asked).mappings().one_or_none()
        if row:
            found[key] = balances(row)
    return found


def lock(session: Session, keys: Collection[BudgetKey], holders: Collection[str]) -> None:
    """Lock positions by key, then holdings by key and holder: for verbs that post several entries in one transaction.

    On SQLite the transaction itself is the lock.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return
    for key in sorted(set(keys)):
        connection.execute(select(POSITION.c.period).where(at(POSITION, key)).with_for_update(key_share=True))
    if holders:
        wanted = HOLDING.c.holder.in_(sorted(set(holders)))
        for key in sorted(set(keys)):
            asked = select(HOLDING.c.holder).where(at(HOLDING, key), wanted).order_by(HOLDING.c.holder)
            connection.execute(asked.with_for_update(key_share=True))


def at(table: Table, key: BudgetKey) -> ColumnElement[bool]:
    """The rows of one key."""
    return and_(table.c.commissioner == key.commissioner, table.c.period == key.period, table.c.fund == key.fund)


def balances(row: Mapping[Any, Any]) -> Balances:
    """A row of `position` or `holding`, read."""
    return Balances(
        key=BudgetKey(row["commissioner"], row["period"], row["fund"]),
        accounts=Accounts(**{name: row[name] for name in ACCOUNT_NAMES if name in row}),
        capital=row["capital"],
        recurrence=row.get("recurrence"),
        closed=row.get("closed", False),
        holder=row.get("holder"),
    )
