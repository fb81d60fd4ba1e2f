"""Reports as sheets of a workbook that looks right on screen and on paper, with totals that are formulas."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from fundflow.clock import LONDON, day_words, moment_words
from fundflow.exchange.exports.plain import yes_no
from fundflow.money import plain, pounds
from fundflow.reporting import Column, Report, Row

BLUE, PALE, LINE = "#005EB8", "#E8EDEE", "#AEB7BD"
_MONEY = '£#,##0.00;[Red]-£#,##0.00;"-"'
_NUMBERS: Mapping[str, str] = {
    "pence": _MONEY,
    "pounds": '£#,##0;[Red]-£#,##0;"-"',
    "rate": "£#,##0.00",
    "number": "#,##0",
    "percent": "0.0",
    "date": "d mmm yyyy",
    "moment": "d mmm yyyy hh:mm",
    "text": "@",
}
_FONT: Mapping[str, Any] = {"font_name": "Arial", "font_size": 10}
_WIDEST, _NARROWEST = 46, 8
_A3, _A4, _FITS_A4 = 8, 9, 16
_STARTS = 4
"""The row of the header, below the title."""


def new_book(made_on: date) -> tuple[io.BytesIO, Any]:
    """A workbook in memory; nothing that is typed becomes a formula or a link. The same figures give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": dict(_FONT),  # the library writes into what it is given
        },
    )
    book.set_properties({"author": "fundflow", "created": datetime.combine(made_on, time(12))})
    return out, book


def as_xlsx(report: Report) -> bytes:
    """A workbook of one sheet."""
    out, book = new_book(report.as_at)
    Sheet(book, report.title).write(report)
    book.close()
    return out.getvalue()


_NOT_IN_A_SHEET_NAME = str.maketrans("[]:*?/\\", "()-----")
"""What Excel allows in no sheet's name (`2017/18`), and what stands for it."""


@dataclass
class Sheet:
    """One sheet being written: where the next row goes, and how wide its columns must be."""

    book: Any
    title: str
    row: int = 0
    widths: dict[int, int] = field(default_factory=dict)
    _formats: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sheet = self.book.add_worksheet(self.title.translate(_NOT_IN_A_SHEET_NAME)[:31])
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)

    def write(self, report: Report) -> None:
        """Write a report below what stands there: title, header, rows, totals, notes."""
        first = not self.row
        self._heading(report)
        head = self.row
        self._header(report)
        if first:
            self._frame(report, head)
        self._body(report)
        self.notes(report.notes)
        self.row += 2
        for at, width in self.widths.items():
            self.sheet.set_column(at, at, width)

    def _heading(self, report: Report) -> None:
        self.sheet.set_row(self.row, 24)
        self.sheet.write_string(self.row, 0, report.title, self.format(bold=True, font_size=16, font_color=BLUE))
        self.sheet.write_string(self.row + 1, 0, about(report), self.format(font_color="#425563"))
        if report.anchor:
            anchor = f"Audit anchor {report.anchor}"
            self.sheet.write_string(self.row + 2, 0, anchor, self.format(font_color="#425563", font_size=9))
        self.row += _STARTS

    def _frame(self, report: Report, head: int) -> None:
        self.sheet.set_default_row(16)
        self.sheet.set_paper(_A3 if len(report.paper) > _FITS_A4 else _A4)
        self.sheet.freeze_panes(head + 1, _labels(report))
        self.sheet.repeat_rows(head)
        self.sheet.set_footer(f"&L{report.title.replace('&', '&&')}&C{day_words(report.as_at)}&RPage &P of &N")

    def _header(self, report: Report) -> None:
        self.sheet.set_row(self.row, 32)
        for at, column in enumerate(report.paper):
            style = self.format(
                bold=True,
                font_color="#FFFFFF",
                bg_color=BLUE,
                text_wrap=True,
                valign="vcenter",
                align=_align(column),
                indent=_indent(at, column),
                border=1,
                border_color=BLUE,
            )
            self.sheet.write_string(self.row, at, column.title, style)
            self._wide(at, max(room(word) for word in column.title.split()) + 2)
        self.row += 1

    def _body(self, report: Report) -> None:
        start = self.row
        groups = [(name, list(rows)) for name, rows in groupby(report.rows, key=lambda row: row.get(report.group))]
        for name, rows in groups:
            began = self.row
            for row in rows:
                self._line(report, row)
            if report.group and len(groups) > 1 and len(rows) > 1 and report.totals:
                sums = {key: sum(row[key] or 0 for row in rows) for key in report.totals}
                self._total(report, f"{name}: total", sums, began, bold=False)
        if not report.rows:
            self.sheet.write_string(self.row, 0, "Nothing to show.", self.format(italic=True))
            self.row += 1
        elif report.totals:
            self._total(report, "Total", report.totals, start, bold=True)

    def _line(self, report: Report, row: Row) -> None:
        for at, column in enumerate(report.paper):
            self._cell(at, column, row[column.key])
        self.row += 1

    def _cell(self, at: int, column: Column, value: Any) -> None:
        style = self.format(
            num_format=_NUMBERS[column.kind],
            align=_align(column),
            indent=_indent(at, column),
            valign="vcenter",
            text_wrap=column.kind == "text" and len(as_seen(column, value)) >= _WIDEST,
            bottom=1,
            bottom_color=LINE,
        )
        self._wide(at, room(as_seen(column, value)) + 2 + _indent(at, column))
        if value is None or value == "":
            self.sheet.write_blank(self.row, at, None, style)
        elif column.kind == "text":
            self.sheet.write_string(self.row, at, yes_no(value), style)
        elif column.kind in ("date", "moment"):
            self.sheet.write_datetime(self.row, at, _local(value), style)
        else:
            self.sheet.write_number(self.row, at, _number(column, value), style)

    def _total(self, report: Report, label: str, sums: Mapping[str, int], start: int, *, bold: bool) -> None:
        rule = {"top": 1, "bottom": 6 if bold else 1, "top_color": BLUE, "bottom_color": BLUE}
        for at, column in enumerate(report.paper):
            number = _NUMBERS[column.kind] if column.money else "@"
            style = self.format(
                bold=True, bg_color=PALE, num_format=number, align=_align(column), valign="vcenter", **rule
            )
            if column.money:
                cells = f"{xl_rowcol_to_cell(start, at)}:{xl_rowcol_to_cell(self.row - 1, at)}"
                value = _number(column, sums[column.key])
                self.sheet.write_formula(self.row, at, f"=SUBTOTAL(9,{cells})", style, value)
                self._wide(at, room(as_seen(column, sums[column.key])) + 3)
            else:
                self.sheet.write_string(self.row, at, label if at == 0 else "", style)
        self.row += 1

    def notes(self, notes: list[str]) -> None:
        """Write sentences, one a row, below what stands there."""
        self.row += 1
        for note in notes:
            self.sheet.write_string(self.row, 0, note, self.format(font_color="#425563", italic=True))
            self.row += 1

    def format(self, **wanted: Any) -> Any:
        """One style of the book, made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({**_FONT, **wanted})
        return self._formats[key]

    def _wide(self, at: int, width: int) -> None:
        self.widths[at] = max(self.widths.get(at, _NARROWEST), min(width, _WIDEST))


def about(report: Report) -> str:
    """`As at Saturday 30 September 2017, by what was known on ...`."""
    known = f", by what was known on {moment_words(report.known_at)}" if report.known_at else ""
    return f"As at {day_words(report.as_at)}{known}"


def as_seen(column: Column, value: Any) -> str:
    """One value as a sheet shows it, to tell how wide it is."""
    if value is None:
        return ""
    if column.money:
        return pounds(value)
    if column.kind in ("date", "moment"):
        return "30 Sep 2017" if column.kind == "date" else "30 Sep 2017 17:00"
    return yes_no(value)


def room(text: str) -> int:
    """About how many digits wide a text is: capitals are wider."""
    return len(text) + sum(letter.isupper() for letter in text) // 4


def _labels(report: Report) -> int:
    """How many columns at the left say what a row is: they stay in sight."""
    return min(3, next((at for at, column in enumerate(report.paper) if column.kind != "text"), 3))


def _align(column: Column) -> str:
    return "right" if column.kind in ("pence", "pounds", "rate", "number", "percent") else "left"


def _indent(at: int, column: Column) -> int:
    """A little room between a number and the words to its right."""
    return int(at > 0 and _align(column) == "left")


def _number(column: Column, value: Any) -> float:
    """The one place where pence become pounds: a sheet holds no other kind of number."""
    return float(plain(value)) if column.money else float(value)


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).replace(tzinfo=None, microsecond=0)
    return value
