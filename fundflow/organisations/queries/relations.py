"""Who belonged to whom, and to which commissioner, on a day."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from fundflow.database import in_force
from fundflow.organisations import rules
from fundflow.organisations.tables import CommissionerFacts, CommissionerLink, Membership, Organisation

Row = TypeVar("Row", CommissionerLink, Membership)


def commissioner_of(session: Session, code: str, *, on: date) -> str | None:
    """The commissioner to which a practice fell on a day; a commissioner falls to itself."""
    return commissioners_of(session, [code], on=on).get(code)


def commissioners_of(session: Session, wanted: Iterable[str], *, on: date) -> dict[str, str]:
    """The commissioner of each on a day; who had none is left out."""
    found: dict[str, str] = {}
    for batch in rules.batches(wanted):
        own = session.exec(select(CommissionerFacts.code).where(col(CommissionerFacts.code).in_(batch)))
        found.update({code: code for code in own})
        links = session.exec(
            select(CommissionerLink.practice, CommissionerLink.commissioner).where(
                col(CommissionerLink.practice).in_(batch), in_force(CommissionerLink, on)
            )
        )
        found.update(dict(links.all()))
    return found


def links(session: Session, wanted: Iterable[str]) -> dict[str, list[CommissionerLink]]:
    """Every commissioner link of each, oldest first."""
    return _histories(session, CommissionerLink, col(CommissionerLink.practice), lambda one: one.practice, wanted)


def _histories(
    session: Session, table: type[Row], whose: Mapped[str], of: Callable[[Row], str], wanted: Iterable[str]
) -> dict[str, list[Row]]:
    """Every row of each body in a table, oldest first."""
    found: dict[str, list[Row]] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(select(table).where(whose.in_(batch)).order_by(whose, col(table.starts)))
        for row in rows:
            found.setdefault(of(row), []).append(row)
    return found


def practices_of(session: Session, commissioner: str, *, on: date) -> list[str]:
    """The practices that fell to a commissioner on a day, in order."""
    rows = session.exec(
        select(CommissionerLink.practice)
        .where(CommissionerLink.commissioner == commissioner, in_force(CommissionerLink, on))
        .order_by(CommissionerLink.practice)
    )
    return list(rows)


def members(session: Session, group: str, *, on: date) -> list[str]:
    """Who belonged to a group on a day, in order."""
    rows = session.exec(
        select(Membership.organisation)
        .where(Membership.group_code == group, in_force(Membership, on))
        .order_by(Membership.organisation)
    )
    return list(rows)


def members_of_many(session: Session, wanted: Iterable[str], *, on: date) -> dict[str, list[str]]:
    """Who belonged to each of some groups on a day, in order; a group without anybody is left out."""
    return _belonging(session, col(Membership.group_code), col(Membership.organisation), wanted, on=on)


def _belonging(
    session: Session, whose: Mapped[str], other: Mapped[str], wanted: Iterable[str], *, on: date
) -> dict[str, list[str]]:
    """The other side of every membership that ran on a day, in order, by this side."""
    found: dict[str, list[str]] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(whose, other).where(whose.in_(batch), in_force(Membership, on)).order_by(whose, other)
        )
        for code, one in rows:
            found.setdefault(code, []).append(one)
    return found


def groups_of(session: Session, code: str, *, on: date) -> list[str]:
    """The groups to which an organisation belonged on a day, in order."""
    return groups_of_many(session, [code], on=on).get(code, [])


def groups_of_many(session: Session, wanted: Iterable[str], *, on: date) -> dict[str, list[str]]:
    """The groups of each on a day; who belonged to none is left out."""
    return _belonging(session, col(Membership.organisation), col(Membership.group_code), wanted, on=on)


def memberships(session: Session, wanted: Iterable[str]) -> dict[str, list[Membership]]:
    """Every membership of each, past ones too, oldest first."""
    return _histories(session, Membership, col(Membership.organisation), lambda one: one.organisation, wanted)


def practices_open(session: Session, *, on: date, commissioner: str | None = None) -> list[str]:
    """Practices open on a day, in order of code; only those that fell to one commissioner then, if asked."""
    wanted = select(Organisation.code).where(
        Organisation.kind == "practice",
        col(Organisation.opened).is_(None) | (col(Organisation.opened) <= on),
        col(Organisation.closed).is_(None) | (col(Organisation.closed) >= on),
    )
    if commissioner is not None:
        falls = select(CommissionerLink.practice).where(
            CommissionerLink.commissioner == commissioner, in_force(CommissionerLink, on)
        )
        wanted = wanted.where(col(Organisation.code).in_(falls))
    return list(session.exec(wanted.order_by(Organisation.code)))
