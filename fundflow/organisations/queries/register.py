"""Who is in the register of organisations, and what happened to each."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.organisations import rules
from fundflow.organisations.tables import CommissionerFacts, Organisation, OrganisationAlias, OrganisationEvent


def get(session: Session, code: str) -> Organisation | None:
    """One organisation by code, or nothing."""
    return session.get(Organisation, code)


def require(session: Session, code: str) -> Organisation:
    """One organisation by code.

    Raises:
        NotFound: with the codes that come near.
    """
    found = session.get(Organisation, code)
    if found is None:
        raise NotFound(
            f"There is no organisation '{code}' in the register.{rules.near(code, codes(session))} "
            "Check the code, or import the register anew (fundflow import organisations)."
        )
    return found


def codes(session: Session, *, kind: str | None = None) -> list[str]:
    """Every code of the register, in order; of one kind if asked."""
    wanted = select(Organisation.code).order_by(Organisation.code)
    return list(session.exec(wanted.where(Organisation.kind == kind) if kind else wanted))


def known(session: Session, wanted: Iterable[str]) -> dict[str, Organisation]:
    """Those of the codes that are in the register."""
    found: dict[str, Organisation] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(select(Organisation).where(col(Organisation.code).in_(batch)))
        found.update({row.code: row for row in rows})
    return found


def names(session: Session, wanted: Iterable[str]) -> dict[str, str]:
    """What people call each: a commissioner's short name, another's name."""
    said: dict[str, str] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(Organisation.code, func.coalesce(CommissionerFacts.short_name, Organisation.name))
            .join(CommissionerFacts, col(CommissionerFacts.code) == Organisation.code, isouter=True)
            .where(col(Organisation.code).in_(batch))
        )
        said.update(dict(rows.all()))
    return said


def list_all(session: Session, *, kind: str | None = None) -> list[Organisation]:
    """The register in order of code; of one kind if asked."""
    wanted = select(Organisation).order_by(Organisation.code)
    return list(session.exec(wanted.where(Organisation.kind == kind) if kind else wanted))


def called(session: Session, text: str) -> list[Organisation]:
    """Whose code, name or alias is `text`: candidates for a person to choose from, never a match by name."""
    plain = text.strip().casefold()
    alias = select(OrganisationAlias.organisation).where(func.lower(OrganisationAlias.alias) == plain)
    wanted = or_(
        func.lower(Organisation.code) == plain,
        func.lower(Organisation.name) == plain,
        col(Organisation.code).in_(alias),
    )
    return list(session.exec(select(Organisation).where(wanted).order_by(Organisation.code)))


def commissioner(session: Session, code: str) -> CommissionerFacts:
    """The facts of a body that holds the money.

    Raises:
        NotFound: the code stands for no commissioner.
    """
    found = session.get(CommissionerFacts, code)
    if found is None:
        others = session.exec(select(CommissionerFacts.code))
        raise NotFound(
            f"There is no commissioner '{code}'.{rules.near(code, others)} Check the code in the office's file."
        )
    return found


def commissioners(session: Session) -> list[CommissionerFacts]:
    """Every commissioner, in order of code."""
    return list(session.exec(select(CommissionerFacts).order_by(CommissionerFacts.code)))


def open_on(session: Session, code: str, *, on: date) -> bool:
    """Whether an organisation was open on a day.

    Raises:
        NotFound: the code is not in the register.
    """
    row = require(session, code)
    return rules.open_on(row.opened, row.closed, on)


def events(session: Session, code: str) -> list[OrganisationEvent]:
    """What happened to an organisation, oldest first."""
    rows = session.exec(
        select(OrganisationEvent)
        .where(OrganisationEvent.organisation == code)
        .order_by(col(OrganisationEvent.happened_on), col(OrganisationEvent.id))
    )
    return list(rows)


def aliases(session: Session, code: str) -> list[OrganisationAlias]:
    """The other names of an organisation, in order."""
    rows = session.exec(
        select(OrganisationAlias).where(OrganisationAlias.organisation == code).order_by(OrganisationAlias.alias)
    )
    return list(rows)


def aliases_of(session: Session, wanted: Iterable[str]) -> dict[str, list[str]]:
    """The other names of each; who has none is left out."""
    found: dict[str, list[str]] = {}
    for batch in rules.batches(wanted):
        rows = session.exec(
            select(OrganisationAlias.organisation, OrganisationAlias.alias)
            .where(col(OrganisationAlias.organisation).in_(batch))
            .order_by(OrganisationAlias.organisation, OrganisationAlias.alias)
        )
        for code, name in rows:
            found.setdefault(code, []).append(name)
    return found


def successors(session: Session, wanted: Iterable[str]) -> set[str]:
    """Everybody who has come, or is to come, in the place of any of these, at whatever remove."""
    rows = session.exec(
        select(OrganisationEvent.organisation, OrganisationEvent.other).where(OrganisationEvent.kind == "successor")
    )
    after: dict[str, list[str]] = {}
    for code, other in rows:
        if other is not None:
            after.setdefault(code, []).append(other)
    found: set[str] = set()
    left = list(wanted)
    while left:
        fresh = [other for other in after.get(left.pop(), ()) if other not in found]
        found.update(fresh)
        left += fresh
    return found


def succeeded(session: Session, *, on: date) -> dict[str, tuple[str, date]]:
    """Everybody in whose place somebody else stands on a day: who does, at the end of the line, and since when."""
    rows = session.exec(
        select(OrganisationEvent).where(OrganisationEvent.kind == "successor", OrganisationEvent.happened_on <= on)
    )
    after = {row.organisation: (row.other, row.happened_on) for row in rows if row.other is not None}
    found: dict[str, tuple[str, date]] = {}
    for code, (other, day) in after.items():
        last = other
        while last in after and last != code:
            last = after[last][0]
        found[code] = (last, day)
    return found
