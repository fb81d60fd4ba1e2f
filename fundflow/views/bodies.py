"""Committees and groups as their pages show them: their terms in short, and who sits, is to sit and sat on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import committees, people
from fundflow.clock import london_day
from fundflow.committees import Committee, CommitteeMember
from fundflow.definitions import Library, Terms
from fundflow.engine import sight
from fundflow.errors import NotFound
from fundflow.people import Actor


@dataclass(frozen=True)
class BodyLine:
    """One body in the list: its terms, how many sit today and how many of them vote, and its chair and deputies by name."""

    terms: Terms
    seats: int
    voting: int
    chairs: Sequence[CommitteeMember]


@dataclass(frozen=True)
class BodySheet:
    """One body: seats of today in the order of its terms, those to come and those ended, and what each person signs in as."""

    terms: Terms
    now: Sequence[CommitteeMember]
    coming: Sequence[CommitteeMember]
    ended: Sequence[CommitteeMember]
    sign_in_names: Mapping[int, str]

    @property
    def voting(self) -> int:
        """How many people vote today; who has two seats has one vote."""
        return len({one.person_id for one in self.now if one.voting})


def bodies_of(session: Session, library: Library, *, actor: Actor, now: datetime) -> list[BodyLine]:
    """Every body for the office, and for others those in which they have a seat today; committees first, by title."""
    today = london_day(now)
    known = {one.key: one for one in committees.committees(session)}
    seats: dict[int, list[CommitteeMember]] = {}
    for one in committees.seats_of(session, None, on=today):
        seats.setdefault(one.committee_id, []).append(one)
    office = sight.in_office(actor)
    lines = []
    for terms in sorted(library.committees.values(), key=lambda one: (one.kind, one.title)):
        held = seats.get(_number(known.get(terms.committee)), [])
        if office or any(one.person_id == actor.id for one in held):
            voting = len({one.person_id for one in held if one.voting})
            lines.append(BodyLine(terms, len({one.person_id for one in held}), voting, _chairs(terms, held)))
    return lines


def _number(body: Committee | None) -> int:
    return (body.id or 0) if body else 0


def _chairs(terms: Terms, held: Sequence[CommitteeMember]) -> list[CommitteeMember]:
    return sorted((one for one in held if one.role in terms.chairs), key=lambda one: terms.chairs.index(one.role))


def of_body(session: Session, library: Library, key: str, *, actor: Actor, now: datetime) -> BodySheet:
    """One body, for the office and for whoever has a seat in it today.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    terms, today = library.committees.get(key), london_day(now)
    body = next((one for one in committees.committees(session) if one.key == key), None)
    every = committees.standing_seats(session, body.id or 0) if body else []
    seats = [one for one in every if one.starts <= today and (one.ends is None or today <= one.ends)]
    mine = any(one.person_id == actor.id for one in seats)
    if terms is None or not (mine or sight.in_office(actor)):
        raise NotFound(f"There is no committee or group '{key}' among those that you may see. Check the name.")
    return BodySheet(
        terms=terms,
        now=sorted(seats, key=lambda one: _place(terms, one)),
        coming=[one for one in every if one.starts > today],
        ended=[one for one in every if one.ends is not None and one.ends < today][::-1],
        sign_in_names={one.id or 0: one.sign_in_name for one in people.list_all(session)},
    )


def _place(terms: Terms, one: CommitteeMember) -> tuple[int, str]:
    order = (*terms.chairs, *terms.votes_by)
    return (order.index(one.role) if one.role in order else len(order), one.name)
