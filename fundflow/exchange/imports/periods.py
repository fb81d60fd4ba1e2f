"""Importing the months of commissioners' books, with the days on which they close."""

from datetime import date

from sqlmodel import Session

from fundflow import ledger
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Enter each month; one on record is never changed."""
    report = ImportReport("periods", order.dry_run, read=len(table.rows))
    known = order.library.commissioners()
    for row in table.rows:
        try:
            wrote = ledger.add_month(session, _month(row, set(known)), dry_run=order.dry_run)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        report.count(wrote=wrote)
    return report.finish()


def _month(row: Row, known: set[str]) -> ledger.Month:
    if row.fault:
        raise BadInput(row.fault)
    commissioner = required(row, "commissioner").upper()
    if commissioner not in known:
        raise BadInput(
            f"'{commissioner}' is no commissioner here: choose one of {', '.join(sorted(known))}", place="commissioner"
        )
    return ledger.Month(
        commissioner=commissioner,
        label=required(row, "month"),
        starts=_day(row, "starts"),
        ends=_day(row, "ends"),
        soft_closes_on=_day(row, "soft_closes_on"),
        closes_on=_day(row, "closes_on"),
    )


def _day(row: Row, column: str) -> date:
    required(row, column)
    found = day(row, column)
    assert found is not None
    return found


KIND = Kind(
    "periods",
    "the months of each commissioner's books: from the soft close on only accruals, from the close on nothing is dated there",
    ("commissioner", "month", "starts", "ends", "soft_closes_on", "closes_on"),
    (),
    load,
)
