"""Importing memberships: who belongs to which group since when."""

from datetime import date

from sqlmodel import Session

from fundflow import organisations
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import Nearby, Organisation

_Stretch = tuple[str, str, date, date | None]


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Record the memberships; a last day that is new to one on record ends it."""
    report = ImportReport("memberships", order.dry_run, read=len(table.rows))
    named = {row.text(column).upper() for row in table.rows for column in ("organisation", "group")}
    register = organisations.known(session, named)
    nearby = Nearby.of(organisations.codes(session))
    held: dict[tuple[str, str], list[tuple[date, date | None]]] = {}
    for code, rows in organisations.memberships(session, register).items():
        for one in rows:
            held.setdefault((code, one.group_code), []).append((one.starts, one.ends))
    new: list[_Stretch] = []
    for row in table.rows:
        try:
            stretch = _stretch(row, register, nearby)
            fresh = _place(stretch, held)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        if fresh == "new":
            new.append(stretch)
        elif fresh == "ends" and not order.dry_run and stretch[3] is not None:
            organisations.leave(session, stretch[0], group=stretch[1], on=stretch[3], act=order.act)
        report.count(wrote=bool(fresh))
    if not order.dry_run:
        organisations.join_many(session, new)
    return report.finish()


def _stretch(row: Row, register: dict[str, Organisation], nearby: Nearby) -> _Stretch:
    if row.fault:
        raise BadInput(row.fault)
    codes = {name: organisations.clean_code(required(row, name), place=name) for name in ("organisation", "group")}
    for name, code in codes.items():
        if code not in register:
            raise BadInput(
                f"'{code}' is not in the register of organisations.{nearby.said(code)}",
                place=name,
            )
    group = register[codes["group"]]
    if group.kind not in organisations.GROUPS or group.code == codes["organisation"]:
        raise BadInput(
            f"{group.name} ({group.code}) is not a group that {codes['organisation']} can join", place="group"
        )
    starts, ends = day(row, "starts"), day(row, "ends")
    if starts is None:
        raise BadInput("say since when it belongs to the group", place="starts")
    organisations.in_order(starts, ends, place="ends")
    return codes["organisation"], group.code, starts, ends


def _place(stretch: _Stretch, held: dict[tuple[str, str], list[tuple[date, date | None]]]) -> str:
    """`new`, `ends` (one on record gets its last day) or "" (on record); two at once are refused."""
    code, group, starts, ends = stretch
    known = held.setdefault((code, group), [])
    if (starts, ends) in known:
        return ""
    if (starts, None) in known and ends is not None:
        known[known.index((starts, None))] = (starts, ends)
        return "ends"
    for other_starts, other_ends in known:
        if organisations.overlap(starts, ends, other_starts, other_ends):
            raise BadInput(
                f"{code} has belonged to {group} since {other_starts.isoformat()} already: end that membership first",
                place="starts",
            )
    known.append((starts, ends))
    return "new"


KIND = Kind(
    "memberships",
    "which organisation belongs to which group, from a day up to and with a day",
    ("organisation", "group", "starts"),
    ("ends",),
    load,
)
