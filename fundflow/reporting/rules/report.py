"""A report as plain facts: its columns, rows, totals and notes, before anything is printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from fundflow.clock import london_day
from fundflow.definitions import Library

Kind = Literal["text", "pence", "pounds", "rate", "number", "date", "moment", "percent"]
"""What a column holds.

`pence` are integer pence shown as pounds and pence; `pounds` are integer pence shown in whole pounds (as table 7.2
prints them); `rate` is pounds as text (`1.50`); `percent` is a text with one decimal; `moment` is aware UTC.
"""
Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column. `at` says who sees it: programs (JSON, CSV), paper (tables, workbooks), or both."""

    key: str
    title: str
    kind: Kind = "text"
    at: Literal["both", "data", "paper"] = "both"

    @property
    def money(self) -> bool:
        """Whether it holds integer pence, so that it can be added up."""
        return self.kind in ("pence", "pounds")


@dataclass(frozen=True)
class Report:
    """One report. Pence stay integers here; `totals` add the unrounded pence of every money column.

    `as_at` is the Europe/London day that it speaks of, `known_at` the moment whose knowledge it was limited to.
    `group` names the column by which paper shows sub-totals, `brief` the columns that fit a terminal, and `anchor` is
    where the audit chain ended when it was made.
    """

    name: str
    title: str
    as_at: date
    columns: tuple[Column, ...]
    rows: list[Row]
    totals: Row
    notes: list[str] = field(default_factory=list)
    known_at: datetime | None = None
    group: str = ""
    brief: tuple[str, ...] = ()
    anchor: str = ""

    @property
    def data(self) -> tuple[Column, ...]:
        """The columns that programs read."""
        return tuple(column for column in self.columns if column.at != "paper")

    @property
    def paper(self) -> tuple[Column, ...]:
        """The columns that people read."""
        return tuple(column for column in self.columns if column.at != "data")


@dataclass(frozen=True)
class Asked:
    """What a report is asked for. `names` shows recipients whom their fund does not publish.

    `lifted` are cases whose name was let out although their fund keeps names to itself.
    """

    now: datetime
    library: Library
    as_at: date | None = None
    known_at: datetime | None = None
    fund: str | None = None
    commissioner: str | None = None
    round_ref: str | None = None
    names: bool = False
    lifted: frozenset[str] = frozenset()

    @property
    def day(self) -> date:
        """The day that the report speaks of: today unless one was asked for."""
        return self.as_at or london_day(self.known_at or self.now)

    @property
    def backward(self) -> bool:
        """Whether the report looks back, so that present states may not have been true then."""
        return self.as_at is not None or self.known_at is not None

    def counts(self, happened: datetime | None) -> bool:
        """Whether something that happened at a moment belongs in the report."""
        if happened is None:
            return False
        if self.as_at is not None and london_day(happened) > self.as_at:
            return False
        return self.known_at is None or happened <= self.known_at

    def wants(self, *, fund: str | None = None, commissioner: str | None = None) -> bool:
        """Whether a row of this fund and commissioner passes the filters."""
        if self.fund is not None and fund is not None and fund != self.fund:
            return False
        return self.commissioner is None or commissioner is None or commissioner == self.commissioner


def totals_of(columns: Iterable[Column], rows: Sequence[Mapping[str, Any]]) -> Row:
    """The sum of every money column, in unrounded pence."""
    return {column.key: sum(row[column.key] or 0 for row in rows) for column in columns if column.money}


def make(
    asked: Asked,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: list[Row],
    *,
    notes: Sequence[str] = (),
    group: str = "",
    brief: Sequence[str] = (),
    anchor: object = "",
) -> Report:
    """A report of these rows, with its totals."""
    return Report(
        name=name,
        title=title,
        as_at=asked.day,
        columns=tuple(columns),
        rows=rows,
        totals=totals_of(columns, rows),
        notes=list(notes),
        known_at=asked.known_at,
        group=group,
        brief=tuple(brief),
        anchor=str(anchor),
    )
