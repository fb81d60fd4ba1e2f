"""Who belonged to whom, and to which commissioner, on a day."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from fundflow.organisations import rules
from fundflow.organisations.tables import CommissionerFacts, CommissionerLink, Membership, Organisation


def _current(table: type[CommissionerLink] | type[Membership], on: date) -> ColumnElement[bool]:
    return (col(table.starts) <= on) & (col(table.ends).is_(None) | (col(table.ends) >= on))


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
                col(CommissionerLink.practice).in_(batch), _current(CommissionerLink, on)
            )
        )
        found.update(dict(links.all()))
    return found


def links(session: Session, wanted: Iterable[str]) -> dict[str, list[CommissionerLink]]:
    """Every commissioner link of each, oldest first."""
    found: dict[str, list[CommissionerLink]] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(CommissionerLink)
            .where(col(CommissionerLink.practice).in_(batch))
            .order_by(CommissionerLink.practice, col(CommissionerLink.starts))
        )
        for row in rows:
            found.setdefault(row.practice, []).append(row)
    return found


def practices_of(session: Session, commissioner: str, *, on: date) -> list[str]:
    """The practices that fell to a commissioner on a day, in order."""
    rows = session.exec(
        select(CommissionerLink.practice)
        .where(CommissionerLink.commissioner == commissioner, _current(CommissionerLink, on))
        .order_by(CommissionerLink.practice)
    )
    return list(rows)


def members(session: Session, group: str, *, on: date) -> list[str]:
    """Who belonged to a group on a day, in order."""
    rows = session.exec(
        select(Membership.organisation)
        .where(Membership.group_code == group, _current(Membership, on))
        .order_by(Membership.organisation)
    )
    return list(rows)


def members_of_many(session: Session, wanted: Iterable[str], *, on: date) -> dict[str, list[str]]:
    """Who belonged to each of some groups on a day, in order; a group without anybody is left out."""
    found: dict[str, list[str]] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(Membership.group_code, Membership.organisation)
            .where(col(Membership.group_code).in_(batch), _current(Membership, on))
            .order_by(Membership.group_code, Membership.organisation)
        )
        for group, organisation in rows:
            found.setdefault(group, []).append(organisation)
    return found


def groups_of(session: Session, code: str, *, on: date) -> list[str]:
    """The groups to which an organisation belonged on a day, in order."""
    return groups_of_many(session, [code], on=on).get(code, [])


def groups_of_many(session: Session, wanted: Iterable[str], *, on: date) -> dict[str, list[str]]:
    """The groups of each on a day; who belonged to none is left out."""
    found: dict[str, list[str]] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(Membership.organisation, Membership.group_code)
            .where(col(Membership.organisation).in_(batch), _current(Membership, on))
            .order_by(Membership.organisation, Membership.group_code)
        )
        for organisation, group in rows:
            found.setdefault(organisation, []).append(group)
    return found


def memberships(session: Session, wanted: Iterable[str]) -> dict[str, list[Membership]]:
    """Every membership of each, past ones too, oldest first."""
    found: dict[str, list[Membership]] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(Membership)
            .where(col(Membership.organisation).in_(batch))
            .order_by(Membership.organisation, col(Membership.starts))
        )
        for row in rows:
            found.setdefault(row.organisation, []).append(row)
    return found


def practices_open(session: Session, *, on: date, commissioner: str | None = None) -> list[str]:
    """Practices open on a day, in order of code; only those that fell to one commissioner then, if asked."""
    wanted = select(Organisation.code).where(
        Organisation.kind == "practice",
        col(Organisation.opened).is_(None) | (col(Organisation.opened) <= on),
        col(Organisation.closed).is_(None) | (col(Organisation.closed) >= on),
    )
    if commissioner is not None:
        falls = select(CommissionerLink.practice).where(
            CommissionerLink.commissioner == commissioner, _current(CommissionerLink, on)
        )
        wanted = wanted.where(col(Organisation.code).in_(falls))
    return list(session.exec(wanted.order_by(Organisation.code)))
