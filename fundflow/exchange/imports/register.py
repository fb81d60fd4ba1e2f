"""Importing a whole register at once: practices, to whom they fall, and how many patients each had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from fundflow import organisations
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports import lists
from fundflow.exchange.imports import organisations as rows
from fundflow.exchange.imports.layouts import DIRECTORY, PAYMENTS
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import ListSize, NewOrganisation

_COUNTS: Final = ("registered", "weighted")
_SHOWN = 12


@dataclass(frozen=True)
class Line:
    """One row of a register: the organisation, and the lists that the row gives it."""

    entry: rows.Entry
    sizes: tuple[ListSize, ...]


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Enter organisations, commissioners that nobody here serves, links and lists; a row is taken or left whole.

    Statements do not grow with rows one by one: whatever the register holds is read in batches and written in bulk.
    """
    report = ImportReport("register", order.dry_run, read=len(table.rows))
    codes = {row.text(column).upper() for row in table.rows for column in ("code", "commissioner")}
    held = organisations.known(session, codes)
    bodies = set(order.library.commissioners()) | {body.code for body in organisations.commissioners(session)}
    _enter(session, _unserved(table.rows, bodies, held, order, report), order)
    taken: dict[str, Line] = {}
    for row in table.rows:
        try:
            line = Line(rows.entry_of(row, bodies, held, alone=True), tuple(_sizes(row)))
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        code = line.entry.new.code
        if code in taken:
            report.reject(row.line, f"{code} stands at line {taken[code].entry.line} already: each code comes once")
            continue
        taken[code] = line
        _look(line, report)
    wrote = rows.take(session, {code: line.entry for code, line in taken.items()}, held, order, report)
    _count(session, taken, wrote, order, report)
    return report.finish()


def _count(
    session: Session, taken: Mapping[str, Line], wrote: Mapping[str, bool], order: Order, report: ImportReport
) -> None:
    """Record the lists of the rows that were taken, and say of each row what became of it."""
    sizes = {
        (size.code, size.basis, size.on): (taken[code].entry.line, size) for code in wrote for size in taken[code].sizes
    }
    fresh = {code for code, _, _ in lists.place(session, sizes, order, report)}
    rejected = {line for line, _ in report.rejected}
    for code, changed in wrote.items():
        if taken[code].entry.line not in rejected:
            report.count(wrote=changed or code in fresh)


def _unserved(
    given: Iterable[Row], bodies: set[str], held: Mapping[str, object], order: Order, report: ImportReport
) -> dict[str, NewOrganisation]:
    """Commissioners that no office here serves, each once; they join the known `bodies`.

    A code of another pattern is a warning, never a refusal (journeys, H6): patterns change with each reorganisation.
    """
    types = [kind for office in order.library.offices.values() for kind in office.commissioner_types]
    found: dict[str, NewOrganisation] = {}
    names: dict[str, str] = {}
    for row in given:
        name = row.text("commissioner_name") or names.get(row.text("commissioner").upper(), "")
        try:
            code = organisations.clean_code(row.text("commissioner"))
        except BadInput:
            continue
        if names.setdefault(code, name) != name:
            report.flag(row.line, f"{code} is called '{name}' here and '{names[code]}' above: the first name is kept")
        if code in bodies or code in held:
            continue
        kind = next((one.key for one in types if one.fits(code)), "commissioner")
        if kind == "commissioner":
            report.flag(
                row.line, f"{code} looks like no commissioner that we know: entered, so that nobody is left out"
            )
        bodies.add(code)
        found[code] = NewOrganisation(code, name or f"Commissioner {code}", "commissioner", body_type=kind)
    if found:
        said = ", ".join(sorted(found)[:_SHOWN]) + (" and more" if len(found) > _SHOWN else "")
        report.flag(1, f"{len(found)} commissioners that no office here serves are entered by their codes: {said}")
    return found


def _enter(session: Session, bodies: Mapping[str, NewOrganisation], order: Order) -> None:
    if bodies and not order.dry_run:
        organisations.add_many(session, bodies.values(), act=order.act)


def _sizes(row: Row) -> Iterable[ListSize]:
    """The lists that a row gives: a cell without a figure is no list, and a nought is one."""
    on: date | None = day(row, "lists_on")
    for basis in _COUNTS:
        if not row.text(basis):
            continue
        if on is None:
            raise BadInput("say on which day the patients were counted", place="lists_on")
        patients, hundredths = organisations.parse_patients(row.cells[basis], place=basis)
        yield ListSize(row.text("code").upper(), patients, basis, on, required(row, "list_source"), hundredths)


def _look(line: Line, report: ImportReport) -> None:
    """What somebody should look at in a row that is taken."""
    entry = line.entry
    if not entry.commissioner:
        report.flag(entry.line, f"{entry.new.code} has no commissioner in this file: it falls to nobody yet")
    nought = [size.basis for size in line.sizes if not size.in_hundredths]
    if nought:
        counts = " and ".join(nought)
        report.flag(entry.line, f"{entry.new.code} has a {counts} list of nought: it is due nothing by a rate a head")


KIND = Kind(
    "register",
    "a whole register: practices, their commissioners, both lists; also the national files as they are published",
    rows.KIND.required,
    (*rows.KIND.optional, "commissioner_name", "commissioner_until", "lists_on", "list_source", *_COUNTS),
    load,
    (PAYMENTS, DIRECTORY),
)
