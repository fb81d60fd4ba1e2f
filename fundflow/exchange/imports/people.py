"""Importing people and their roles: one line for each role of each person."""

import re
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fundflow import organisations, people
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import Nearby
from fundflow.people import Person

_MAILBOX = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
_Scope = tuple[str, str | None, str | None, str | None]


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Add the people who are new and the roles that they lack; a name never passes to another person."""
    report = ImportReport("people", order.dry_run, read=len(table.rows))
    known = people.known(session, (row.text("sign_in_name").casefold() for row in table.rows))
    held = _held(session, known)
    bodies = dict.fromkeys(
        [*order.library.commissioners(), *(body.code for body in organisations.commissioners(session))]
    )
    register = dict.fromkeys([*organisations.codes(session), *bodies])
    names = _Names(Nearby.of(register), Nearby.of(bodies), frozenset(order.library.funds))
    for row in table.rows:
        try:
            _check(row, names)
            wrote = _take(session, row, known, held, order)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        report.count(wrote=wrote)
    return report.finish()


def _held(session: Session, known: dict[str, Person]) -> set[tuple[str, _Scope]]:
    by_id = {int(person.id or 0): name for name, person in known.items()}
    return {
        (by_id[number], (grant.role, grant.fund, grant.organisation, grant.commissioner))
        for number, grants in people.grants_of_many(session, by_id).items()
        for grant in grants
        if grant.ends is None
    }


@dataclass(frozen=True)
class _Names:
    """What a row may speak of."""

    register: Nearby
    bodies: Nearby
    funds: frozenset[str]


def _check(row: Row, names: _Names) -> None:
    """Refuse names that stand for nothing, before anything of the row is written."""
    if row.fault:
        raise BadInput(row.fault)
    people.clean_sign_in_name(required(row, "sign_in_name"))
    required(row, "name")
    for column, known in (("organisation", names.register), ("commissioner", names.bodies)):
        text = row.text(column)
        if text and text not in known:
            raise BadInput(f"the register has no {column} '{text}'.{known.said(text)}", place=column)
    fund = row.text("fund")
    if fund and fund not in names.funds:
        raise BadInput(f"there is no fund '{fund}'.{people.near(fund, names.funds)}", place="fund")
    if row.text("role"):
        role = people.known_role(row.text("role"))
        if role in people.BOUND_BY_ROLE and not row.text("organisation"):
            raise BadInput(f"this {role} would act for everybody: say for which organisation", place="organisation")
    if row.text("email") and not _MAILBOX.fullmatch(row.text("email")):
        raise BadInput(f"'{row.text('email')}' is not an e-mail address: write it as jo.ash@nhs.example", place="email")


def _take(session: Session, row: Row, known: dict[str, Person], held: set[tuple[str, _Scope]], order: Order) -> bool:
    name = people.clean_sign_in_name(row.text("sign_in_name"))
    starts, ends = _days(row, order)
    person = known.get(name)
    wrote = person is None
    if person is None:
        person = Person(sign_in_name=name, name=row.text("name"), added_at=order.act.now)
        if not order.dry_run:
            person = people.add(
                session,
                sign_in_name=name,
                name=row.text("name"),
                email=row.text("email"),
                organisation=row.text("organisation") or None,
                act=order.act,
            )
        known[name] = person
    elif person.name != row.text("name"):
        raise BadInput(
            f"'{name}' signs in for {person.name}, not {row.text('name')}: give each person a name of their own"
        )
    if not row.text("role"):
        return wrote
    scope = _scope(row)
    if (name, scope) in held and ends is None:
        return wrote
    if not order.dry_run and person.id is not None:
        role, fund, organisation, commissioner = scope
        before = {grant.id for grant in people.grants(session, person.id)}
        made = people.grant(
            session,
            person.id,
            role,
            fund=fund,
            organisation=organisation,
            commissioner=commissioner,
            starts=starts,
            ends=ends,
            act=order.act,
        )
        wrote = wrote or made.id not in before
    held.add((name, scope))
    return wrote or order.dry_run


def _scope(row: Row) -> _Scope:
    role = people.known_role(row.text("role"))
    bound = role in people.BOUND_BY_ROLE
    organisation = row.text("organisation") if bound else ""
    return role, row.text("fund") or None, organisation or None, row.text("commissioner") or None


def _days(row: Row, order: Order) -> tuple[date, date | None]:
    starts, ends = day(row, "starts") or order.today, day(row, "ends")
    organisations.in_order(starts, ends, place="ends")
    return starts, ends


KIND = Kind(
    "people",
    "people and their roles: a line for each role; the organisation is who they work for, and for applicants and "
    "signatories whom they act for",
    ("sign_in_name", "name", "email"),
    ("organisation", "role", "fund", "commissioner", "starts", "ends"),
    load,
)
