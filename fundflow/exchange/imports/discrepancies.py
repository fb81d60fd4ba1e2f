"""Importing what papers say differently: two figures or words for one thing, of which neither is repaired (domain 1.5)."""

from typing import Final, cast, get_args

from sqlmodel import Session

from fundflow import allocations, money
from fundflow.calendar import Period
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, required

_SEVERITIES: Final = get_args(allocations.Severity)


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Enter each difference by its own number; the same again changes nothing, other words open it anew."""
    report = ImportReport("discrepancies", order.dry_run, read=len(table.rows))
    found: dict[str, allocations.Finding] = {}
    for row in table.rows:
        try:
            one = _finding(row, order)
            if one.key in found:
                raise BadInput(f"{one.key} stands in this file twice: take one of the two rows out", place="number")
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        found[one.key] = one
    with session.begin_nested() as attempt:
        fresh = allocations.raise_many(session, found.values(), act=order.act)
        if order.dry_run:
            attempt.rollback()
    for key in found:
        report.count(wrote=key in fresh)
    return report.finish()


def _finding(row: Row, order: Order) -> allocations.Finding:
    if row.fault:
        raise BadInput(row.fault)
    severity = required(row, "severity")
    if severity not in _SEVERITIES:
        raise BadInput(f"'{severity}' is no severity: choose one of {', '.join(_SEVERITIES)}", place="severity")
    fund, commissioner = row.text("fund") or None, row.text("commissioner") or None
    if fund is not None:
        order.library.fund(fund)
    known = order.library.commissioners()
    if commissioner is not None and commissioner not in known:
        raise BadInput(
            f"'{commissioner}' is no commissioner here: choose one of {', '.join(sorted(known))}", place="commissioner"
        )
    return allocations.Finding(
        key=required(row, "number"),
        kind=row.text("kind") or "papers_differ",
        severity=cast("allocations.Severity", severity),
        what=required(row, "what"),
        source_a=required(row, "source_a"),
        value_a=required(row, "value_a"),
        source_b=required(row, "source_b"),
        value_b=required(row, "value_b"),
        fund=fund,
        commissioner=commissioner,
        period=str(Period.parse(row.text("period"), place="period")) if row.text("period") else None,
        difference_pence=money.parse(row.text("difference"), place="difference") if row.text("difference") else None,
        owner=row.text("owner"),
        note=row.text("note"),
    )


KIND = Kind(
    "discrepancies",
    "what papers say differently of one thing; each is on record until somebody accepts it by name and with a reason",
    ("number", "severity", "what", "source_a", "value_a", "source_b", "value_b"),
    ("kind", "fund", "commissioner", "period", "difference", "owner", "note"),
    load,
)
