"""What every command shares: the database it opens, who acts, and how it prints tables or JSON."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from fundflow import settings
from fundflow.cli import below, layout
from fundflow.clock import wire

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
    practice: bool | None = None
    """Whether its database is for practice; unknown until it was opened."""


wishes = Wishes()
_opened: "list[Engine]" = []
"""The databases that this run has opened."""


def wish(*, database: str | None = None, json: bool = False) -> None:
    """Add to what this run was asked; what was said before stays unless it is said again."""
    wishes.database = database or wishes.database
    wishes.json = json or wishes.json


def forget_wishes() -> None:
    """Begin a run of which nothing was asked yet."""
    wishes.database, wishes.json, wishes.practice = None, False, None


def close() -> None:
    """Let go of every database that this run has opened."""
    while _opened:
        _opened.pop().dispose()


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
    return below.practising.address_of(opened)


def engine() -> "Engine":
    """The database of this run, with its schema checked.

    Raises:
        SchemaMissing: there is none, or an old one; the message names the command that mends it.
    """
    opened = connect()
    with reachable(opened):
        below.migrations.require_current(opened)
        _look_for_mark(opened)
    return opened


def _look_for_mark(opened: "Engine") -> None:
    """Say once in each run, before anything else, that its database is for practice."""
    if wishes.practice is None:
        with below.database.reading(opened) as session:
            marker = below.practising.marker(session)
        wishes.practice = marker is not None
        if marker is not None:
            note(below.practising.banner(marker))


def word(content: bytes) -> bytes:
    """A Word file as it may leave: out of a practice database it says so across every page."""
    return below.letters.across(content, below.practising.MARK) if wishes.practice else content


def connect() -> "Engine":
    """The database of this run as it is; it is let go when the run ends."""
    _opened.append(below.database.connect(settings.database_url(wishes.database)))
    return _opened[-1]


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
    print(layout.literal(line), file=sys.stderr)  # noqa: T201 - the person at the terminal reads it


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
        layout.print_table(listed, columns or list(listed[0]), title)
    else:
        say(f"{title}: nothing to show." if title else "Nothing to show.")


def sheet(facts: Mapping[str, Any]) -> None:
    """Everything about one thing: its plain facts as lines, each list of rows as a table; or one JSON document."""
    if wishes.json:
        document(facts)
        return
    shown = simple(facts)
    for name, value in shown.items():
        if not layout.rows(value) and value not in (None, "", [], {}):
            say(f"{layout.heading(name)}: {layout.literal(layout.cell(name, value))}")
    for name, value in shown.items():
        if rows := layout.rows(value):
            layout.print_table(rows, list(rows[0]), layout.heading(name))


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
    return below.clock.parse_day(text, place=option) if text else None


def needed_moment(text: str, option: str) -> datetime:
    """A moment that a command cannot do without.

    Raises:
        BadInput: it is not one.
    """
    return below.clock.moment(text, place=option)


def needed_day(text: str, option: str) -> date:
    """A day that a command cannot do without.

    Raises:
        BadInput: it is not one.
    """
    return below.clock.parse_day(text, place=option)
