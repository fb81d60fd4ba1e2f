"""What every command shares: the database it opens, who acts, and how it prints tables or JSON."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import clock, database, settings
from fundflow.money import plain, pounds


@dataclass
class Wishes:
    """What a person asked of this run: which database, and whether they want JSON."""

    database: str | None = None
    json: bool = False


wishes = Wishes()
messages = Console(stderr=True, highlight=False)


def engine() -> Engine:
    """The database of this run, with its schema checked.

    Raises:
        SchemaMissing: there is none, or an old one; the message names the command that mends it.
    """
    from fundflow import migrations  # noqa: PLC0415 - Alembic is slow to import and few commands need it

    opened = database.connect(settings.database_url(wishes.database))
    migrations.require_current(opened)
    return opened


@contextmanager
def reading() -> Iterator[Session]:
    """A session that only reads."""
    with database.reading(engine()) as session:
        yield session


@contextmanager
def writing() -> Iterator[Session]:
    """A session whose whole work is committed once."""
    with database.writing(engine()) as session:
        yield session


def simple(value: Any) -> Any:
    """Any fact of the product as JSON can carry it: moments with `Z`, days as ISO, fractions as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return simple(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): simple(part) for key, part in value.items()}
    if isinstance(value, datetime):
        return clock.wire(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [simple(part) for part in value]
    return value


def document(value: Any) -> None:
    """Print one JSON document on stdout, and nothing else."""
    print(json.dumps(simple(value), ensure_ascii=False, indent=2))  # noqa: T201 - stdout is the command's product


def say(line: str) -> None:
    """A message for the person at the terminal; with `--json` it goes to stderr."""
    if wishes.json:
        messages.print(line, markup=False)
    else:
        print(line)  # noqa: T201 - stdout is the command's product


def table(rows: Iterable[Mapping[str, Any]], *, columns: Sequence[str] | None = None, title: str = "") -> None:
    """Print rows as a table that fits the terminal; keys that end in `_pence` are shown as pounds."""
    listed = [simple(row) for row in rows]
    if wishes.json:
        document(listed)
        return
    if not listed:
        say("Nothing to show.")
        return
    names = list(columns or listed[0])
    shown = Table(title=title or None, header_style="bold", expand=False)
    for name in names:
        money = name.endswith("_pence")
        shown.add_column(heading(name), justify="right" if money else "left", overflow="fold")
    for row in listed:
        shown.add_row(*(cell(name, row.get(name)) for name in names))
    width = shutil.get_terminal_size((110, 40)).columns
    Console(width=max(width, 60), highlight=False).print(shown)


def heading(name: str) -> str:
    """`allocated_pence` as `Allocated`."""
    return name.removesuffix("_pence").replace("_", " ").capitalize()


def cell(name: str, value: Any) -> str:
    """One value as a person reads it in a table."""
    if value is None:
        return ""
    if name.endswith("_pence") and isinstance(value, int):
        return pounds(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


__all__ = ["cell", "document", "engine", "heading", "plain", "reading", "say", "simple", "table", "wishes", "writing"]
