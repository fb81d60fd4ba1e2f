"""A payment file as a workbook: every code is a text cell, so that no spreadsheet takes a leading zero away."""

from fundflow.clock import london_day
from fundflow.exchange.exports.workbook import new_book
from fundflow.payments import PaymentRun, RunFile

_MONEY = ("gross", "vat")


def as_xlsx(run: PaymentRun, file: RunFile) -> bytes:
    """One sheet: the columns of the file, codes and references as text, money as numbers with two decimals."""
    out, book = new_book(london_day(run.made_at))
    sheet = book.add_worksheet(run.ref)
    bold, text, money = (
        book.add_format(kind) for kind in ({"bold": True}, {"num_format": "@"}, {"num_format": "0.00"})
    )
    for at, (title, holds) in enumerate(file.columns):
        sheet.write_string(0, at, title, bold)
        widest = len(title)
        for down, row in enumerate(file.rows, start=1):
            value = getattr(row, holds)
            if holds in _MONEY:
                sheet.write_number(down, at, value / 100, money)
            else:
                sheet.write_string(down, at, value, text)
            widest = max(widest, len(str(value)))
        sheet.set_column(at, at, widest + 2)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
