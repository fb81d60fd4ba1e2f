"""Reads from the registers who is tied to what, for the rules on who may assess."""

from datetime import date

from sqlmodel import Session

from fundflow import organisations, people
from fundflow.scoring.rules import Candidate


def candidate(
    session: Session,
    person_id: int,
    *,
    on: date,
    finance_aware: bool = False,
    clinical: bool = False,
    load: int = 0,
    most: int | None = None,
) -> Candidate:
    """A person as a possible assessor, with every tie on a day; a partner of a practice is tied to its federation.

    Raises:
        NotFound: there is no such person.
    """
    person = people.require(session, person_id)
    tied = ties(session, person_id, on=on)
    return Candidate(person_id, person.name, finance_aware, clinical, tied, load, most)


def ties(session: Session, person_id: int, *, on: date) -> dict[str, str]:
    """The bodies to which a person is tied on a day, and why: the one rule for assessors, officers and members.

    A tie to an organisation is a tie to its groups too: a partner of a practice is tied to its federation (domain, 2(c)).

    Raises:
        NotFound: there is no such person.
    """
    found = people.ties(session, person_id, on=on)
    groups = organisations.groups_of_many(session, found, on=on)
    name = people.require(session, person_id).name
    names = organisations.names(session, {*found, *(group for groups_of in groups.values() for group in groups_of)})
    for code in list(found):
        for group in groups.get(code, ()):
            found.setdefault(group, f"{name} is tied to {names.get(code, code)}, a member of {names.get(group, group)}")
    return found
