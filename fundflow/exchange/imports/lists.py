"""Importing list sizes: how many patients each organisation had on a day."""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from sqlmodel import Session

from fundflow import organisations
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.layouts import COUNTED
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import ListSize, Nearby

Key: TypeAlias = tuple[str, str, date]


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Record the lists; a figure that differs from the one on record is rejected unless it is an adjustment."""
    report = ImportReport("lists", order.dry_run, read=len(table.rows))
    sizes: dict[Key, tuple[int, ListSize]] = {}
    register = Nearby.of(organisations.codes(session))
    for row in table.rows:
        try:
            size = _size(row, register)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        key = (size.code, size.basis, size.on)
        if key in sizes:
            report.reject(row.line, f"{size.code} has this list at line {sizes[key][0]} already: leave one of them out")
            continue
        sizes[key] = (row.line, size)
        if not size.in_hundredths:
            report.flag(row.line, f"{size.code} has a list of nought: it is due nothing by a rate a head")
    wrote, rejected = place(session, sizes, order, report), {line for line, _ in report.rejected}
    for key, (line, _) in sizes.items():
        if line not in rejected:
            report.count(wrote=key in wrote)
    return report.finish()


def _size(row: Row, register: Nearby) -> ListSize:
    if row.fault:
        raise BadInput(row.fault)
    code = organisations.clean_code(required(row, "organisation"), place="organisation")
    if code not in register:
        raise BadInput(
            f"'{code}' is not in the register of organisations.{register.said(code)}",
            place="organisation",
        )
    basis = organisations.one_of(required(row, "basis"), organisations.BASES, place="basis")
    on = day(row, "on")
    if on is None:
        raise BadInput("say on which day the patients were counted", place="on")
    patients, hundredths = organisations.parse_patients(row.cells.get("patients"))
    return ListSize(code, patients, basis, on, required(row, "source"), hundredths)


def _shown(size: ListSize) -> str:
    return f"{size.patients:,}" + (f".{size.hundredths:02d}" if size.hundredths else "")


def place(session: Session, sizes: Mapping[Key, tuple[int, ListSize]], order: Order, report: ImportReport) -> set[Key]:
    """Record lists, each with its line; the keys of those that were written.

    A figure that differs from the one on record is rejected in the report, or corrected by an adjustment.
    """
    stored = organisations.snapshots_on(session, sizes)
    new = [size for key, (_, size) in sizes.items() if key not in stored]
    wrote = {(size.code, size.basis, size.on) for size in new}
    for key, before in stored.items():
        line, size = sizes[key]
        if (before.patients, before.hundredths) == (size.patients, size.hundredths):
            continue
        if not order.adjust:
            report.reject(
                line,
                f"{size.code} had {_shown(before)} {size.basis} patients on {size.on.isoformat()} by what is on "
                f"record; this says {_shown(size)}. If it is right, import it as a correction with a reason (--adjust)",
            )
            continue
        wrote.add(key)
        if not order.dry_run:
            organisations.correct_list(
                session,
                size.code,
                basis=size.basis,
                on=size.on,
                patients=size.patients,
                hundredths=size.hundredths,
                source=size.source,
                act=order.act,
            )
    if not order.dry_run:
        organisations.snapshot_many(session, new, act=order.act)
    return wrote


KIND = Kind(
    "lists",
    "list sizes: one line for each organisation, count and day",
    ("organisation", "basis", "on", "patients", "source"),
    (),
    load,
    (COUNTED,),
)
