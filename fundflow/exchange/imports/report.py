"""What an import did, and what every import is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import london_day, parse_day
from fundflow.definitions.library import Library
from fundflow.errors import BadInput
from fundflow.exchange.imports.reading import Row, Table

_LONGEST = 600


def _one_line(said: str) -> str:
    """A sentence as one line, whatever a cell that it quotes holds."""
    plain = " ".join(said.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST // 2]} ... {plain[-_LONGEST // 2 :]}"


@dataclass
class ImportReport:
    """Rows read, written, unchanged and rejected (line, reason); a row is one of the three.

    `left_out` counts the rows that the file holds for others, by what they are; they are read past.
    `flagged` rows were taken, and somebody should look at them (row 0: the file as a whole); `became` names the record that
    came of a row, where a kind says so; `discrepancies` counts the printed figures that do not
    agree with their lines and were not on record yet, `settled` those on record that agree now.
    """

    kind: str
    dry_run: bool = False
    read: int = 0
    written: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    flagged: list[tuple[int, str]] = field(default_factory=list)
    discrepancies: int = 0
    settled: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    became: list[tuple[int, str]] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How much the file changes: with none, nothing is written, not even that it came."""
        return self.written + self.discrepancies + self.settled

    def note(self, line: int, ref: str) -> None:
        """Say which record came of a row."""
        self.became.append((line, ref))

    def reject(self, line: int, reason: str) -> None:
        """Leave one row out, and say why."""
        self.rejected.append((line, _one_line(reason)))

    def flag(self, line: int, note: str) -> None:
        """Take a row, and say what somebody should look at."""
        self.flagged.append((line, _one_line(note)))

    def count(self, *, wrote: bool) -> None:
        """One more row that was written, or that was there already."""
        self.written += wrote
        self.unchanged += not wrote

    def finish(self) -> "ImportReport":
        """Put lines in order."""
        self.rejected.sort()
        self.flagged.sort()
        return self


@dataclass(frozen=True)
class Order:
    """How an import was asked for: by whom, with which definitions, for show or in earnest.

    `adjust` lets changed figures through, with `act.reason`; `aliases` are other names of commissioners in this file;
    `year` is the financial year that a yearly file is about, where neither its columns nor its name say so; `as_at` the day
    as at which a file says where things stand.
    """

    act: Act
    library: Library
    dry_run: bool = False
    adjust: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    year: str = ""
    as_at: date | None = None

    @property
    def today(self) -> date:
        """The Europe/London day on which it is imported."""
        return london_day(self.act.now)


@dataclass(frozen=True)
class Layout:
    """A file as another body publishes it: known by the columns that it must have, put into a kind's own columns.

    `put` gives the table, and how many rows it left out, by what they are. `titles` are for a file that has no line of
    titles: `looks` knows such a file by its first line.
    """

    about: str
    known_by: tuple[str, ...]
    put: Callable[[Table, Order], tuple[Table, dict[str, int]]]
    titles: tuple[str, ...] = ()
    looks: Callable[[Sequence[str]], bool] = lambda _: False


@dataclass(frozen=True)
class Kind:
    """One kind of file: its columns, what it is for, who loads it, and the layouts in which others publish it.

    A kind that people fill in by hand may be a `workbook` instead of a CSV file; a `dated` one is about one day.
    """

    name: str
    about: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    load: Callable[[Session, Table, Order], ImportReport]
    layouts: tuple[Layout, ...] = ()
    workbook: bool = False
    dated: bool = False

    def untitled(self, first: Sequence[str]) -> Sequence[str] | None:
        """The titles of a file without a line of titles, by its first line."""
        return next((one.titles for one in self.layouts if one.titles and one.looks(first)), None)

    def own(self, table: Table, order: Order) -> tuple[Table, dict[str, int]]:
        """The table in the kind's own columns, and what a known layout left out."""
        layout = next((one for one in self.layouts if table.has(*one.known_by)), None)
        return (table, {}) if layout is None else layout.put(table, order)

    def expects(self) -> str:
        """The columns in one sentence."""
        spare = f" (and may have {', '.join(self.optional)})" if self.optional else ""
        return f"expected {', '.join(self.required)}{spare}"

    def check(self, table: Table) -> None:
        """Refuse a file of another kind before any row is read.

        Raises:
            BadInput: with the columns that are there and those expected.
        """
        if not table.rows and table.place == "rows":
            raise BadInput(f"there are no rows of {self.name}: {self.expects()}", place=table.place)
        if not table.has(*self.required):
            raise BadInput(
                f"this is not a file of {self.name}: it has the columns {listed(table)}; {self.expects()}",
                place=table.place,
            )
        other = [title for name, title in table.titles.items() if name not in (*self.required, *self.optional)]
        if other:
            raise BadInput(f"the column '{other[0]}' is not one of {self.name}: {self.expects()}", place=table.place)


def listed(table: Table) -> str:
    """The titles of a table, shortened where it has too many or too strange ones."""
    titles = [title if title.isprintable() and len(title) <= 30 else "(unreadable)" for title in table.titles.values()]
    return ", ".join(titles[:12]) + (" and more" if len(titles) > 12 else "")


def day(row: Row, column: str) -> date | None:
    """A day in ISO 8601, or nothing where the cell is empty.

    Raises:
        BadInput: it is written otherwise.
    """
    value: Any = row.cells.get(column)
    if isinstance(value, date):
        return value
    text = row.text(column)
    if not text:
        return None
    return parse_day(text, place=column)


def required(row: Row, column: str) -> str:
    """A cell that must not be empty.

    Raises:
        BadInput: it is.
    """
    text = row.text(column)
    if not text:
        raise BadInput("this cell is empty", place=column)
    return text


def yes(row: Row, column: str) -> bool | None:
    """A yes or a no, or nothing where the cell is empty.

    Raises:
        BadInput: it is neither.
    """
    text = row.text(column).casefold()
    if not text:
        return None
    if text not in {"yes", "no", "true", "false", "1", "0", "y", "n"}:
        raise BadInput(f"'{row.text(column)}' is neither yes nor no", place=column)
    return text in {"yes", "true", "1", "y"}
