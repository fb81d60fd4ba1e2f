"""Every question asked about people."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from fundflow.clock import day_words, london_day
from fundflow.database import in_force
from fundflow.errors import NotFound, Refused
from fundflow.people import rules
from fundflow.people.tables import Cover, Person, Proposal, RegisteredInterest, RoleGrant

PUBLISHED_AFTER = timedelta(days=183)
"""An interest stays in the public register for six months after it ended (domain, 2(c))."""


def get(session: Session, person_id: int) -> Person | None:
    """One person by number, or nothing."""
    return session.get(Person, person_id)


def require(session: Session, person_id: int) -> Person:
    """One person by number.

    Raises:
        NotFound: nobody has it.
    """
    found = session.get(Person, person_id)
    if found is None:
        raise NotFound(f"There is no person number {person_id}. Look them up by sign-in name.")
    return found


def called(session: Session, sign_in_name: str) -> Person | None:
    """One person by sign-in name, or nothing."""
    plain = sign_in_name.strip().casefold()
    return session.exec(select(Person).where(Person.sign_in_name == plain)).first()


def named(session: Session, sign_in_name: str) -> Person:
    """One person by sign-in name.

    Raises:
        NotFound: nobody has it.
    """
    found = called(session, sign_in_name)
    if found is None:
        raise NotFound(f"there is nobody called '{sign_in_name}'. Look among everybody (fundflow user list)")
    return found


def known(session: Session, sign_in_names: Iterable[str]) -> dict[str, Person]:
    """Those of the sign-in names that belong to somebody."""
    wanted = list(dict.fromkeys(sign_in_names))
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), 500):
        batch = wanted[start : start + 500]
        found.update(
            {row.sign_in_name: row for row in session.exec(select(Person).where(col(Person.sign_in_name).in_(batch)))}
        )
    return found


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The names of people by number."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(wanted)))
    return {number: name for number, name in rows if number is not None}


def list_all(session: Session) -> list[Person]:
    """Everybody, in order of sign-in name."""
    return list(session.exec(select(Person).order_by(Person.sign_in_name)))


def at_address(session: Session, email: str) -> list[Person]:
    """Everybody who reads one mailbox: an address may belong to several people (journeys, 1.2)."""
    query = select(Person).where(func.lower(Person.email) == email.strip().lower())
    return list(session.exec(query.order_by(Person.sign_in_name)))


def actor(session: Session, sign_in_name: str, *, now: datetime) -> rules.Actor:
    """A person with what they may do at a moment; `ann for bob` is Ann with the roles in which she stands in for Bob.

    Raises:
        NotFound: nobody has that sign-in name.
        Refused: they have left, or it is the reserved name of the system.
    """
    first, _, covered = sign_in_name.partition(rules.STANDS_IN)
    if covered:
        return _covering(session, first, covered, now=now)
    row = called(session, sign_in_name)
    if row is None:
        others = session.exec(select(Person.sign_in_name).where(Person.kind == "person"))
        raise NotFound(
            f"Nobody signs in as '{sign_in_name}'.{rules.near(sign_in_name, others)} "
            "An administrator can add them (fundflow user add)."
        )
    if row.kind == rules.SYSTEM:
        raise Refused.because("can_sign_in", "Nobody can act as 'system': it is kept for what happens by itself.")
    on = london_day(now)
    rules.require_here(row, on=on)
    return rules.as_actor(row, grants(session, int(row.id or 0), on=on))


def _covering(session: Session, first: str, covered: str, *, now: datetime) -> rules.Actor:
    """Somebody who stands in for another: their own number, both names, and the roles that were handed over, as held."""
    own, absent, on = actor(session, first, now=now), named(session, covered), london_day(now)
    held = rules.standing_in(own, absent, grants(session, int(absent.id or 0), on=on), covers(session, on=on), on=on)
    if held is None:
        raise Refused.because(
            "cover_stands",
            f"{own.name} does not stand in for {absent.name} on {day_words(on)}. Nothing has changed. An administrator "
            "can arrange it (fundflow user cover).",
        )
    return held


def covers(session: Session, *, on: date) -> list[Cover]:
    """Who stands in for whom on a day, and in which role."""
    wanted = select(Cover).where(Cover.starts <= on, Cover.ends >= on).order_by(col(Cover.id))
    return list(session.exec(wanted))


def covers_of(session: Session, person_id: int, *, on: date) -> list[tuple[Cover, Person, Person]]:
    """Cover from a day on in which a person is away or stands in, each with who stands in and for whom."""
    own, away = aliased(Person), aliased(Person)
    wanted = (
        select(Cover, own, away)
        .join(own, col(own.id) == Cover.person_id)
        .join(away, col(away.id) == Cover.covers_id)
        .where(or_(col(Cover.person_id) == person_id, col(Cover.covers_id) == person_id), Cover.ends >= on)
        .order_by(col(Cover.starts), col(Cover.id))
    )
    return [(row, by, for_whom) for row, by, for_whom in session.exec(wanted)]


def grants(session: Session, person_id: int, *, on: date | None = None) -> list[RoleGrant]:
    """What a person may do on a day; without a day, everything that was ever granted."""
    wanted = select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(col(RoleGrant.id))
    return list(session.exec(wanted if on is None else wanted.where(in_force(RoleGrant, on))))


def grants_of_many(session: Session, ids: Iterable[int], *, on: date | None = None) -> dict[int, list[RoleGrant]]:
    """What was granted to each of some people: what held on a day, or everything ever."""
    wanted, found = list(dict.fromkeys(ids)), dict[int, list[RoleGrant]]()
    for start in range(0, len(wanted), 500):
        batch = wanted[start : start + 500]
        query = select(RoleGrant).where(col(RoleGrant.person_id).in_(batch)).order_by(col(RoleGrant.id))
        for row in session.exec(query if on is None else query.where(in_force(RoleGrant, on))):
            found.setdefault(row.person_id, []).append(row)
    return found


def holders(
    session: Session,
    role: str,
    *,
    on: date,
    fund: str | None = None,
    organisation: str | None = None,
    commissioner: str | None = None,
) -> list[rules.Actor]:
    """Everybody who holds a role on a day for the place asked about, in order of sign-in name."""
    held: dict[str, tuple[Person, list[RoleGrant]]] = {}
    rows = session.exec(
        select(Person, RoleGrant)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .where(in_force(RoleGrant, on), col(Person.left_on).is_(None) | (col(Person.left_on) >= on))
        .order_by(Person.sign_in_name, col(RoleGrant.id))
    )
    for person, grant in rows:
        held.setdefault(person.sign_in_name, (person, []))[1].append(grant)
    people = [rules.as_actor(person, given) for person, given in held.values()]
    return [one for one in people if one.has(role, fund=fund, organisation=organisation, commissioner=commissioner)]


def interests(session: Session, person_id: int, *, on: date | None = None) -> list[RegisteredInterest]:
    """The interests that a person has on a day; without a day, every one ever declared."""
    wanted = (
        select(RegisteredInterest)
        .where(RegisteredInterest.person_id == person_id)
        .order_by(col(RegisteredInterest.starts), col(RegisteredInterest.id))
    )
    return list(session.exec(wanted if on is None else wanted.where(in_force(RegisteredInterest, on))))


def register(session: Session, *, on: date) -> list[tuple[Person, RegisteredInterest]]:
    """The register of interests as it is published on a day: what runs, and what ended in the six months before."""
    rows = session.exec(
        select(Person, RegisteredInterest)
        .join(RegisteredInterest, col(RegisteredInterest.person_id) == Person.id)
        .where(
            RegisteredInterest.starts <= on,
            col(RegisteredInterest.ends).is_(None) | (col(RegisteredInterest.ends) >= on - PUBLISHED_AFTER),
        )
        .order_by(Person.name, col(RegisteredInterest.starts), col(RegisteredInterest.id))
    )
    return [(person, interest) for person, interest in rows]


def ties(session: Session, person_id: int, *, on: date) -> dict[str, str]:
    """The organisations to which a person is tied on a day, and why: itself, without the groups that it belongs to.

    By employment, by a declared interest, by acting for one as applicant or signatory.
    """
    person = require(session, person_id)
    found: dict[str, str] = {}
    if person.organisation:
        found[person.organisation] = f"{person.name} works for it"
    for interest in interests(session, person_id, on=on):
        said = f"{person.name} has declared {rules.INTERESTS[interest.kind]}: {interest.nature}"
        found.setdefault(interest.organisation, said)
    for grant in grants(session, person_id, on=on):
        if grant.organisation and grant.role in rules.BOUND_BY_ROLE:
            found.setdefault(grant.organisation, f"{person.name} acts for it as {grant.role}")
    return found


def open_proposal(session: Session, verb: str, subject: str) -> Proposal | None:
    """What waits for a second person under this verb and subject, locked until the transaction ends."""
    wanted = select(Proposal).where(Proposal.verb == verb, Proposal.subject == subject, Proposal.state == "open")
    return session.exec(wanted.with_for_update()).first()


def proposal(session: Session, number: int, *, lock: bool = False) -> Proposal | None:
    """One request by its number, settled or not; `lock` holds it, read afresh, until the transaction ends."""
    return session.get(Proposal, number, with_for_update=lock, populate_existing=lock)


def proposals(session: Session, *, subject: str | None = None, state: str | None = None) -> list[Proposal]:
    """What was asked of a second person, the oldest first."""
    wanted = select(Proposal).order_by(col(Proposal.id))
    if subject is not None:
        wanted = wanted.where(Proposal.subject == subject)
    if state is not None:
        wanted = wanted.where(Proposal.state == state)
    return list(session.exec(wanted))


def interest(session: Session, number: int) -> RegisteredInterest:
    """One line of the register of interests.

    Raises:
        NotFound: there is no such line.
    """
    found = session.get(RegisteredInterest, number)
    if found is None:
        raise NotFound(
            f"There is no line {number} in the register of interests. Look at the list for the numbers (fundflow interest list)."
        )
    return found


def every_interest(session: Session) -> list[tuple[Person, RegisteredInterest]]:
    """The office's whole register, ended lines too, for as long as records are kept (domain, 2(c): six years or more)."""
    rows = session.exec(
        select(Person, RegisteredInterest)
        .join(RegisteredInterest, col(RegisteredInterest.person_id) == Person.id)
        .order_by(Person.name, col(RegisteredInterest.starts), col(RegisteredInterest.id))
    )
    return [(person, row) for person, row in rows]


def confirm_by(row: RegisteredInterest) -> date:
    """The day by which a line is to be confirmed again: a year after it was confirmed, or declared."""
    return rules.year_after(row.confirmed_on or london_day(row.declared_at))


def unconfirmed(row: RegisteredInterest, *, on: date) -> bool:
    """Whether a line that runs was last confirmed more than a year ago."""
    return (row.ends is None or row.ends >= on) and confirm_by(row) < on


def days_late(row: RegisteredInterest) -> int:
    """By how many days a line was declared later than the days that there are for it; nought if in time."""
    return max(0, (london_day(row.declared_at) - row.starts - rules.DECLARE_WITHIN).days)


def deciders(session: Session, *, since: date, on: date) -> set[int]:
    """Everybody who held a role in which people decide, on any day of a stretch."""
    rows = session.exec(
        select(RoleGrant.person_id).where(
            col(RoleGrant.role).in_(rules.DECIDING),
            RoleGrant.starts <= on,
            col(RoleGrant.ends).is_(None) | (col(RoleGrant.ends) >= since),
        )
    )
    return set(rows)
