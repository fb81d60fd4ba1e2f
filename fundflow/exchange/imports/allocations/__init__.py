"""Importing allocations: long or wide files, printed totals kept as claims, changed amounts only as adjustments."""

from dataclasses import replace

from sqlmodel import Session

from fundflow import allocations
from fundflow.errors import FundflowError, NotFound, Refused
from fundflow.exchange.imports.allocations import layout, naming, printed
from fundflow.exchange.imports.allocations.plan import Plan
from fundflow.exchange.imports.reading import Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order


class _Allocations(Kind):
    """Its columns are of two layouts, so it checks them by itself."""

    def check(self, table: Table) -> None:
        """Leave the columns to the layout, which knows the names of commissioners."""

    def expects(self) -> str:
        """The columns of both layouts in one sentence."""
        return layout.EXPECTED


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Receive the lines that are new, adjust those that may change, and record printed sums that do not agree."""
    report = ImportReport("allocations", order.dry_run, read=len(table.rows))
    names = naming.gather(session, order.library, order.aliases)
    shape = layout.layout_of(table, names)
    parsed: list[layout.Parsed] = []
    for row in table.rows:
        try:
            parsed.append(layout.parse(row, shape, names))
        except FundflowError as error:
            report.reject(row.line, str(error))
    plan = Plan(allocations.of_funds(session, layout.funds_of(parsed)), order.library.funds, order.adjust)
    for one in parsed:
        if fault := _ended(session, one, plan):
            report.reject(one.line, fault)
        else:
            plan.take(one, report)
    if not order.dry_run:
        _write(session, plan, order)
    _claims(session, plan, parsed, order, report)
    return report.finish()


def _ended(session: Session, row: layout.Parsed, plan: Plan) -> str:
    """Why new money of a row is not for its commissioner, which has ended; what is on record stays importable."""
    try:
        for one in row.receipts:
            if one.pence and one.natural_key not in plan.stored:
                allocations.must_go_on(session, one.commissioner, one.period)
    except NotFound:
        return ""  # a commissioner that nobody has registered yet has not ended
    except Refused as refused:
        return str(refused)
    return ""


def _write(session: Session, plan: Plan, order: Order) -> None:
    allocations.receive_many(session, plan.new.values(), act=order.act)
    for one in plan.changed.values():
        allocations.adjust(
            session,
            fund=one.fund,
            commissioner=one.commissioner,
            period=one.period,
            source=one.source,
            pence=one.pence,
            act=replace(order.act, key=""),
        )


def _claims(session: Session, plan: Plan, parsed: list[layout.Parsed], order: Order, report: ImportReport) -> None:
    """Record what does not agree, close what agrees now, and count the rows that hold sums only."""
    differ, agree = printed.compare(plan.claims, plan.amounts())
    stored = allocations.discrepancies_by_key(session, [*(finding.key for finding in differ), *agree])
    fresh = {finding.key for finding in differ if _is_news(finding, stored.get(finding.key))}
    report.discrepancies = len(fresh)
    if not order.dry_run:
        allocations.raise_many(session, differ, act=order.act)
        allocations.settle(session, agree, act=order.act)
    for row in parsed:
        if row.claims and not row.receipts:
            mine, _ = printed.compare(row.claims, plan.amounts())
            report.count(wrote=any(finding.key in fresh for finding in mine))


def _is_news(finding: allocations.Finding, stored: allocations.Discrepancy | None) -> bool:
    if stored is None or stored.status == "resolved":
        return True
    return (stored.value_a, stored.value_b) != (finding.value_a, finding.value_b)


KIND = _Allocations(
    "allocations",
    "money received: a line for each fund, commissioner and period, or a column for each commissioner",
    layout.LONG,
    layout.OPTIONAL,
    load,
)
