"""Importing where the bids of a round stand that lived in a spreadsheet: one row a bid, commissioner and year."""

import re
from collections.abc import Mapping
from typing import Final

from sqlmodel import Session

from fundflow import applications, money, people
from fundflow.calendar import Period
from fundflow.definitions import Workflow
from fundflow.engine import takeover
from fundflow.engine.takeover import OPTIONAL, REQUIRED, Line, Position, Source
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.money import Pence
from fundflow.people import Actor

_OF_THE_BID: Final = (
    *("organisation", "title", "state", "received_on", "decided_on", "minute", "offered_on", "accepted_on"),
    *("starts", "ends", "until", "partners", "conditions", "note"),
)
"""Columns that say something of the whole bid: its rows agree in them, or leave them empty after the first."""


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Take in every bid that can be taken; rows of one bid are taken together, and the same file again changes nothing."""
    report = ImportReport("position", order.dry_run, read=len(table.rows))
    if order.as_at is None:
        raise BadInput("say as at which day the file says where everything stands", place="--as-at")
    source = Source(table.place.replace("\\", "/").rsplit("/", 1)[-1], table.sha256, order.as_at)
    actor = _actor(session, order)
    positions = _positions(session, table, report)
    with session.begin_nested() as attempt:
        found = takeover.take(session, source, positions, actor=actor, now=order.act.now)
        if order.dry_run:
            attempt.rollback()
    for line, ref in sorted(found.taken.items()):
        report.count(wrote=True)
        report.note(line, ref)
    for _ in found.unchanged:
        report.count(wrote=False)
    for line, reason in found.refused.items():
        report.reject(line, reason)
    for their_ref in found.absent:
        report.flag(0, f"{their_ref} was taken over from an earlier file and has no row in this one")
    report.discrepancies, report.settled = found.apart, found.settled
    return report.finish()


def _actor(session: Session, order: Order) -> Actor:
    person = people.require(session, order.act.actor_id)
    if order.act.actor_id == people.system(session).id:
        raise BadInput("say who takes the round over: it is recorded on each bid for life", place="--as")
    return people.actor(session, person.sign_in_name, now=order.act.now)


def _positions(session: Session, table: Table, report: ImportReport) -> list[Position]:
    """The bids of a file; all rows of a bid are left out where one of them cannot be read."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in table.rows:
        groups.setdefault((row.text("round"), row.text("their_ref")), []).append(row)
    workflows: dict[str, Workflow | None] = {}
    found: list[Position] = []
    for (round_ref, _), rows in groups.items():
        try:
            if round_ref not in workflows:
                there = applications.get_round(session, required(rows[0], "round"))
                workflows[round_ref] = applications.definitions(there).workflow
            found.append(_position(rows, workflows[round_ref]))
        except FundflowError as error:
            for row in rows:
                report.reject(row.line, str(error))
    return found


def _position(rows: list[Row], workflow: Workflow | None) -> Position:
    for row in rows:
        if row.fault:
            raise BadInput(f"row {row.line}: {row.fault}")
    first = Row(rows[0].line, _said_once(rows))
    return Position(
        round=required(first, "round"),
        their_ref=required(first, "their_ref"),
        lead=required(first, "organisation").upper(),
        title=required(first, "title"),
        state=_state(required(first, "state"), workflow),
        lines=tuple(_line(row) for row in rows),
        partners=tuple(code.upper() for code in _listed(first, "partners")),
        received_on=day(first, "received_on"),
        decided_on=day(first, "decided_on"),
        minute=first.text("minute"),
        offered_on=day(first, "offered_on"),
        accepted_on=day(first, "accepted_on"),
        starts=day(first, "starts"),
        ends=day(first, "ends"),
        until=day(first, "until"),
        conditions=_listed(first, "conditions"),
        note=first.text("note"),
    )


def _said_once(rows: list[Row]) -> Mapping[str, str]:
    cells = {name: rows[0].text(name) for name in (*REQUIRED, *OPTIONAL)}
    for row in rows[1:]:
        for name in _OF_THE_BID:
            if row.text(name) not in ("", cells[name]):
                raise BadInput(
                    f"row {row.line} says '{row.text(name)}' and row {rows[0].line} '{cells[name]}' of the same bid "
                    f"{row.text('their_ref')}: write one of the two in both",
                    place=name,
                )
    return cells


def _state(text: str, workflow: Workflow | None) -> str:
    """A state by its name or by what officers call it; anything else as it is written."""
    plain = " ".join(text.casefold().split())
    for name, state in workflow.states.items() if workflow else ():
        if plain in (name, name.replace("_", " "), state.officer.casefold()):
            return name
    return text


def _line(row: Row) -> Line:
    asked, agreed, paid = (_pence(row, name) for name in ("asked", "agreed", "paid"))
    return Line(
        line=row.line,
        commissioner=required(row, "commissioner").upper(),
        period=str(Period.parse(required(row, "year"), place="year")),
        asked=asked,
        agreed=agreed,
        paid=paid,
        payment_refs=_listed(row, "payment_refs"),
        cells={name: row.text(name) for name in (*REQUIRED, *OPTIONAL)},
    )


def _pence(row: Row, column: str) -> Pence:
    text = row.text(column)
    pence = money.parse(text, place=column) if text else 0
    if pence < 0:
        raise BadInput(f"{money.pounds(pence)} is below nought: write what stands, above it", place=column)
    return pence


def _listed(row: Row, column: str) -> tuple[str, ...]:
    """What a cell lists, one a line or set apart by semicolons."""
    return tuple(one.strip() for one in re.split(r"[;\n]", row.text(column)) if one.strip())


KIND = Kind(
    "position",
    "where the bids of a round stand that lived in a spreadsheet: one row a bid, commissioner and year, amounts in pounds",
    REQUIRED,
    OPTIONAL,
    load,
    workbook=True,
    dated=True,
)
