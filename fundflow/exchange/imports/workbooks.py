"""Opening a workbook as a table: its first sheet, a line of titles, and cells as people see them."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from fundflow.errors import BadInput

_UNREADABLE = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError),
    *(ArithmeticError, AttributeError, LookupError, NotImplementedError, RuntimeError, TypeError, ValueError),
)
"""What reading a damaged workbook ends in: its archive, its XML (`SyntaxError`), or what a part of it should have held."""


def rows(content: bytes, place: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that are not blank, each with its number in the sheet and its cells as text.

    Raises:
        BadInput: it is no workbook.
    """
    try:
        found = list(_read(content))
    except _UNREADABLE:
        raise BadInput("this is not a workbook that can be read: save it as .xlsx or as CSV", place=place) from None
    yield from found


def _read(content: bytes) -> Iterator[tuple[int, list[str]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for number, values in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells
    finally:
        book.close()


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.strftime("%Y-%m-%d")
        case float():
            return _number(value)
        case _:
            return str(value).strip()


def _number(value: float) -> str:
    """A number as it would be written: £0.1 + £0.2 is 0.30, and what is no whole penny stays as it is."""
    if value.is_integer():
        return str(int(value))
    pence = round(value * 100)
    return f"{pence / 100:.2f}" if abs(value * 100 - pence) < 1e-6 else repr(value)
