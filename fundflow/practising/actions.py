"""Marks a new database as one for practice, and copies plain rows into it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, text
from sqlmodel import Session, SQLModel

from fundflow.practising.tables import PracticeMarker

_BATCH = 500


def mark_new(session: Session, *, round_ref: str, copied_from: str, made_by: str, now: datetime) -> PracticeMarker:
    """Mark a database for practice, for ever; the database itself refuses once anything was done in it."""
    made = PracticeMarker(round_ref=round_ref, copied_from=copied_from, made_at=now, made_by=made_by)
    session.add(made)
    session.flush()
    return made


def copy_rows(
    source: Session,
    target: Session,
    table_name: str,
    *,
    where: Callable[[Any], ColumnElement[bool]] | None = None,
    change: Callable[[dict[str, Any]], Mapping[str, Any]] = dict,
) -> int:
    """Copy a table's rows as they are, numbers included; `where` narrows them, `change` rewrites one. Gives how many."""
    table = SQLModel.metadata.tables[table_name]
    wanted = select(table).order_by(*table.primary_key.columns)
    if where is not None:
        wanted = wanted.where(where(table.c))
    many = 0
    for batch in source.connection().execute(wanted).mappings().partitions(_BATCH):
        target.connection().execute(insert(table), [dict(change(dict(row))) for row in batch])
        many += len(batch)
    _count_on(target, table_name)
    return many


def _count_on(target: Session, table_name: str) -> None:
    """Have PostgreSQL number the next row after the copied ones; SQLite looks for itself."""
    table = SQLModel.metadata.tables[table_name]
    connection = target.connection()
    if connection.dialect.name != "postgresql" or "id" not in table.c:
        return
    last = connection.execute(select(func.max(table.c.id))).scalar()
    if last is not None:
        sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
        connection.execute(sequence, {"name": f'"{table_name}"', "last": last})
