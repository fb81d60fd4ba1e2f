"""Gathers everything that bears on quorum into the pure `Room`, and asks it about items and moments."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from fundflow.clock import day_words, time_words
from fundflow.committees.queries.agendas import (
    attendance,
    body_of,
    interests,
    item_by_id,
    items,
    meeting_by_id,
    next_meeting,
    rulings,
    sitting_by_id,
    sittings,
)
from fundflow.committees.queries.bodies import members_on
from fundflow.committees.queries.votes import motions, votes_of
from fundflow.committees.rules.interests import CoiAction, Interest, Ruled
from fundflow.committees.rules.quorum import Member, Quorum, Room, Stay, becoming_inquorate, evaluate
from fundflow.committees.rules.remedies import Remedy, remedies
from fundflow.committees.rules.sentences import listed, not_quorate, why_not
from fundflow.committees.tables import Committee, Item, ItemInterest, Motion, Ruling, ShareDecision, TermsVersion
from fundflow.definitions.committee import Terms


def room(session: Session, sitting_id: int) -> Room:
    """A sitting's facts: members of the day, every stay, every interest with its rulings, the terms it sits under."""
    sitting = sitting_by_id(session, sitting_id)
    meeting = meeting_by_id(session, sitting.meeting_id)
    body = body_of(session, sitting_id)
    terms = session.get_one(TermsVersion, sitting.terms_id)
    seats = members_on(session, sitting.committee_id, on=meeting.held_on, sitting_id=sitting_id)
    ruled = rulings(session, sitting_id)
    return Room(
        committee=body.key,
        terms=Terms.model_validate(terms.terms),
        chair=sitting.chair_id,
        members=tuple(
            Member(seat.person_id, seat.name, frozenset({seat.role}), voting=seat.voting, since=seat.since)
            for seat in seats
        ),
        stays=tuple(
            Stay(stay.person_id, stay.came_at, stay.left_at, counts=stay.counts, name=stay.name)
            for stay in attendance(session, sitting_id)
        ),
        interests=tuple(as_interest(row, ruled.get(row.id or 0, [])) for row in interests(session, sitting_id)),
    )


def as_interest(row: ItemInterest, rulings: Sequence[Ruling]) -> Interest:
    """A declared interest and its rulings, as the rules know them."""
    return Interest(
        person=row.person_id,
        item=row.item_id,
        declared_at=row.declared_at,
        proposed=tuple(CoiAction(action) for action in row.proposed),
        nature=row.nature,
        rulings=tuple(
            Ruled(ruling.ruled_at, tuple(CoiAction(action) for action in ruling.actions), ruling.ruled_by_name)
            for ruling in rulings
        ),
        key=row.id or 0,
    )


def voters(session: Session, motion: Motion) -> frozenset[int]:
    """Those whose vote for or against a motion stands: the ones among whom one side must outnumber the other."""
    assert motion.id is not None
    return frozenset(vote.person_id for vote in votes_of(session, motion.id) if vote.choice != "abstain")


def quorum(session: Session, sitting_id: int, item_id: int, *, at: datetime) -> Quorum:
    """The quorum of a sitting for an item at any second, as it was then."""
    return evaluate(room(session, sitting_id), item=item_id, at=at)


@dataclass(frozen=True)
class Standing:
    """The one line that a chair can trust: can this body decide this item now, why, and what would help."""

    sitting_id: int
    body: str
    commissioner: str | None
    quorum: Quorum
    names: dict[int, str]
    can_decide: bool
    why: str
    remedies: tuple[Remedy, ...]
    concerned: bool = True
    """Whether it has something to decide under the item."""


def standing(session: Session, item_id: int, *, at: datetime) -> list[Standing]:
    """Every sitting's standing for an item at a moment (screen S6)."""
    return [
        _standing(session, sitting.id or 0, item_by_id(session, item_id), at)
        for sitting in sittings(session, item_by_id(session, item_id).meeting_id)
    ]


def _standing(session: Session, sitting_id: int, item: Item, at: datetime) -> Standing:
    return _stands(session, room(session, sitting_id), sitting_id, item, at)


def _stands(session: Session, facts: Room, sitting_id: int, item: Item, at: datetime) -> Standing:
    found = evaluate(facts, item=item.id or 0, at=at)
    body = body_of(session, sitting_id)
    return Standing(
        sitting_id=sitting_id,
        body=facts.terms.short_title,
        commissioner=body.commissioner,
        quorum=found,
        names={person: facts.name_of(person) for person in {*found.present, *(one.person for one in facts.members)}},
        can_decide=found.can_decide,
        why=why_not(facts, found),
        remedies=_ways(session, facts, found, item, sitting_id),
        concerned=_concerns(session, body, item),
    )


def foreseen(
    session: Session, sitting_id: int, item: Item, *, without: Collection[int], at: datetime
) -> list[Standing]:
    """How a sitting would stand for an item without some people, empty where it has nothing left to decide under it.

    Before the meeting opens every voting member is taken to come.
    """
    if not _concerns(session, body_of(session, sitting_id), item) or _decided(session, sitting_id, item):
        return []
    facts = room(session, sitting_id)
    if meeting_by_id(session, item.meeting_id).opened_at is None:
        facts = facts.joined_by(*(member for member in facts.members if member.voting), at=at)
    for person in without:
        facts = facts.without(person)
    return [_stands(session, facts, sitting_id, item, at)]


def _ways(session: Session, facts: Room, found: Quorum, item: Item, sitting_id: int) -> tuple[Remedy, ...]:
    meeting = meeting_by_id(session, item.meeting_id)
    later = next_meeting(session, sitting_by_id(session, sitting_id).committee_id, after=meeting.held_on)
    when = day_words(later.held_on) if later else "the next meeting"
    return remedies(facts, found, number_on_agenda=item.number, next_meeting=when)


def refusal(session: Session, sitting_id: int, item_id: int, found: Quorum) -> str:
    """The sentence that refuses a decision for want of quorum, with the other bodies that can still decide."""
    item = item_by_id(session, item_id)
    facts = room(session, sitting_id)
    others = [
        room(session, other.id).terms.short_title
        for other in sittings(session, item.meeting_id)
        if other.id is not None
        and other.id != sitting_id
        and _concerns(session, body_of(session, other.id), item)
        and quorum(session, other.id, item_id, at=found.at).can_decide
    ]
    ways = _ways(session, facts, found, item, sitting_id)
    return not_quorate(facts, found, ways, number_on_agenda=item.number, others=others)


@dataclass(frozen=True)
class AtRisk:
    """Items that a body could decide now and could not once somebody has left."""

    sitting_id: int
    body: str
    person: int
    name: str
    leaves_at: datetime | None
    items: tuple[int, ...]
    sentence: str


def at_risk(session: Session, meeting_id: int, *, at: datetime, leaver: int | None = None) -> list[AtRisk]:
    """What is lost when people leave: each who said so beforehand, or `leaver` alone (what if they went now)."""
    undecided = [item for item in items(session, meeting_id) if item.id is not None]
    found = []
    for sitting in sittings(session, meeting_id):
        assert sitting.id is not None
        facts = room(session, sitting.id)
        body = body_of(session, sitting.id)
        open_ = [
            item for item in undecided if _concerns(session, body, item) and not _decided(session, sitting.id, item)
        ]
        for stay in attendance(session, sitting.id):
            gone = stay.left_at is not None or not (stay.came_at <= at)
            if gone or (stay.leaves_by is None if leaver is None else stay.person_id != leaver):
                continue
            ids = becoming_inquorate(facts, items=[item.id or 0 for item in open_], leaver=stay.person_id, at=at)
            numbers = tuple(item.number for item in open_ if item.id in ids)
            if numbers:
                found.append(_risk(sitting.id, facts, stay.person_id, stay.leaves_by, numbers))
    return found


def _concerns(session: Session, body: Committee, item: Item) -> bool:
    """Whether a body has something to decide under an item: no bid, a group, or a share of its commissioner's."""
    if item.application_id is None or body.commissioner is None:
        return True
    shares = select(ShareDecision.commissioner).where(ShareDecision.application_id == item.application_id)
    asked = set(session.exec(shares))
    return not asked or body.commissioner in asked


def _decided(session: Session, sitting_id: int, item: Item) -> bool:
    return any(motion.carried for motion in motions(session, sitting_id, item.id or 0))


def _risk(sitting_id: int, facts: Room, person: int, leaves_at: datetime | None, numbers: tuple[int, ...]) -> AtRisk:
    name, body = facts.name_of(person), facts.terms.short_title
    when = f"leaves at {time_words(leaves_at)}" if leaves_at else "would leave now"
    which = f"{'item' if len(numbers) == 1 else 'items'} {listed([str(number) for number in numbers], last='and')}"
    return AtRisk(
        sitting_id,
        body,
        person,
        name,
        leaves_at,
        numbers,
        f"{name} {when}: {which} of {body} will then be inquorate. Take {'it' if len(numbers) == 1 else 'them'} first?",
    )
