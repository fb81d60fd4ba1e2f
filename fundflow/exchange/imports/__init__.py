"""Files in: each kind of file checked row by row, loaded once, and harmless when it comes again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from sqlmodel import Session

from fundflow import audit
from fundflow import organisations as bodies
from fundflow.audit import Act
from fundflow.definitions.library import Library
from fundflow.errors import BadInput
from fundflow.exchange.imports import (
    allocations,
    coding,
    discrepancies,
    interests,
    ledger,
    lists,
    memberships,
    organisations,
    people,
    periods,
    position,
    register,
)
from fundflow.exchange.imports.reading import Handed, Source, Table, read
from fundflow.exchange.imports.report import ImportReport, Kind, Order

KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        allocations.KIND,
        organisations.KIND,
        memberships.KIND,
        lists.KIND,
        people.KIND,
        interests.KIND,
        register.KIND,
        coding.KIND,
        periods.KIND,
        ledger.KIND,
        discrepancies.KIND,
        position.KIND,
    )
}
"""Every kind of file that can be imported, by name."""


def run(
    session: Session,
    kind: str,
    rows_or_path: Source,
    *,
    act: Act,
    library: Library,
    dry_run: bool = False,
    adjust: bool = False,
    reason: str = "",
    aliases: Mapping[str, str] | None = None,
    year: str = "",
    as_at: date | None = None,
) -> ImportReport:
    """Import a file, or rows given in place, and say of every row what became of it.

    A row that cannot be taken is left out alone; a file that is not what it says writes nothing. The offices'
    commissioners are entered first. The same file again changes nothing. What was written leaves one event in the audit
    trail (each ledger entry has its own besides). A `dry_run` writes nothing and reports the same. With `adjust` and a
    reason, figures that differ from those on record are changed instead of rejected. `aliases` are other names of
    commissioners in this file; `year` is the one that a yearly file is about, `as_at` the day of a file about where things
    stand.

    Raises:
        BadInput: an unknown kind, a file that cannot be read or has other columns, an adjustment without a reason.
    """
    chosen = _chosen(kind)
    if adjust and not (reason or act.reason).strip():
        raise BadInput("say why (--reason): changed figures are taken with a reason only", place="--adjust")
    said = replace(act, reason=reason.strip() or act.reason)
    order = Order(
        act=said, library=library, dry_run=dry_run, adjust=adjust, aliases=aliases or {}, year=year, as_at=as_at
    )
    table, left_out = chosen.own(read(rows_or_path, untitled=chosen.untitled, workbook=chosen.workbook), order)
    chosen.check(table)
    report = chosen.load(session, table, order) if dry_run else _load(session, chosen, table, order)
    report.left_out, report.read = left_out, report.read + sum(left_out.values())
    if not dry_run and report.changes:
        _record(session, report, table.place, said)
    return report


def _load(session: Session, kind: Kind, table: Table, order: Order) -> ImportReport:
    """Load in earnest; a file of which nothing can be taken leaves nothing, the offices' commissioners neither."""
    with session.begin_nested() as attempt:
        for office in order.library.offices.values():
            bodies.ensure_commissioners(session, office, act=order.act)
        report = kind.load(session, table, order)
        if not report.changes:
            attempt.rollback()
    return report


def _chosen(kind: str) -> Kind:
    if kind not in KINDS:
        raise BadInput(f"'{kind}' cannot be imported: choose one of {', '.join(KINDS)}", place="import")
    return KINDS[kind]


def _record(session: Session, report: ImportReport, place: str, act: Act) -> None:
    """One event for the whole file; a file that changed nothing leaves none."""
    after = {
        "from": place,
        "read": report.read,
        "written": report.written,
        "unchanged": report.unchanged,
        "rejected": len(report.rejected),
        "discrepancies": report.discrepancies,
    }
    audit.record(session, act, what=f"import.{report.kind}", after=after)


__all__ = ["KINDS", "Handed", "ImportReport", "Kind", "Source", "run"]
