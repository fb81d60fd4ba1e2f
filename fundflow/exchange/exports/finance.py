"""The finance workbook: every view of fund money on sheets that agree with each other."""

import io
from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, reporting
from fundflow.clock import moment_words
from fundflow.definitions import Library
from fundflow.exchange.exports.chart import spend_chart_png, spend_words
from fundflow.exchange.exports.workbook import BLUE, Sheet, about, new_book
from fundflow.reporting import Report

_SHEETS = (
    ("Finance", ("finance",)),
    ("Outturn", ("outturn",)),
    ("By commissioner and year", ("years", "by-year")),
    ("Allocations as in the paper", ("allocations",)),
    ("Awards", ("awards",)),
    ("Payments", ("payments",)),
)
_ONE_PAGE = 60
_MEANINGS = (
    ("Allocated", "what may be used, after virements, changes and money carried forward"),
    ("Reserved", "approved by a committee and not accepted yet"),
    ("Committed", "accepted, over the whole life of the award"),
    ("Claimed", "asked for in claims so far, paid or not"),
    ("Approved", "claims approved for payment so far, paid or not"),
    ("Paid", "cash out less cash back"),
    ("Accrued", "delivered and not paid when the books closed"),
    ("To recover", "paid, and asked back"),
    ("Uncommitted", "allocated less reserved less committed"),
    ("Expenditure", "paid and accrued"),
    ("Remaining", "committed less expenditure"),
    ("Forecast", "expenditure, remaining and reserved as far as likely, and contingent"),
    ("Pipeline", "supported in principle; not in any sum"),
    ("Contingent", "accepted for a year that has no allocation yet"),
    ("Cut due", "a cut that was notified and does not fit yet"),
    ("A head", "allocated divided by the list of the year, by the basis of the fund's rate"),
)


def finance_workbook(
    session: Session,
    *,
    library: Library,
    now: datetime,
    as_at: date | None = None,
    known_at: datetime | None = None,
    fund: str | None = None,
    commissioner: str | None = None,
) -> bytes:
    """A workbook of finance, outturn, years, the paper's table, awards, payments and notes, as at one day.

    Every sheet is a report; totals are formulas over unrounded figures; the last sheet carries the audit anchor.
    """

    def made(name: str) -> Report:
        return reporting.run(
            session,
            name,
            as_at=as_at,
            known_at=known_at,
            library=library,
            now=now,
            fund=fund,
            commissioner=commissioner,
        )

    reports = {name: made(name) for _, names in _SHEETS for name in names}
    out, book = new_book(reports["finance"].as_at)
    for title, names in _SHEETS:
        _stacked(Sheet(book, title), [reports[name] for name in names])
    if reports["by-year"].rows:
        _picture(Sheet(book, "Chart"), reports["by-year"])
    funds = {row["fund"]: row["fund_title"] for row in reports["finance"].rows}
    _notes(Sheet(book, "Notes"), reports["finance"], funds, str(audit.anchor(session)), now)
    book.close()
    return out.getvalue()


def _stacked(sheet: Sheet, reports: list[Report]) -> None:
    for report in reports:
        sheet.write(report)
    if len(reports) > 1 and sheet.row < _ONE_PAGE:
        sheet.sheet.fit_to_pages(1, 1)


def _picture(sheet: Sheet, report: Report) -> None:
    picture = {
        "image_data": io.BytesIO(spend_chart_png(report)),
        "x_scale": 0.5,
        "y_scale": 0.5,
        "description": spend_words(report),
    }
    sheet.sheet.set_column(0, 30, 10)
    sheet.sheet.set_default_row(16)
    sheet.sheet.insert_image(0, 0, "spend.png", picture)


def _notes(sheet: Sheet, finance: Report, funds: dict[str, str], anchor: str, now: datetime) -> None:
    bold, plain = sheet.format(bold=True, valign="top"), sheet.format(text_wrap=True, valign="top")
    sheet.sheet.set_column(0, 0, 36)
    sheet.sheet.set_column(1, 1, 110)
    sheet.sheet.write_string(0, 0, "Notes", sheet.format(bold=True, font_size=16, font_color=BLUE))
    lines = [
        ("As at", about(finance).removeprefix("As at ")),
        ("Made", moment_words(now)),
        ("Audit anchor", f"{anchor} (fundflow audit verify --anchor ...)"),
        *(("Note", note) for note in finance.notes),
        *_MEANINGS,
        *((f"Fund: {title}", name) for name, title in sorted(funds.items())),
    ]
    for row, (label, text) in enumerate(lines, start=2):
        sheet.sheet.write_string(row, 0, label, bold)
        sheet.sheet.write_string(row, 1, text, plain)
