"""Reads rows of several tables in one round trip, for pages that show one thing from many sides."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, ColumnElement, Date, DateTime, literal, select, union_all
from sqlalchemy.sql.expression import func
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)
Wanted = tuple[type[Any], ColumnElement[bool]]


def read(session: Session, wanted: Sequence[Wanted]) -> dict[type[Any], list[Any]]:
    """Rows of each table that fit its condition, in order of their numbers; every table asked for has its list.

    The rows are copies that no session watches: they are for looking at.
    """
    if session.autoflush:
        session.flush()
    sqlite = session.get_bind().dialect.name == "sqlite"
    parts = [_part(number, table, condition, sqlite=sqlite) for number, (table, condition) in enumerate(wanted)]
    found: dict[type[Any], list[Any]] = {table: [] for table, _ in wanted}
    for number, packed in session.connection().execute(union_all(*parts)):
        table = wanted[number][0]
        found[table].append(_row(table, json.loads(packed) if isinstance(packed, str) else packed))
    for rows in found.values():
        rows.sort(key=lambda row: row.id)
    return found


def _part(number: int, table: type[Any], condition: ColumnElement[bool], *, sqlite: bool) -> Any:
    columns = [func.json(column) if sqlite and isinstance(column.type, JSON) else column for column in _columns(table)]
    pack = func.json_array if sqlite else func.json_build_array
    return select(literal(number), pack(*columns)).select_from(table).where(condition)


def _columns(table: type[Any]) -> list[Any]:
    return list(table.__table__.columns)


def _row(table: type[Row], values: Sequence[Any]) -> Row:
    names = zip(_columns(table), values, strict=True)
    return table(**{column.name: _value(column.type, value) for column, value in names})


def _value(kind: Any, value: Any) -> Any:
    """A value as its column gives it: JSON knows neither days nor moments, and SQLite no truth."""
    if value is None:
        return None
    kind = getattr(kind, "impl_instance", getattr(kind, "impl", kind))
    if isinstance(kind, DateTime):
        read_ = datetime.fromisoformat(value)
        return read_.replace(tzinfo=UTC) if read_.tzinfo is None else read_.astimezone(UTC)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(kind, Boolean) else value
