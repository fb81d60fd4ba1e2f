"""Importing the register of interests: one line for each interest of each person, as another register has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fundflow import organisations, people
from fundflow.engine import interests
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import Nearby

_Line = tuple[int, str, str, str, date]


@dataclass(frozen=True)
class _Declared:
    """One row as the register would have it, and whose it is."""

    person: people.Person
    said: interests.Interest

    @property
    def line(self) -> _Line:
        """By what it is known again."""
        said = self.said
        return (self.person.id or 0, said.organisation, said.kind, said.nature, said.starts)


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Enter the interests that the register lacks, and end those that have ended since it had them.

    A body that is not in the register of organisations is pointed out.
    """
    report = ImportReport("interests", order.dry_run, read=len(table.rows))
    known = people.known(session, (row.text("sign_in_name").casefold() for row in table.rows))
    register = Nearby.of(organisations.codes(session))
    held = {_line(one): one for person in known.values() for one in people.interests(session, person.id or 0)}
    done: dict[_Line, date | None] = {line: one.ends for line, one in held.items()}
    for row in table.rows:
        try:
            found = _declared(row, known, order)
            wrote = _differs(found, done, held.get(found.line))
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        if wrote:
            if found.line in done and found.said.ends is not None:
                report.flag(row.line, f"an interest of the register ends with it, on {found.said.ends.isoformat()}")
            done[found.line] = found.said.ends
            _write(session, found, held, order)
        report.count(wrote=wrote)
        body = found.said.organisation
        if body not in register:
            report.flag(
                row.line, f"'{body}' is no code in the register, so it stops nobody from deciding.{register.said(body)}"
            )
    return report.finish()


def _differs(found: _Declared, done: Mapping[_Line, date | None], held: people.RegisteredInterest | None) -> bool:
    """Whether a row says something new: a line that is not there yet, or the end of one that runs.

    Raises:
        BadInput: the line ended on another day already.
    """
    if found.line not in done:
        return True
    ended, ends = done[found.line], found.said.ends
    if ended is not None and ends is not None and ended != ends:
        number = held.id if held else "NUMBER"
        raise BadInput(
            f"it ended on {ended.isoformat()} by line {number} of the register: if {ends.isoformat()} is right, enter it "
            f"as its end (fundflow interest end {number} --on {ends.isoformat()})",
            place="ends",
        )
    return ended is None and ends is not None


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
    said = interests.Interest(required(row, "organisation"), kind, required(row, "nature"), starts, ends)
    return _Declared(known[name], said)


def _write(session: Session, found: _Declared, held: dict[_Line, people.RegisteredInterest], order: Order) -> None:
    if order.dry_run:
        return
    if (row := held.get(found.line)) is None:
        held[found.line] = interests.enter(session, found.person, found.said, act=order.act)
    elif found.said.ends is not None:
        interests.close(session, row, on=found.said.ends, act=order.act)


KIND = Kind(
    "interests",
    "interests that people have declared, each with the body that it is in, its kind, what it is and since when",
    ("sign_in_name", "organisation", "kind", "nature", "starts"),
    ("ends",),
    load,
)
