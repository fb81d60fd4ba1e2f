"""Reads from the registers who is tied to what, for the rules on who may assess."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from fundflow import organisations, people
from fundflow.scoring.rules import Candidate, Parties, RivalRule


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
    direct = people.ties(session, person_id, on=on)
    groups = organisations.groups_of_many(session, direct, on=on)
    ties = people.ties(session, person_id, on=on, memberships=groups)
    return Candidate(person_id, person.name, finance_aware, clinical, ties, load, most)


def parties(
    session: Session,
    own: Iterable[str],
    *,
    on: date,
    rivals: Iterable[str] = (),
    local: Iterable[str] = (),
    rule: RivalRule = "exclude",
) -> Parties:
    """The bodies of a bid by name: its lead and participants with their federations, and the rivals as they are.

    `own` and `rivals` are organisation codes; `local` those rivals that belong to the bid's own commissioners.
    """
    stated, others = set(own), set(rivals)
    groups = organisations.groups_of_many(session, stated, on=on)
    bodies = stated | {group for found in groups.values() for group in found}
    names = organisations.names(session, bodies | others)
    return Parties(
        own={code: names.get(code, code) for code in sorted(bodies)},
        rivals={code: names.get(code, code) for code in sorted(others - bodies)},
        local=frozenset(local),
        rule=rule,
    )
