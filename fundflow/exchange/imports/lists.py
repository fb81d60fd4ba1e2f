"""Importing list sizes: how many patients each organisation had on a day."""

from datetime import date

from sqlmodel import Session

from fundflow import organisations
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import ListSize, Nearby

_Key = tuple[str, str, date]


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Record the lists; a figure that differs from the one on record is rejected unless it is an adjustment."""
    report = ImportReport("lists", order.dry_run, read=len(table.rows))
    sizes: dict[_Key, tuple[int, ListSize]] = {}
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
    _write(session, sizes, order, report)
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


def _write(session: Session, sizes: dict[_Key, tuple[int, ListSize]], order: Order, report: ImportReport) -> None:
    stored = organisations.snapshots_on(session, sizes)
    new: list[ListSize] = []
    for key, (line, size) in sizes.items():
        before = stored.get(key)
        if before is None:
            new.append(size)
        elif (before.patients, before.hundredths) == (size.patients, size.hundredths):
            report.count(wrote=False)
            continue
        elif not order.adjust:
            report.reject(
                line,
                f"{size.code} had {_shown(before)} {size.basis} patients on {size.on.isoformat()} by what is on "
                f"record; this says {_shown(size)}. Import it with --adjust and a reason if it is right",
            )
            continue
        elif not order.dry_run:
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
        report.count(wrote=True)
    if not order.dry_run:
        organisations.snapshot_many(session, new, act=order.act)


KIND = Kind(
    "lists",
    "list sizes: one line for each organisation, count and day",
    ("organisation", "basis", "on", "patients", "source"),
    (),
    load,
)
