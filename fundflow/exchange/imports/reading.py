"""Opening what somebody calls a CSV file, and saying in one line why it is none."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from fundflow import audit
from fundflow.errors import BadInput


@dataclass(frozen=True)
class Handed:
    """A file as somebody handed it in: its name, and its bytes."""

    name: str
    content: bytes

    def read_bytes(self) -> bytes:
        """Its bytes."""
        return self.content

    def __str__(self) -> str:
        """Its name, as messages say where something stands."""
        return self.name


Source: TypeAlias = str | Path | Handed | Sequence[Mapping[str, Any]]
Untitled: TypeAlias = Callable[[Sequence[str]], Sequence[str] | None]
"""Knows a file without a line of titles by its first line, and gives the titles that its columns have."""

_NOT_CSV = {
    b"PK\x03\x04": "an Excel workbook or another packed file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF",
    b"{\\rtf": "a word-processor file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format": "a database",
}


@dataclass(frozen=True)
class Row:
    """One line of a table: where it stands, and its cells by column; `fault` says why it cannot be read as one."""

    line: int
    cells: Mapping[str, Any]
    fault: str = ""

    def text(self, column: str) -> str:
        """A cell as plain text, empty where there is none."""
        value = self.cells.get(column)
        return "" if value is None else str(value).strip()


@dataclass(frozen=True)
class Table:
    """Rows under columns; `titles` are the columns as they are written in the file, `sha256` is of the whole file."""

    place: str
    titles: Mapping[str, str]
    rows: tuple[Row, ...]
    sha256: str = ""

    def has(self, *columns: str) -> bool:
        """Whether all of these columns are there."""
        return all(column in self.titles for column in columns)


@lru_cache(maxsize=1024)
def column_name(title: str) -> str:
    """A column's title as it is compared: small letters, blanks and dashes as underscores."""
    return title.strip().casefold().replace(" ", "_").replace("-", "_")


def read(source: Source, *, untitled: Untitled | None = None, workbook: bool = False) -> Table:
    """Read a CSV file (or a `workbook`, where the kind may be one), or rows given in place (as a scenario does).

    Raises:
        BadInput: it is no such file, not text, not a table; nothing of it is used then.
    """
    if isinstance(source, Handed):
        return _read_file(source, untitled, workbook=workbook)
    if isinstance(source, (str, Path)):
        return _read_file(Path(source), untitled, workbook=workbook)
    titles: dict[str, str] = {}
    for cells in source:
        for title in cells:
            titles.setdefault(column_name(str(title)), str(title))
    rows = tuple(
        Row(line, {column_name(str(title)): value for title, value in cells.items()})
        for line, cells in enumerate(source, start=1)
    )
    sha256 = audit.sha256(audit.canonical([{name: str(cell) for name, cell in row.cells.items()} for row in rows]))
    return Table("rows", titles, rows, sha256)


def _read_file(path: Path | Handed, untitled: Untitled | None, *, workbook: bool) -> Table:
    place = str(path)
    raw = _bytes(path, place)
    numbered = _lines(raw, place, workbook=workbook)
    first = next(numbered, None)
    if first is None:
        raise BadInput("the file is empty", place=place)
    if len(first[1]) == 1 and any(mark in first[1][0] for mark in ";\t"):
        mark = "semicolons" if ";" in first[1][0] else "tabs"
        raise BadInput(f"the columns are separated by {mark}: save the file as CSV, separated by commas", place=place)
    given = untitled(first[1]) if untitled else None
    if given is not None:
        numbered = chain([first], numbered)
    titles = {column_name(title): title.strip() for title in given or first[1]}
    if given is None and len(titles) < len(first[1]):
        twice = next(
            title for title in first[1] if [column_name(one) for one in first[1]].count(column_name(title)) > 1
        )
        twice = twice.strip()
        raise BadInput(f"the column '{twice}' stands twice: give each its own", place=place)
    columns = list(titles)
    rows = tuple(_row(line, cells, columns) for line, cells in numbered)
    return Table(place, titles, rows, hashlib.sha256(raw).hexdigest())


def _lines(raw: bytes, place: str, *, workbook: bool) -> Iterator[tuple[int, list[str]]]:
    if workbook and raw.startswith(b"PK\x03\x04"):
        from fundflow.exchange.imports import workbooks  # noqa: PLC0415 - few files are workbooks, and it is heavy

        return workbooks.rows(raw, place)
    return _numbered(csv.reader(io.StringIO(_text(raw, place), newline=""), dialect="excel", strict=False), place)


def _row(line: int, cells: list[str], columns: list[str]) -> Row:
    if len(cells) == len(columns):
        return Row(line, dict(zip(columns, cells, strict=True)))
    spare = [cell for cell in cells[len(columns) :] if cell.strip()]
    fault = ""
    if spare:
        fault = (
            f"it has {len(cells)} cells and the file has {len(columns)} columns: an amount with a comma in it stands "
            "in quotation marks"
        )
    padded = cells + [""] * (len(columns) - len(cells))
    return Row(line, dict(zip(columns, padded, strict=False)), fault)


def _numbered(lines: Any, place: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of the line on which it begins."""
    begins = 1
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = lines.line_num + 1
    except csv.Error as error:
        raise BadInput(f"line {begins} cannot be read as CSV ({error})", place=place) from None


def _bytes(path: Path | Handed, place: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput("there is no such file", place=place) from None
    except OSError as error:
        raise BadInput(f"the file cannot be opened: {error.strerror}", place=place) from None


def _text(raw: bytes, place: str) -> str:
    for magic, what in _NOT_CSV.items():
        if raw.startswith(magic):
            raise BadInput(f"this is {what}, not a CSV file: open it and save it as CSV", place=place)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw:
        raise BadInput("this is not a text file, so it is no CSV file: open it and save it as CSV", place=place)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if text.lstrip()[:1] == "<":
        raise BadInput("this is a web page, not a CSV file: download the file itself", place=place)
    return text
