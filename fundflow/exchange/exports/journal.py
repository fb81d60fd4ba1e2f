"""A month's journal as files for the outside ledger: codes are text in both, and a cell of text in the workbook."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from fundflow import money
from fundflow.exchange.exports.plain import defused
from fundflow.exchange.exports.workbook import new_book
from fundflow.finance import JournalRow

COLUMNS = (
    *("number", "dated", "entity", "cost_centre", "subjective", "analysis_1", "analysis_2", "tax_code"),
    *("amount", "narrative", "side"),
)
_CODES = COLUMNS[2:8]


def journal_csv(rows: Sequence[JournalRow]) -> bytes:
    """One line a row, debits above nought and credits below: the column sums to nought."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        codes = [defused(getattr(row, name)) for name in _CODES]
        writer.writerow(
            [row.number, row.dated.isoformat(), *codes, money.plain(row.pence), defused(row.narrative), row.side]
        )
    return out.getvalue().encode("utf-8-sig")


def journal_xlsx(rows: Sequence[JournalRow], *, title: str, made_on: date) -> bytes:
    """The same as a sheet, with its sum as a formula: it shows nought."""
    out, book = new_book(made_on)
    sheet = book.add_worksheet(title.replace("/", "-")[:31])
    bold, text, pounds, day = (
        book.add_format(kind)
        for kind in (
            {"bold": True},
            {"num_format": "@", "indent": 1},
            {"num_format": "#,##0.00"},
            {"num_format": "d mmm yyyy", "align": "left"},
        )
    )
    for at, name in enumerate(COLUMNS):
        sheet.write_string(0, at, name.replace("_", " "), bold)
    for down, row in enumerate(rows, start=1):
        sheet.write_number(down, 0, row.number)
        sheet.write_datetime(down, 1, row.dated, day)
        for at, name in enumerate(_CODES, start=2):
            sheet.write_string(down, at, getattr(row, name), text)
        sheet.write_number(down, 8, row.pence / 100, pounds)
        sheet.write_string(down, 9, row.narrative, text)
        sheet.write_string(down, 10, row.side, text)
    last = len(rows) + 1
    total = sum(row.pence for row in rows) / 100
    sheet.write_string(last, 7, "Sum", bold)
    sheet.write_formula(last, 8, f"=ROUND(SUM(I2:I{last}),2)", pounds, total)
    for at, width in enumerate((8, 13, 9, 12, 12, 11, 11, 9, 14, 38, 10)):
        sheet.set_column(at, at, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
