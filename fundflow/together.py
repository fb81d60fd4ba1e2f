"""Reads rows of several tables in one round trip, for pages that show one thing from many sides."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    DateTime,
    Select,
    Table,
    bindparam,
    event,
    literal,
    select,
    union_all,
)
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.orm import ORMExecuteState, make_transient_to_detached
from sqlalchemy.sql.expression import func
from sqlmodel import Session

from fundflow.held import Held

Wanted = tuple[type[Any], ColumnElement[bool]]


Shape = tuple[type[Any], str, int | None, str]
"""A part without its values: its table, its column, the number of the part it hangs on, and that part's column."""


@dataclass(frozen=True)
class Part:
    """Rows of a table whose column has one of some values: given ones, or those in a column of another part's rows."""

    table: type[Any]
    column: str
    of: "Part | tuple[Any, ...]"
    theirs: str = "id"


@dataclass(frozen=True, eq=False)
class Question:
    """What is wanted again and again with other values: it is put together once, and asked with what its names stand for."""

    wanted: tuple[Wanted, ...]


def read(session: Session, wanted: Sequence[Wanted]) -> dict[type[Any], list[Any]]:
    """Rows of each table that fit its condition, in order of their numbers; every table asked for has its list.

    The rows are for looking at: changing one changes nothing.
    """
    if session.autoflush:
        session.flush()
    held: Held | None = session.info.get("held")
    known = [held.rows(*one) if held else None for one in wanted]
    unknown = [one for one, rows in zip(wanted, known, strict=True) if rows is None]
    found: dict[type[Any], list[Any]] = {table: [] for table, _ in wanted}
    for (table, _), asked in zip(unknown, _asked(session, unknown), strict=True):
        found[table] += asked
    for (table, _), kept in zip(wanted, known, strict=True):
        found[table] += kept or []
    for rows in found.values():
        rows.sort(key=_by_key)
    return found


def ask(session: Session, question: Question, **given: object) -> dict[type[Any], list[Any]]:
    """The same as `read`, by a question that stays as it is; what a session holds is not looked at."""
    if session.autoflush:
        session.flush()
    tables = [table for table, _ in question.wanted]
    return dict(zip(tables, _answered(session, tables, _put(question, sqlite=_sqlite(session)), given), strict=True))


def hold(session: Session, name: str, parts: Sequence[Part]) -> None:
    """Read everything of one thing at once, so that questions about it that follow are answered from these rows.

    A session that writes does not hold: what it reads may change under it.
    """
    if not session.get_bind().get_execution_options().get("readonly", False):
        return
    held = session.info.get("held")
    if held is None:
        held = session.info["held"] = Held(sorts_text=_sqlite(session))
        event.listen(session, "do_orm_execute", _from_held)
    if name in held.names:
        return
    held.names.add(name)
    rows: dict[int, list[Any]] = {}
    given = {_name(number): one.of for number, one in enumerate(parts) if not isinstance(one.of, Part)}
    question = _of_shape(_shape(parts), sqlite=_sqlite(session))
    for part, found in zip(parts, _answered(session, [one.table for one in parts], question, given), strict=True):
        rows[id(part)] = [_watched(session, one) for one in found]
        values = [getattr(one, part.theirs) for one in rows[id(part.of)]] if isinstance(part.of, Part) else part.of
        held.keep(part.table.__table__, part.column, values, rows[id(part)])


def _watched(session: Session, row: Any) -> Any:
    """A row as the session would have read it, so that asking for it by its number finds it too."""
    make_transient_to_detached(row)
    return session.merge(row, load=False)


def _from_held(asked: ORMExecuteState) -> Any:
    """The answer to a question about what the session holds."""
    statement = asked.statement
    if not isinstance(statement, Select) or asked.is_column_load or asked.is_relationship_load or asked.parameters:
        return None
    found = asked.session.info["held"].answer(statement)
    if found is None:
        return None
    names = [one["name"] for one in statement.column_descriptions]
    return IteratorResult(SimpleResultMetaData(names), iter(found))


def _asked(session: Session, wanted: Sequence[Wanted]) -> list[list[Any]]:
    """Rows for each wish, in order of their numbers, in one question."""
    if not wanted:
        return []
    return _answered(session, [table for table, _ in wanted], _united(wanted, sqlite=_sqlite(session)), {})


def _answered(
    session: Session, tables: Sequence[type[Any]], question: CompoundSelect[Any], given: Mapping[str, object]
) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _ in tables]
    for number, packed in session.connection().execute(question, given):
        found[number].append(_row(tables[number], json.loads(packed) if isinstance(packed, str) else packed))
    for rows in found:
        rows.sort(key=_by_key)
    return found


def _united(wanted: Sequence[Wanted], *, sqlite: bool) -> CompoundSelect[Any]:
    return union_all(
        *(_part(number, table, condition, sqlite=sqlite) for number, (table, condition) in enumerate(wanted))
    )


@cache
def _put(question: Question, *, sqlite: bool) -> CompoundSelect[Any]:
    return _united(question.wanted, sqlite=sqlite)


def _shape(parts: Sequence[Part]) -> tuple[Shape, ...]:
    places = {id(one): number for number, one in enumerate(parts)}
    return tuple(
        (one.table, one.column, places[id(one.of)] if isinstance(one.of, Part) else None, one.theirs) for one in parts
    )


@cache
def _of_shape(shape: tuple[Shape, ...], *, sqlite: bool) -> CompoundSelect[Any]:
    """What parts of this shape ask, put together once: a page asks the same with other values."""

    def condition(number: int) -> ColumnElement[bool]:
        table, name, of, theirs = shape[number]
        column = getattr(table, name)
        if of is None:
            found: ColumnElement[bool] = column.in_(bindparam(_name(number), expanding=True, type_=column.type))
        else:
            found = column.in_(select(getattr(shape[of][0], theirs)).where(condition(of)))
        return found

    return _united([(one[0], condition(number)) for number, one in enumerate(shape)], sqlite=sqlite)


def _name(number: int) -> str:
    return f"given_{number}"


def _sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _by_key(row: Any) -> Any:
    return tuple(getattr(row, column.name) for column in row.__table__.primary_key)


def _part(number: int, table: type[Any], condition: ColumnElement[bool], *, sqlite: bool) -> Any:
    return _packed(number, table.__table__, sqlite).where(condition)


@cache
def _packed(number: int, table: Table, sqlite: bool) -> Select[Any]:  # noqa: FBT001 - a key
    columns = [func.json(one) if sqlite and isinstance(one.type, JSON) else one for one in table.columns]
    pack = func.json_array if sqlite else func.json_build_array
    return select(literal(number), pack(*columns)).select_from(table)


def _row(table: type[Any], values: Sequence[Any]) -> Any:
    """A row as the session would make it: its class is not asked to check what the database holds already."""
    row = table.__mapper__.class_manager.new_instance()
    kinds = zip(_kinds(table.__table__), values, strict=True)
    row.__dict__.update({name: _value(kind, value) for (name, kind), value in kinds})
    return row


@cache
def _kinds(table: Table) -> list[tuple[str, Any]]:
    kinds = [(column.name, column.type) for column in table.columns]
    return [(name, getattr(kind, "impl_instance", getattr(kind, "impl", kind))) for name, kind in kinds]


def _value(kind: Any, value: Any) -> Any:
    """A value as its column gives it: JSON knows neither days nor moments, and SQLite no truth."""
    if value is None:
        return None
    if isinstance(kind, DateTime):
        read_ = datetime.fromisoformat(value)
        return read_.replace(tzinfo=UTC) if read_.tzinfo is None else read_.astimezone(UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value
