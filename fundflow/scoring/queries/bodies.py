"""Reads from the registers who is tied to what, for the rules on who may assess."""

from collections.abc import Iterable
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
    return ties_of_many(session, [person_id], on=on)[person_id]


def ties_of_many(session: Session, wanted: Iterable[int], *, on: date) -> dict[int, dict[str, str]]:
    """The same for each of several people, their groups and names asked for once.

    Raises:
        NotFound: there is no such person.
    """
    own = {person: people.ties(session, person, on=on) for person in wanted}
    groups = organisations.groups_of_many(session, {code for found in own.values() for code in found}, on=on)
    named = {*(code for found in own.values() for code in found), *(one for held in groups.values() for one in held)}
    titles = organisations.names(session, named)
    for person, found in own.items():
        name = people.require(session, person).name
        for code in list(found):
            for group in groups.get(code, ()):
                said = f"{name} is tied to {titles.get(code, code)}, a member of {titles.get(group, group)}"
                found.setdefault(group, said)
    return own
