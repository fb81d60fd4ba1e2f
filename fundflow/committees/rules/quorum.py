"""Whether one body can decide one item at one moment, and what would let it: the same answer for any past second."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fundflow.clock import wire
from fundflow.committees.rules.interests import Interest, excluded_by
from fundflow.definitions.committee import Terms


@dataclass(frozen=True)
class Member:
    """A person's seats on a body; `since` is the moment of a co-option, none for an ordinary seat."""

    person: int
    name: str
    roles: frozenset[str]
    voting: bool = True
    since: datetime | None = None


@dataclass(frozen=True)
class Stay:
    """One stretch of presence; present from `came` up to but not with `left`."""

    person: int
    came: datetime
    left: datetime | None = None
    counts: bool = True
    name: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether the person was there at a moment."""
        return self.came <= at and (self.left is None or at < self.left)


@dataclass(frozen=True)
class Room:
    """Everything that bears on one body's quorum at a meeting; the order of its records never matters."""

    committee: str
    terms: Terms
    members: tuple[Member, ...]
    stays: tuple[Stay, ...]
    interests: tuple[Interest, ...] = ()
    chair: int | None = None

    def name_of(self, person: int) -> str:
        """The name under which a person sits or attends."""
        seated = [member.name for member in self.members if member.person == person]
        attending = [stay.name for stay in self.stays if stay.person == person]
        return next((name for name in seated + attending if name), f"person {person}")

    def without(self, person: int) -> "Room":
        """The room if a person were not there."""
        return replace(self, stays=tuple(stay for stay in self.stays if stay.person != person))

    def joined_by(self, *people: Member, at: datetime) -> "Room":
        """The room if more people sat in it from a moment on."""
        stays = tuple(Stay(person=member.person, came=at, name=member.name) for member in people)
        known = {member.person for member in self.members}
        members = tuple(member for member in people if member.person not in known)
        return replace(self, members=self.members + members, stays=self.stays + stays)

    def kept_out(self, *, item: int, at: datetime) -> tuple[int, ...]:
        """Who neither counts nor votes on an item because of an interest, whether they stayed or left the room."""
        people = sorted({one.person for one in self.interests})
        return tuple(one for one in people if excluded_by(self.interests, one, item=item, at=at))


@dataclass(frozen=True)
class Quorum:
    """One body, one item, one moment. People by id, in the order of their ids."""

    committee: str
    item: int
    at: datetime
    present: tuple[int, ...]
    recused: tuple[int, ...]
    counting: tuple[int, ...]
    needed: int
    roles_missing: tuple[tuple[str, ...], ...]
    outnumbered: tuple[int, int] | None
    chair: int | None
    can_decide: bool

    def snapshot(self) -> dict[str, Any]:
        """The same, as it is kept beside a decision."""
        return {
            "committee": self.committee,
            "item": self.item,
            "at": wire(self.at),
            "present": list(self.present),
            "recused": list(self.recused),
            "counting": list(self.counting),
            "needed": self.needed,
            "roles_missing": [list(group) for group in self.roles_missing],
            "outnumbered": list(self.outnumbered) if self.outnumbered else None,
            "chair": self.chair,
            "can_decide": self.can_decide,
        }


def may_vote(room: Room, person: int, *, at: datetime) -> bool:
    """Whether a person holds a voting seat, in a role that votes under the terms, at a moment."""
    return any(
        member.voting
        and member.roles.intersection(room.terms.votes_by)
        and (member.since is None or member.since <= at)
        for member in room.members
        if member.person == person
    )


def roles_of(room: Room, person: int) -> frozenset[str]:
    """Every role in which a person sits."""
    return frozenset(role for member in room.members if member.person == person for role in member.roles)


def present_at(room: Room, at: datetime) -> tuple[int, ...]:
    """Who was there at a moment, members and others."""
    return tuple(sorted({stay.person for stay in room.stays if stay.covers(at)}))


def evaluate(room: Room, *, item: int, at: datetime, voters: Iterable[int] | None = None) -> Quorum:
    """The quorum of an item at a moment (domain 2(c)).

    Recused members do not count. `voters` are those who voted for or against: among them the outnumber rule is tested
    at the vote; before it, everyone who counts may vote and is taken.
    """
    present = present_at(room, at)
    counted = {stay.person for stay in room.stays if stay.covers(at) and stay.counts}
    eligible = [person for person in present if person in counted and may_vote(room, person, at=at)]
    recused = tuple(person for person in present if excluded_by(room.interests, person, item=item, at=at))
    counting = tuple(person for person in eligible if person not in recused)
    held = frozenset(role for person in counting for role in roles_of(room, person))
    missing = tuple(group for group in room.terms.needs_one_of if held.isdisjoint(group))
    voting = counting if voters is None else tuple(person for person in counting if person in set(voters))
    outnumbered = _outnumbered(room, voting)
    chair = _chair(room, counting)
    can = len(counting) >= room.terms.quorum and not missing and outnumbered is None and chair is not None
    return Quorum(
        committee=room.committee,
        item=item,
        at=at,
        present=present,
        recused=recused,
        counting=counting,
        needed=room.terms.quorum,
        roles_missing=missing,
        outnumbered=outnumbered,
        chair=chair,
        can_decide=can,
    )


def _outnumbered(room: Room, voting: Sequence[int]) -> tuple[int, int] | None:
    """(how many of the first roles, how many of the second) when the first do not outnumber the second."""
    if room.terms.outnumber is None:
        return None
    first, second = room.terms.outnumber
    many = sum(not roles_of(room, person).isdisjoint(second) for person in voting)
    more = sum(
        not roles_of(room, person).isdisjoint(first) and roles_of(room, person).isdisjoint(second) for person in voting
    )
    return (more, many) if many and more <= many else None


def _chair(room: Room, counting: Sequence[int]) -> int | None:
    """The sitting's chair while they count, else the first unconflicted person in the order of the terms."""
    if room.chair in counting:
        return room.chair
    for role in room.terms.chairs:
        for person in counting:
            if role in roles_of(room, person):
                return person
    return None


def chair_for(room: Room, *, item: int, at: datetime, besides: int | None = None) -> int | None:
    """Who takes the chair for an item: the chair, or the vice-chair where the chair is conflicted (case 19).

    `besides` is a person who may not rule on their own interest.
    """
    counting = evaluate(room, item=item, at=at).counting
    return _chair(room, [person for person in counting if person != besides])


def designated_chair(room: Room, *, item: int, at: datetime, besides: int | None = None) -> int | None:
    """Who would take the chair for an item if every member were there: for rulings before or after the meeting."""
    everybody = room.joined_by(*room.members, at=at)
    return chair_for(everybody, item=item, at=at, besides=besides)


def becoming_inquorate(room: Room, *, items: Sequence[int], leaver: int, at: datetime) -> tuple[int, ...]:
    """Which of the later items could be decided now and could not once `leaver` has gone."""
    gone = room.without(leaver)
    return tuple(
        item
        for item in items
        if evaluate(room, item=item, at=at).can_decide and not evaluate(gone, item=item, at=at).can_decide
    )
