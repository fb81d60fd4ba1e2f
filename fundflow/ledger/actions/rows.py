"""The statements that change rows: each guards itself, so that what does not fit changes nothing."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Executable,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from fundflow.ledger.rules.changes import Change, blocks_on_cut
from fundflow.ledger.rules.kinds import COVER, RULES, Closed
from fundflow.ledger.tables import ENTRY, HOLDER, HOLDING, KEY_TEXT, POSITION, POSTING, Account, Kind

_POSITION_KEY = ("commissioner", "period", "fund")
_HOLDING_KEY = (*_POSITION_KEY, "holder")


def add_entry(session: Session, columns: dict[str, Any]) -> int | None:
    """Insert an entry and return its number; None when its idempotency key, or its reversal, stands there already."""
    connection = session.connection()
    number = connection.execute(_entry_insert(connection.dialect.name), columns).scalar_one_or_none()
    return None if number is None else int(number)


def add_postings(session: Session, rows: list[dict[str, Any]]) -> None:
    """Insert the postings of an entry."""
    session.connection().execute(_postings_insert(), rows)


def add_holder(session: Session, name: str, *, fund: str, capital: bool) -> bool:
    """Insert a holder; whether it was not there yet."""
    connection = session.connection()
    statement = _dialect_insert(connection.dialect.name, HOLDER).on_conflict_do_nothing().returning(HOLDER.c.name)
    return connection.execute(statement, {"name": name, "fund": fund, "capital": capital}).first() is not None


def apply(session: Session, kind: Kind, change: Change) -> bool | None:
    """Change one row if the change fits; whether its key is closed, or None when it does not fit and nothing changed.

    A holding says False: only its position knows.
    """
    names = tuple(sorted(change.deltas))
    parameters: dict[str, Any] = {f"k_{part}": getattr(change.key, part) for part in _POSITION_KEY}
    parameters |= {f"d_{name}": pence for name, pence in change.deltas.items()}
    connection = session.connection()
    if change.opens:
        if change.holder is None:
            parameters |= {"v_capital": change.capital, "v_recurrence": change.recurrence}
            statement = _open_position(connection.dialect.name, names)
        else:
            parameters["k_holder"] = change.holder
            statement = _open_holding(connection.dialect.name, names)
    else:
        accrued = change.deltas.get(Account.ACCRUED, 0)
        covers = accrued - change.cover > 0
        if covers:
            parameters |= {"g_accrued": accrued, "g_cover": change.cover}
        if change.holder is None:
            only_open = RULES[kind].closed is Closed.NEVER
            statement = _change_position(names, covers, only_open, blocks_on_cut(kind, change))
        else:
            parameters["k_holder"] = change.holder
            statement = _change_holding(names, covers)
    row = connection.execute(statement, parameters).one_or_none()
    return None if row is None else bool(row[0])


def _dialect_insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _entry_insert(dialect: str) -> Executable:
    # Without a target it minds both unique columns; unlike OR IGNORE it lets no failed CHECK pass.
    statement: Executable = _dialect_insert(dialect, ENTRY).on_conflict_do_nothing().returning(ENTRY.c.id)
    return statement


@cache
def _postings_insert() -> Insert:
    return plain_insert(POSTING)


def _where_key(table: Table, columns: tuple[str, ...]) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(f"k_{name}", type_=KEY_TEXT) for name in columns]


def _delta(name: str) -> Any:
    return bindparam(f"d_{name}", type_=BigInteger)


def _guarded(table: Table, key: tuple[str, ...], names: tuple[str, ...], covers: bool) -> Update:  # noqa: FBT001
    guards = [table.c[name] + _delta(name) >= 0 for name in names]
    if covers:
        accrued = table.c.accrued + bindparam("g_accrued", type_=BigInteger)
        cover = sum((table.c[name] for name in COVER), bindparam("g_cover", type_=BigInteger))
        guards.append(accrued <= cover)
    changed = {name: table.c[name] + _delta(name) for name in names}
    return update(table).where(*_where_key(table, key), *guards).values(changed)


@cache
def _change_position(names: tuple[str, ...], covers: bool, only_open: bool, no_cut: bool) -> Executable:  # noqa: FBT001
    statement = _guarded(POSITION, _POSITION_KEY, names, covers)
    if only_open:
        statement = statement.where(POSITION.c.closed.is_(False))
    if no_cut:
        statement = statement.where(POSITION.c.cut_due == 0)
    return statement.returning(POSITION.c.closed)


@cache
def _change_holding(names: tuple[str, ...], covers: bool) -> Executable:  # noqa: FBT001
    return _guarded(HOLDING, _HOLDING_KEY, names, covers).returning(HOLDING.c.reserved < 0)


@cache
def _open_position(dialect: str, names: tuple[str, ...]) -> Executable:
    statement = _dialect_insert(dialect, POSITION).values(
        **{name: bindparam(f"k_{name}", type_=KEY_TEXT) for name in _POSITION_KEY},
        capital=bindparam("v_capital", type_=Boolean),
        recurrence=bindparam("v_recurrence", type_=POSITION.c.recurrence.type),
        **{name: _delta(name) for name in names},
    )
    new, old = statement.excluded, POSITION.c
    changed = {name: old[name] + new[name] for name in names}
    recurrences = or_(old.recurrence.is_(None), new.recurrence.is_(None), old.recurrence == new.recurrence)
    opened: Executable = statement.on_conflict_do_update(
        index_elements=[old[name] for name in _POSITION_KEY],
        set_={**changed, "recurrence": func.coalesce(old.recurrence, new.recurrence)},
        where=and_(old.capital == new.capital, recurrences, old.closed.is_(False)),
    ).returning(old.closed)
    return opened


@cache
def _open_holding(dialect: str, names: tuple[str, ...]) -> Executable:
    """The holder's fund and colour come from its own row: one of another fund or colour finds no row to insert."""
    chosen = (
        select(
            *(POSITION.c[name] for name in _POSITION_KEY), HOLDER.c.name, HOLDER.c.capital, *(_delta(n) for n in names)
        )
        .join_from(POSITION, HOLDER, and_(HOLDER.c.fund == POSITION.c.fund, HOLDER.c.capital == POSITION.c.capital))
        .where(*_where_key(POSITION, _POSITION_KEY), HOLDER.c.name == bindparam("k_holder", type_=KEY_TEXT))
    )
    statement = _dialect_insert(dialect, HOLDING).from_select(
        [*_HOLDING_KEY, "capital", *names], chosen, include_defaults=False
    )
    opened: Executable = statement.on_conflict_do_update(
        index_elements=[HOLDING.c[name] for name in _HOLDING_KEY],
        set_={name: HOLDING.c[name] + statement.excluded[name] for name in names},
    ).returning(HOLDING.c.reserved < 0)
    return opened
