"""Verbs that write about people: adding them, giving and ending roles, declaring interests, leaving."""

from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from fundflow.audit import Act
from fundflow.clock import day_words
from fundflow.errors import BadInput, Conflict, NotFound, Refused
from fundflow.people import queries, rules
from fundflow.people.tables import Cover, Person, RegisteredInterest, RoleGrant

ALWAYS = datetime(1948, 7, 5, tzinfo=UTC)
"""When the reserved person was added: it was always there."""


def add(
    session: Session, *, sign_in_name: str, name: str, email: str, act: Act, organisation: str | None = None
) -> Person:
    """Add a person under a sign-in name of their own; the address may be shared and is never their identity.

    Raises:
        Conflict: the sign-in name is taken.
        BadInput: it is not one word, or the person has no name.
    """
    plain = rules.clean_sign_in_name(sign_in_name)
    if not name.strip():
        raise BadInput(f"'{plain}' has no name: give the person's name as it stands in letters", place="name")
    if plain == rules.SYSTEM:
        raise Refused.because("reserved_name", "Nobody can be called 'system': it is kept for what happens by itself.")
    taken = queries.called(session, plain)
    if taken is not None:
        raise Conflict(f"The sign-in name '{plain}' already belongs to {taken.name}. Choose another.")
    row = Person(
        sign_in_name=plain, name=name.strip(), email=email.strip(), organisation=organisation or None, added_at=act.now
    )
    session.add(row)
    session.flush()
    return row


def change(
    session: Session,
    person_id: int,
    *,
    act: Act,
    name: str | None = None,
    email: str | None = None,
    organisation: str | None = None,
) -> Person:
    """Change a person's name, address or employer; what is not given stays, an empty employer takes it away."""
    row = queries.require(session, person_id)
    if name is not None and not name.strip():
        raise BadInput("give the person's name as it stands in letters", place="name")
    row.name = row.name if name is None else name.strip()
    row.email = row.email if email is None else email.strip()
    row.organisation = row.organisation if organisation is None else organisation.strip() or None
    row.changed_at, row.changed_by = act.now, act.actor
    session.add(row)
    session.flush()
    return row


def grant(
    session: Session,
    person_id: int,
    role: str,
    *,
    starts: date,
    act: Act,
    fund: str | None = None,
    organisation: str | None = None,
    commissioner: str | None = None,
    ends: date | None = None,
) -> RoleGrant:
    """Let a person do something from a day (up to and with another); the same again changes nothing.

    Raises:
        BadInput: no such role, or days out of order.
        Refused: the person has left.
    """
    person = queries.require(session, person_id)
    plain = rules.known_role(role)
    if ends is not None and ends < starts:
        raise BadInput(f"it ends on {day_words(ends)}, before it starts on {day_words(starts)}", place="ends")
    if person.kind == rules.SYSTEM or (person.left_on is not None and person.left_on < starts):
        raise Refused.because(
            "can_hold_role", f"{person.name} cannot be given a role: they have left, or are no person."
        )
    scope = (fund or None, organisation or None, commissioner or None)
    for held in queries.grants(session, person_id):
        if (held.role, held.fund, held.organisation, held.commissioner) == (
            plain,
            *scope,
        ) and (held.starts <= starts and held.ends == ends):
            return held
    row = RoleGrant(
        person_id=person_id,
        role=plain,
        fund=scope[0],
        organisation=scope[1],
        commissioner=scope[2],
        starts=starts,
        ends=ends,
        granted_at=act.now,
        granted_by=act.actor,
        reason=act.reason,
    )
    session.add(row)
    session.flush()
    return row


def revoke(session: Session, grant_id: int, *, ends: date, act: Act) -> RoleGrant:
    """End a role: `ends` is the last day on which it may be used.

    Raises:
        NotFound: there is no such grant.
    """
    row = session.get(RoleGrant, grant_id)
    if row is None:
        raise NotFound(f"There is no role number {grant_id}. List the person's roles first.")
    row.ends = max(row.starts, ends) if row.ends is None else min(row.ends, max(row.starts, ends))
    row.reason, row.ended_by = act.reason or row.reason, act.actor
    session.add(row)
    session.flush()
    return row


def leave(session: Session, person_id: int, *, on: date, act: Act) -> Person:
    """A person leaves: `on` is their last day; roles and interests end then, all records stay (domain, case 69)."""
    row = queries.require(session, person_id)
    row.left_on, row.changed_at, row.changed_by = on, act.now, act.actor
    session.add(row)
    for held in session.exec(select(RoleGrant).where(RoleGrant.person_id == person_id)):
        if held.ends is None or held.ends > on:
            held.ends, held.ended_by = max(held.starts, on), act.actor
            session.add(held)
    declared = select(RegisteredInterest).where(
        RegisteredInterest.person_id == person_id, col(RegisteredInterest.ends).is_(None)
    )
    for interest in session.exec(declared):
        interest.ends, interest.ended_by = max(interest.starts, on), act.actor
        session.add(interest)
    session.flush()
    return row


def declare(
    session: Session,
    person_id: int,
    *,
    organisation: str,
    kind: str,
    nature: str,
    starts: date,
    act: Act,
    ends: date | None = None,
) -> RegisteredInterest:
    """Enter an interest in the register (domain, 2(c)); the same again changes nothing.

    Raises:
        BadInput: no such kind, nothing said of its nature, or days out of order.
    """
    queries.require(session, person_id)
    plain = rules.known_interest(kind)
    if not nature.strip() or not organisation.strip():
        raise BadInput("say what the interest is and in which organisation", place="nature")
    if ends is not None and ends < starts:
        raise BadInput(f"it ends on {day_words(ends)}, before it starts on {day_words(starts)}", place="ends")
    for known in queries.interests(session, person_id):
        if (known.organisation, known.kind, known.nature, known.starts) == (
            organisation,
            plain,
            nature.strip(),
            starts,
        ):
            return known
    row = RegisteredInterest(
        person_id=person_id,
        organisation=organisation.strip(),
        kind=plain,
        nature=nature.strip(),
        starts=starts,
        ends=ends,
        declared_at=act.now,
        declared_by=act.actor,
    )
    session.add(row)
    session.flush()
    return row


def confirm_interest(session: Session, interest_id: int, *, on: date, act: Act) -> RegisteredInterest:
    """Say that an interest still holds on a day; it is to be confirmed again within a year.

    Raises:
        NotFound: there is no such line.
        Refused: it ended before that day.
    """
    row = queries.interest(session, interest_id)
    if row.ends is not None and row.ends < on:
        raise Refused.because(
            "interest_runs",
            f"Line {interest_id} was not confirmed: {row.nature} ended on {day_words(row.ends)}. If it began again, "
            "declare it anew. Nothing has changed.",
        )
    row.confirmed_on, row.confirmed_by = on, act.actor
    session.add(row)
    session.flush()
    return row


def end_interest(session: Session, interest_id: int, *, ends: date, act: Act) -> RegisteredInterest:
    """Say that an interest ended: `ends` is its last day; the line stays on record.

    Raises:
        NotFound: there is no such line.
        BadInput: it would end before it started.
    """
    row = session.get(RegisteredInterest, interest_id)
    if row is None:
        raise NotFound(f"There is no line {interest_id} in the register of interests.")
    if ends < row.starts:
        raise BadInput(f"it ends on {day_words(ends)}, before it starts on {day_words(row.starts)}", place="ends")
    row.ends, row.ended_by = ends, act.actor
    session.add(row)
    session.flush()
    return row


def system(session: Session) -> rules.Actor:
    """The reserved person for what happens by itself, made when it is first needed; it cannot sign in."""
    row = queries.called(session, rules.SYSTEM)
    if row is None:
        row = Person(sign_in_name=rules.SYSTEM, name="fundflow", kind="system", added_at=ALWAYS)
        session.add(row)
        session.flush()
    return rules.Actor(int(row.id or 0), row.sign_in_name, row.name, None, "", (rules.Role(rules.SYSTEM),))


def cover(session: Session, person_id: int, covers_id: int, role: str, *, starts: date, ends: date, act: Act) -> Cover:
    """Let a person stand in for another in a role that the other holds, from a day up to and with a day.

    Raises:
        BadInput: no such role, or days out of order. Refused: the other does not hold it then, or it is one person.
    """
    own, absent = queries.require(session, person_id), queries.require(session, covers_id)
    plain = rules.known_role(role)
    if ends < starts:
        raise BadInput(f"it ends on {day_words(ends)}, before it starts on {day_words(starts)}", place="until")
    if own.id == absent.id:
        raise Refused.because("cover_stands", f"{own.name} cannot stand in for themselves. Name a colleague.")
    if not any(one.role == plain for one in queries.grants(session, covers_id, on=starts)):
        raise Refused.because(
            "cover_stands",
            f"{absent.name} is not {rules.role_words(plain)} on {day_words(starts)}, so nobody can stand in for them in "
            "that. Nothing has changed. Choose a role that they hold.",
        )
    row = Cover(
        person_id=person_id,
        covers_id=covers_id,
        role=plain,
        starts=starts,
        ends=ends,
        reason=act.reason,
        given_by=act.actor,
        given_at=act.now,
    )
    session.add(row)
    session.flush()
    return row
