"""Importing the register of interests: one line for each interest of each person, as another register has it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fundflow import organisations, people
from fundflow.engine.interests import remind
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import Nearby

_Line = tuple[int, str, str, str, date]


@dataclass(frozen=True)
class _Declared:
    """One row as the register would have it."""

    line: _Line
    ends: date | None


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Enter the interests that the register lacks; a body that is not in the register of organisations is pointed out."""
    report = ImportReport("interests", order.dry_run, read=len(table.rows))
    known = people.known(session, (row.text("sign_in_name").casefold() for row in table.rows))
    register = Nearby.of(organisations.codes(session))
    held = {_line(one): one for person in known.values() for one in people.interests(session, person.id or 0)}
    entered: set[_Line] = set()
    for row in table.rows:
        try:
            found = _declared(row, known, order)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        if (here := held.get(found.line)) and found.ends and here.ends != found.ends:
            report.reject(
                row.line,
                f"line {here.id} of the register has another last day for it: enter it with 'fundflow interest end "
                f"{here.id} --on {found.ends.isoformat()}'",
            )
            continue
        wrote = here is None and found.line not in entered
        if wrote:
            entered.add(found.line)
            _enter(session, found, order)
        report.count(wrote=wrote)
        body = found.line[1]
        if body not in register:
            report.flag(
                row.line, f"'{body}' is no code in the register, so it stops nobody from deciding.{register.said(body)}"
            )
    return report.finish()


def _line(row: people.RegisteredInterest) -> _Line:
    return row.person_id, row.organisation, row.kind, row.nature, row.starts


def _declared(row: Row, known: dict[str, people.Person], order: Order) -> _Declared:
    if row.fault:
        raise BadInput(row.fault)
    name = required(row, "sign_in_name").casefold()
    if name not in known:
        raise BadInput(
            f"nobody signs in as '{name}': import people first.{people.near(name, known)}", place="sign_in_name"
        )
    starts, ends = day(row, "starts"), day(row, "ends")
    if starts is None:
        raise BadInput("say since when they have it", place="starts")
    if starts > order.today:
        raise BadInput(f"it would begin on {starts.isoformat()}, which is still to come: check the day", place="starts")
    organisations.in_order(starts, ends, place="ends")
    kind = people.known_interest(required(row, "kind"))
    body = required(row, "organisation")
    return _Declared((known[name].id or 0, body, kind, required(row, "nature"), starts), ends)


def _enter(session: Session, found: _Declared, order: Order) -> None:
    if order.dry_run:
        return
    person, body, kind, nature, starts = found.line
    made = people.declare(
        session, person, organisation=body, kind=kind, nature=nature, starts=starts, ends=found.ends, act=order.act
    )
    if made.ends is None or made.ends >= order.today:
        remind(session, made)


KIND = Kind(
    "interests",
    "interests that people have declared, each with the body that it is in, its kind, what it is and since when",
    ("sign_in_name", "organisation", "kind", "nature", "starts"),
    ("ends",),
    load,
)
