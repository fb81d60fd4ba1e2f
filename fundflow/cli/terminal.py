"""What every command shares: the database it opens, who acts, and how it prints tables or JSON."""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fundflow import settings
from fundflow.cli import below
from fundflow.clock import wire
from fundflow.errors import BadInput, SchemaMissing
from fundflow.money import pounds

if TYPE_CHECKING:
    from rich.console import Console

    from fundflow.database import Engine, Session
    from fundflow.people import Actor

Thing = TypeVar("Thing")


@dataclass
class Wishes:
    """What a person asked of this run: which database, and whether they want JSON."""

    database: str | None = None
    json: bool = False


wishes = Wishes()


def wish(*, database: str | None = None, json: bool = False) -> None:
    """Add to what this run was asked; what was said before stays unless it is said again."""
    wishes.database = database or wishes.database
    wishes.json = json or wishes.json


def forget_wishes() -> None:
    """Begin a run of which nothing was asked yet."""
    wishes.database, wishes.json = None, False


@contextmanager
def reachable(opened: "Engine") -> Iterator[None]:
    """Turn what a database's driver says into one line that a person can act on.

    Raises:
        BadInput: the database cannot be opened, read or written.
    """
    try:
        yield
    except below.database.IntegrityError:
        raise
    except below.database.DatabaseError as error:
        raise below.database.unreachable(error, shown(opened)) from None


def shown(opened: "Engine") -> str:
    """A database's address without its password."""
    return opened.url.render_as_string(hide_password=True)


def absent(opened: "Engine") -> bool:
    """Whether it is a file that is not there yet; connecting would make an empty one."""
    name = opened.url.database
    return opened.dialect.name == "sqlite" and name not in (None, "", ":memory:") and not Path(str(name)).exists()


def engine() -> "Engine":
    """The database of this run, with its schema checked.

    Raises:
        SchemaMissing: there is none, or an old one; the message names the command that mends it.
    """
    opened = connect()
    if absent(opened):
        raise SchemaMissing(f"{shown(opened)} is not there yet: run 'fundflow database upgrade' first")
    with reachable(opened):
        below.migrations.require_current(opened)
    return opened


def connect() -> "Engine":
    """The database of this run as it is."""
    return below.database.connect(settings.database_url(wishes.database))


@contextmanager
def reading() -> Iterator["Session"]:
    """A session that only reads."""
    opened = engine()
    with reachable(opened), below.database.reading(opened) as session:
        yield session


@contextmanager
def writing() -> Iterator["Session"]:
    """A session whose whole work is committed once."""
    opened = engine()
    with reachable(opened), below.database.writing(opened) as session:
        yield session


def acting(session: "Session", sign_in_name: str) -> "Actor":
    """The person who acts, with what they may do now."""
    return below.people.actor(session, sign_in_name, now=now())


def now() -> datetime:
    """The moment at which this command acts."""
    return below.clock.now()


def simple(value: Any) -> Any:  # noqa: PLR0911 - one return for each kind of fact
    """Any fact of the product as JSON can carry it: moments with `Z`, days as ISO, fractions as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return simple(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): simple(part) for key, part in value.items()}
    if isinstance(value, datetime):
        return wire(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [simple(part) for part in value]
    return value


def facts(thing: Any, names: str) -> dict[str, Any]:
    """Some facts of a stored row, by name, in the order written."""
    return {name: getattr(thing, name) for name in names.split()}


def document(value: Any) -> None:
    """Print one JSON document on stdout, and nothing else."""
    print(json.dumps(simple(value), ensure_ascii=False, indent=2))  # noqa: T201 - stdout is the command's product


def note(line: str) -> None:
    """A message beside the answer: always on stderr."""
    print(line, file=sys.stderr)  # noqa: T201 - the person at the terminal reads it


def say(line: str) -> None:
    """A message for the person at the terminal; with `--json` it goes to stderr."""
    print(line, file=sys.stderr if wishes.json else sys.stdout)


def told(line: str, facts: Mapping[str, Any]) -> None:
    """What a writing command did: a line for a person, or the facts as JSON."""
    if wishes.json:
        document(facts)
    else:
        say(line)


def table(rows: Iterable[Mapping[str, Any]], *, columns: Sequence[str] | None = None, title: str = "") -> None:
    """Print rows as a table that fits the terminal; keys that end in `_pence` are shown as pounds."""
    listed = [simple(row) for row in rows]
    if wishes.json:
        document(listed)
    elif listed:
        _print_table(listed, columns or list(listed[0]), title)
    else:
        say(f"{title}: nothing to show." if title else "Nothing to show.")


def sheet(facts: Mapping[str, Any]) -> None:
    """Everything about one thing: its plain facts as lines, each list of rows as a table; or one JSON document."""
    if wishes.json:
        document(facts)
        return
    shown = simple(facts)
    for name, value in shown.items():
        if not _rows(value) and value not in (None, "", [], {}):
            say(f"{heading(name)}: {cell(name, value)}")
    for name, value in shown.items():
        if rows := _rows(value):
            _print_table(rows, list(rows[0]), heading(name))


def _rows(value: Any) -> list[dict[str, Any]]:
    """What is shown as a table: a list of facts, or a mapping as names and values."""
    if isinstance(value, dict):
        return [{"what": part, "value": held} for part, held in value.items()]
    return value if isinstance(value, list) and value and isinstance(value[0], dict) else []


_WHOLE = frozenset({"ref", "code", "id", "number", "rank", "step", "sign_in_name", "commissioner", "period"})
"""Columns whose words people copy, so that they are never broken over two lines."""


def _print_table(rows: Sequence[Mapping[str, Any]], names: Sequence[str], title: str) -> None:
    """A table that fits the terminal; where its columns cannot, each row as lines of its own."""
    from rich.console import Console  # noqa: PLC0415 - help needs no tables
    from rich.table import Table  # noqa: PLC0415

    width = max(shutil.get_terminal_size((110, 40)).columns, 60)
    cells = [[_literal(cell(name, row.get(name))) for name in names] for row in rows]
    if _room(names, cells) > width:
        telling = [at for at in range(len(names)) if any(line[at] not in _SILENT for line in cells)]
        names, cells = [names[at] for at in telling], [[line[at] for at in telling] for line in cells]
    if _room(names, cells) > width:
        _print_blocks(cells, names, title)
        return
    shown = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for name in names:
        money = name.endswith("_pence")
        shown.add_column(
            heading(name), justify="right" if money else "left", overflow="fold", no_wrap=money or name in _WHOLE
        )
    for line in cells:
        shown.add_row(*line)
    Console(width=width, highlight=False, markup=False).print(shown)


_SILENT = frozenset({"", "\u00a30.00"})


def _room(names: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """The least width that a table needs."""
    return 1 + sum(_least(name, [line[at] for line in cells]) + 3 for at, name in enumerate(names))


def _least(name: str, texts: Sequence[str]) -> int:
    """The least width of a column: the longest word of its heading, and of its texts up to a point."""
    if name.endswith("_pence") or name in _WHOLE:
        return max(len(heading(name)), *map(len, texts))
    return min(16, max(len(word) for text in (heading(name), *texts) for word in text.split() or [""]))


def _print_blocks(cells: Sequence[Sequence[str]], names: Sequence[str], title: str) -> None:
    if title:
        say(f"\n{title}")
    for line in cells:
        filled = [f"{heading(name)}: {text}" for name, text in zip(names, line, strict=True) if text]
        say("- " + "\n  ".join(filled))


def _literal(text: str) -> str:
    """Text whose control characters cannot speak to the terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)


def heading(name: str) -> str:
    """`allocated_pence` as `Allocated`."""
    words = name.removesuffix("_pence").replace("_", " ")
    return words[:1].upper() + words[1:]


def cell(name: str, value: Any) -> str:
    """One value as a person reads it in a table."""
    if value is None:
        return ""
    if name.endswith("_pence") and isinstance(value, int):
        return pounds(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
        return ", ".join(str(one) for one in value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def progress(things: Iterable[Thing], *, doing: str, many: int) -> Iterator[Thing]:
    """The same things, with a bar on stderr where a person is looking and it is worth one."""
    if many < 20 or not sys.stderr.isatty():
        yield from things
        return
    from rich.progress import track  # noqa: PLC0415 - help needs no bars

    yield from track(things, description=doing, total=many, console=messages(), transient=True)


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """Say on stderr that something long is under way, where a person is looking."""
    if not sys.stderr.isatty():
        yield
        return
    with messages().status(doing):
        yield


def messages() -> "Console":
    """Where progress is shown: stderr."""
    from rich.console import Console  # noqa: PLC0415 - help needs no console

    return Console(stderr=True, highlight=False)


def moment(text: str | None, option: str) -> datetime | None:
    """A moment as a person types it; naive ones are Europe/London."""
    return below.clock.moment(text, place=option) if text else None


def day(text: str | None, option: str) -> date | None:
    """A day as a person types it.

    Raises:
        BadInput: it is not one.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"'{text}' is not a day: write it as 2017-05-12", place=option) from None
