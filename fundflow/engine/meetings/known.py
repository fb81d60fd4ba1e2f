"""What the registers know before a meeting: who is tied to which item, minuted in one go, and no vote before it is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, committees, people, scoring
from fundflow.engine import visibility
from fundflow.engine.meetings.keeping import SECRETARIES, number_of, record_of
from fundflow.errors import Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class KnownTie:
    """A member's tie to an item by the registers: to which body, why, what is proposed, and whether it is minuted."""

    item: int
    body: str
    person: str
    organisation: str
    why: str
    proposed: str
    here: bool
    declared: bool
    sitting_id: int
    item_id: int
    person_id: int
    relation: str
    case_id: int | None


def known_ties(session: Session, ref: str) -> list[KnownTie]:
    """Every member's and attendee's tie to the bids of an agenda, by the rule for assessors and officers."""
    sittings = committees.sittings(session, number_of(session, ref))
    rooms = {one.id: committees.room(session, one.id or 0) for one in sittings}
    on = committees.meeting(session, ref).held_on
    known = scoring.ties_of_many(session, {one for room in rooms.values() for one in _seated(room)}, on=on)
    return [
        one
        for sitting in sittings
        for item in committees.items(session, sitting.meeting_id)
        if item.organisations
        for one in _of(session, sitting, item, rooms[sitting.id], known)
    ]


def _seated(room: committees.Room) -> list[int]:
    """Who sits, and who is here without a seat."""
    here = {stay.person for stay in room.stays if stay.left is None}
    return sorted({member.person for member in room.members} | here)


def _of(
    session: Session,
    sitting: committees.Sitting,
    item: committees.Item,
    room: committees.Room,
    known: Mapping[int, Mapping[str, str]],
) -> Iterator[KnownTie]:
    held_on = committees.meeting_by_id(session, sitting.meeting_id).held_on
    here = {stay.person for stay in room.stays if stay.left is None}
    voting = {member.person for member in room.members if member.voting}
    declared = {one.person_id for one in committees.interests(session, sitting.id or 0, item_id=item.id)}
    for person in _seated(room):
        tied = known[person]
        codes = [code for code in tied if code in item.organisations]
        if not codes:
            continue
        direct = people.ties(session, person, on=held_on)
        relation = "participant" if codes[0] in direct else "federation_of_participant"
        relation = relation if person in voting else "non_voting_attendee"
        yield KnownTie(
            item=item.number,
            body=room.terms.short_title,
            person=room.name_of(person),
            organisation=codes[0],
            why=tied[codes[0]],
            proposed=committees.propose(relation, competition=True).said,
            here=person in here,
            declared=person in declared,
            sitting_id=sitting.id or 0,
            item_id=item.id or 0,
            person_id=person,
            relation=relation,
            case_id=item.application_id,
        )


def ties_told(session: Session, ref: str, *, actor: Actor | None) -> list[KnownTie]:
    """Those ties that a reader may know before they are minuted; `actor` is nothing at the office's own machine.

    Secretaries and auditors know everybody's, and whoever may take a body's chair those of that body, but none to a case
    that its fund keeps from them. Everybody knows their own.
    """
    every = known_ties(session, ref)
    whole = actor is None or any(actor.holds(role) for role in (*SECRETARIES, "auditor"))
    rooms = {one.sitting_id: committees.room(session, one.sitting_id) for one in every} if actor else {}
    chaired = {sitting for sitting, room in rooms.items() if actor and _may_chair(room, actor.id)}
    told = [one for one in every if whole or one.sitting_id in chaired]
    if told:
        lost = visibility.hidden(session, actor=actor)
        told = [one for one in told if not lost or one.case_id is None or _ref(session, one.case_id) not in lost]
    return [one for one in every if one in told or (actor is not None and one.person_id == actor.id)]


def _may_chair(room: committees.Room, person: int) -> bool:
    return room.chair == person or any(
        member.person == person and member.roles.intersection(room.terms.chairs) for member in room.members
    )


def _ref(session: Session, case_id: int) -> str:
    return applications.get_by_id(session, case_id).ref


def declare_known(
    session: Session, ref: str, *, at: datetime | None = None, actor: Actor, now: datetime
) -> list[KnownTie]:
    """Minute the ties of those who are there and have not declared them; the proposal holds until the chair rules."""
    act = record_of(actor, now, "declare_ties", ref)
    found = [one for one in known_ties(session, ref) if one.here and not one.declared]
    for one in found:
        committees.declare_interest(
            session,
            one.sitting_id,
            one.item_id,
            one.person_id,
            kind=_kind(session, one),
            nature=one.why,
            relation=one.relation,
            organisation=one.organisation,
            at=at,
            act=act,
        )
    audit.record(session, act, after={"declared": [f"{one.item}: {one.person}" for one in found]})
    return found


def _kind(session: Session, tie: KnownTie) -> str:
    """The kind that the person gave in the register of interests; a post or a partnership is financial."""
    held_on = committees.meeting_by_id(session, committees.item_by_id(session, tie.item_id).meeting_id).held_on
    rows = people.interests(session, tie.person_id, on=held_on)
    return next((row.kind for row in rows if row.organisation == tie.organisation), "financial")


def refuse_undeclared(
    session: Session, sitting_id: int, item: committees.Item, voters: Collection[int], *, at: datetime
) -> None:
    """Refuse a vote on which a member votes, or counts for the quorum, whose tie to the bid the registers know alone.

    Raises:
        Refused: `interest_declared`, with the member and the tie.
    """
    held_on = committees.meeting_by_id(session, item.meeting_id).held_on
    declared = {one.person_id for one in committees.interests(session, sitting_id, item_id=item.id)}
    counting = committees.quorum(session, sitting_id, item.id or 0, at=at).counting
    for person in sorted({*voters, *counting} - declared):
        ties = scoring.ties(session, person, on=held_on)
        why = next((ties[code] for code in ties if code in item.organisations), None)
        if why is not None:
            name = committees.room(session, sitting_id).name_of(person)
            raise Refused.because(
                "interest_declared",
                f"The vote on item {item.number} was not recorded: {name} has not declared a tie to the bid ({why}). "
                "Nothing has changed. Record the declaration and the chair's ruling first, then vote.",
            )
