"""Importing the register: practices with their commissioner, federations and other groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from fundflow import organisations
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required, yes
from fundflow.organisations import NewOrganisation, Organisation

_LINKED = frozenset({"practice", "super_practice"})
"""Kinds that fall to a commissioner."""
_PLAIN = ("opened", "status", "legal_entity", "company_number", "address", "postcode")


@dataclass(frozen=True)
class Entry:
    """One row: the organisation, its commissioner since when, its other names, and which cells say something."""

    line: int
    new: NewOrganisation
    commissioner: str
    since: date
    aliases: tuple[str, ...]
    said: frozenset[str]
    until: date | None = None

    @property
    def link(self) -> tuple[str, str, date, date | None] | None:
        """The practice's link to its commissioner, as it is entered."""
        return (self.new.code, self.commissioner, self.since, self.until) if self.commissioner else None


@dataclass(frozen=True)
class Record:
    """What the register says of a code that comes again."""

    row: Organisation
    commissioner: str
    aliases: frozenset[str]


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Enter what is new; what differs from the register is rejected unless it is an adjustment."""
    report = ImportReport("organisations", order.dry_run, read=len(table.rows))
    register = organisations.known(session, (row.text("code").upper() for row in table.rows))
    bodies = set(order.library.commissioners()) | {body.code for body in organisations.commissioners(session)}
    entries: dict[str, Entry] = {}
    for row in table.rows:
        try:
            entry = entry_of(row, bodies, register)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        if entry.new.code in entries:
            first = entries[entry.new.code].line
            report.reject(row.line, f"{entry.new.code} stands at line {first} already: each code comes once")
            continue
        entries[entry.new.code] = entry
        if entry.new.kind == "commissioner":
            bodies.add(entry.new.code)
        if not organisations.usual_code(entry.new.code, entry.new.kind):
            report.flag(row.line, f"{entry.new.code} does not look like a practice's code (a letter and five digits)")
    for wrote in take(session, entries, register, order, report).values():
        report.count(wrote=wrote)
    return report.finish()


def entry_of(row: Row, bodies: set[str], register: Mapping[str, Organisation], *, alone: bool = False) -> Entry:
    """One row read; `alone` lets a practice come without its commissioner.

    Raises:
        BadInput: a cell cannot be, or the commissioner is none of `bodies`.
    """
    if row.fault:
        raise BadInput(row.fault)
    code = organisations.clean_code(required(row, "code"))
    kind = organisations.one_of(required(row, "kind"), organisations.KINDS, place="kind")
    opened, closed = day(row, "opened"), day(row, "closed")
    if opened is not None:
        organisations.in_order(opened, closed, place="closed")
    commissioner = _falls_to(row, bodies, needed=kind in _LINKED and not alone and code not in register)
    status = organisations.one_of(row.text("status") or "active", organisations.STATUSES, place="status")
    rule = organisations.one_of(
        row.text("signing_rule") or "any_partner", organisations.SIGNING_RULES, place="signing_rule"
    )
    new = NewOrganisation(
        code,
        required(row, "name"),
        kind,
        opened,
        closed,
        "closed" if closed is not None and not row.text("status") else status,
        yes(row, "legal_entity"),
        row.text("company_number"),
        tuple(part.strip() for part in row.text("address").split(";") if part.strip()),
        row.text("postcode"),
        row.text("telephone"),
        rule,
    )
    aliases = tuple(part.strip() for part in row.text("alias").split(";") if part.strip())
    since = day(row, "commissioner_from") or opened or organisations.ALWAYS
    until = day(row, "commissioner_until") or closed
    organisations.in_order(since, until, place="commissioner_from")
    said = frozenset(name for name in row.cells if row.text(name))
    return Entry(row.line, new, commissioner, since, aliases, said, until)


def _falls_to(row: Row, bodies: set[str], *, needed: bool) -> str:
    commissioner = row.text("commissioner").upper()
    if needed and not commissioner:
        code = row.text("code").upper()
        raise BadInput(f"{code} has no commissioner: say to which one the practice falls", place="commissioner")
    if commissioner and commissioner not in bodies:
        known = f" We know {', '.join(sorted(bodies)[:12])}."
        raise BadInput(
            f"'{commissioner}' is no commissioner.{organisations.near(commissioner, bodies) or known}",
            place="commissioner",
        )
    return commissioner


def take(
    session: Session,
    entries: Mapping[str, Entry],
    register: Mapping[str, Organisation],
    order: Order,
    report: ImportReport,
) -> dict[str, bool]:
    """Enter what is new and settle what differs: whether each was written; a rejected one is left out."""
    fresh = {code: entry for code, entry in entries.items() if code not in register}
    taken = dict.fromkeys(fresh, True)
    if not order.dry_run:
        organisations.add_many(session, (entry.new for entry in fresh.values()), act=order.act)
        organisations.link_many(session, [one.link for one in fresh.values() if one.link])
        for code, entry in fresh.items():
            for alias in entry.aliases:
                organisations.alias(session, code, alias=alias, act=order.act)
    for record in _records(session, {code: row for code, row in register.items() if code in entries}):
        wrote = _compare(session, entries[record.row.code], record, order, report)
        if wrote is not None:
            taken[record.row.code] = wrote
    return taken


def _records(session: Session, register: Mapping[str, Organisation]) -> list[Record]:
    links = organisations.links(session, register)
    called = organisations.aliases_of(session, register)
    return [
        Record(
            row,
            links[code][-1].commissioner if code in links else "",
            frozenset(called.get(code, ())),
        )
        for code, row in register.items()
    ]


def _compare(session: Session, entry: Entry, record: Record, order: Order, report: ImportReport) -> bool | None:
    row, differs = record.row, _differences(entry, record)
    aliases = [alias for alias in entry.aliases if alias not in record.aliases]
    if "kind" in differs or (differs and not order.adjust):
        name, (was, says) = next(iter(differs.items()))
        way = "" if name == "kind" else ". If it is right, import it as a correction with a reason (--adjust)"
        report.reject(entry.line, f"{row.code} is on record with the {name} '{was}'; this says '{says}'{way}")
        return None
    if "commissioner" in differs and "commissioner_from" not in entry.said:
        falls = record.commissioner or "nobody"
        report.reject(entry.line, f"{row.code} falls to {falls}: say from which day it moves in commissioner_from")
        return None
    if order.dry_run:
        return bool(differs or aliases)
    for alias in aliases:
        organisations.alias(session, row.code, alias=alias, act=order.act)
    _amend(session, entry, row, differs, order)
    return bool(differs or aliases)


def _differences(entry: Entry, record: Record) -> dict[str, tuple[Any, Any]]:
    """What the row says otherwise than the register, in words that can be read; an empty cell says nothing."""
    new, row = entry.new, record.row
    pairs: dict[str, tuple[Any, Any]] = {
        "kind": (row.kind, new.kind),
        "name": (row.name, new.name.strip()),
        "opened": (row.opened, new.opened),
        "closed": (row.closed, new.closed),
        "status": (row.status, new.status),
        "legal_entity": (row.legal_entity, new.legal_entity),
        "company_number": (row.company_number, new.company_number),
        "address": (row.address, list(new.address)),
        "postcode": (row.postcode, new.postcode),
        "telephone": (row.telephone, new.telephone),
        "signing_rule": (row.signing_rule, new.signing_rule),
        "commissioner": (record.commissioner, entry.commissioner),
    }
    if row.closed is not None:
        pairs.pop("commissioner")
    return {name: pair for name, pair in pairs.items() if name in entry.said and pair[0] != pair[1]}


def _amend(
    session: Session, entry: Entry, row: Organisation, differs: Mapping[str, tuple[Any, Any]], order: Order
) -> None:
    code, act, today = row.code, order.act, order.today
    plain = {name: differs[name][1] for name in _PLAIN if name in differs}
    if plain:
        organisations.amend(session, code, act=act, **plain)
    if "name" in differs:
        organisations.rename(session, code, name=entry.new.name, on=today, act=act)
    if "telephone" in differs:
        organisations.set_contact(session, code, telephone=entry.new.telephone, verified_on=None, act=act)
    if "signing_rule" in differs:
        organisations.set_signing_rule(session, code, rule=entry.new.signing_rule, on=today, act=act)
    if "commissioner" in differs:
        organisations.move(session, code, to=entry.commissioner, on=entry.since, act=act)
    if "closed" in differs and entry.new.closed is not None and row.closed is None:
        organisations.close(session, code, on=entry.new.closed, act=act)


KIND = Kind(
    "organisations",
    "practices with their commissioner, federations, super-partnerships, networks",
    ("code", "name", "kind"),
    (
        "commissioner",
        "commissioner_from",
        "status",
        "opened",
        "closed",
        "legal_entity",
        "company_number",
        "address",
        "postcode",
        "telephone",
        "signing_rule",
        "alias",
    ),
    load,
)
