"""A meeting and one item of it as the room sees them: who is here, who counts, what was voted, staged and written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, committees, ledger
from fundflow.committees import Standing
from fundflow.engine import readership, sight
from fundflow.errors import NotFound, Refused
from fundflow.people import Actor
from fundflow.views import queries
from fundflow.views.advice import Advice, of_bid


@dataclass(frozen=True)
class Seat:
    """A member in one sitting: how they came, and whether they are here now."""

    person: int
    name: str
    roles: tuple[str, ...]
    voting: bool
    here: bool
    came_at: datetime | None
    left_at: datetime | None
    leaves_by: datetime | None
    mode: str


@dataclass(frozen=True)
class SittingSheet:
    """One body's sitting: its key, its name, its needs, its members and the state of its minutes."""

    sitting_id: int
    key: str
    title: str
    commissioner: str | None
    quorum: int
    minutes: str
    seats: Sequence[Seat]
    room: committees.Room


@dataclass(frozen=True)
class AgendaLine:
    """One item with its bid's reference, if it is about one, and what was staged for it by body."""

    item: committees.Item
    case_ref: str
    staged: Sequence[committees.Change]


@dataclass(frozen=True)
class MeetingSheet:
    """A meeting as its page shows it."""

    meeting: committees.Meeting
    sittings: Sequence[SittingSheet]
    agenda: Sequence[AgendaLine]
    risks: Sequence[str]

    @property
    def staged(self) -> list[committees.Change]:
        """Every decision that waits to be applied, in the order of the agenda."""
        return [change for line in self.agenda for change in line.staged]


def meetings_of(session: Session, actor: Actor) -> list[committees.Meeting]:
    """Every meeting for the office, and for others those of bodies in which they sit; the newest first."""
    if sight.in_office(actor):
        return sorted(committees.meetings(session), key=lambda one: one.starts_at, reverse=True)
    return queries.meetings_with(session, actor.id)


def of_meeting(session: Session, ref: str, *, actor: Actor, now: datetime) -> MeetingSheet:
    """A meeting, for the office and for whoever has a seat in it.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    committees.read_ahead(session, ref)
    row = committees.meeting(session, ref)
    assert row.id is not None
    sittings = [_sitting(session, one) for one in committees.sittings(session, row.id)]
    seated = any(seat.person == actor.id for one in sittings for seat in one.seats)
    if not seated and not sight.in_office(actor):
        raise NotFound(
            f"There is no meeting '{ref}' among those that you may see. Check the reference, or ask the office."
        )
    changes = committees.diff(session, row.id)
    items = committees.items(session, row.id)
    refs = queries.refs(session, [one.application_id for one in items if one.application_id])
    return MeetingSheet(
        meeting=row,
        sittings=sittings,
        agenda=[
            AgendaLine(one, refs.get(one.application_id or 0, ""), [c for c in changes if c.item == one.number])
            for one in items
        ],
        risks=[one.sentence for one in committees.at_risk(session, row.id, at=now)] if row.state == "open" else [],
    )


def _sitting(session: Session, sitting: committees.Sitting) -> SittingSheet:
    assert sitting.id is not None
    room = committees.room(session, sitting.id)
    body = committees.body_of(session, sitting.id)
    stays = {stay.person_id: stay for stay in committees.attendance(session, sitting.id)}
    seats = []
    for member in room.members:
        stay = stays.get(member.person)
        seats.append(
            Seat(
                person=member.person,
                name=member.name,
                roles=tuple(sorted(member.roles)),
                voting=member.voting,
                here=stay is not None and stay.left_at is None,
                came_at=stay.came_at if stay else None,
                left_at=stay.left_at if stay else None,
                leaves_by=stay.leaves_by if stay else None,
                mode=stay.mode if stay else "",
            )
        )
    return SittingSheet(
        sitting_id=sitting.id,
        key=body.key,
        title=room.terms.short_title,
        commissioner=body.commissioner,
        quorum=room.terms.quorum,
        minutes=sitting.minutes,
        seats=seats,
        room=room,
    )


@dataclass(frozen=True)
class BodyItem:
    """How one body stands on an item: can it decide, who votes, what was voted and staged, its minute as it is written."""

    sitting: SittingSheet
    standing: Standing
    interests: Sequence[committees.ItemInterest]
    rulings: Mapping[int, Sequence[committees.Ruling]]
    carried: bool | None
    voted: str
    share: committees.ShareDecision | None
    minute: Sequence[str]

    @property
    def out(self) -> tuple[int, ...]:
        """Members whom an interest keeps out of this item, here or gone."""
        return self.sitting.room.kept_out(item=self.standing.quorum.item, at=self.standing.quorum.at)

    @property
    def voters(self) -> list[Seat]:
        """Members who count for this item now."""
        return [seat for seat in self.sitting.seats if seat.person in self.standing.quorum.counting and seat.voting]


@dataclass(frozen=True)
class ItemSheet:
    """One item, live; `case` is nothing where the bid's papers are kept from this reader."""

    meeting: MeetingSheet
    item: committees.Item
    case_ref: str
    case: applications.Dossier | None
    advice: Advice | None
    bodies: Sequence[BodyItem]
    left: Mapping[tuple[str, str], int]
    """What each commissioner and year would have left after everything that was staged today, this item left out."""


def of_item(session: Session, ref: str, number: int, *, actor: Actor, now: datetime) -> ItemSheet:
    """One item of a meeting as the chair and the secretary see it; who is tied to its bid reads nothing of that.

    Raises:
        NotFound: there is no such meeting or item, or it is not theirs to see.
    """
    sheet = of_meeting(session, ref, actor=actor, now=now)
    line = next((one for one in sheet.agenda if one.item.number == number), None)
    if line is None:
        raise NotFound(f"{ref} has no item {number}: its agenda has {len(sheet.agenda)} items.")
    item, item_id = line.item, line.item.id or 0
    at = min(now, sheet.meeting.closed_at) if sheet.meeting.closed_at else now
    standing = {one.sitting_id: one for one in committees.standing(session, item_id, at=at)}
    shares = committees.shares(session, item.application_id) if item.application_id else []
    said = _Said(shares, committees.draft_minute(session, item_id))
    case, advice = _paper(session, line.case_ref, actor=actor, now=now)
    return ItemSheet(
        meeting=sheet,
        item=item,
        case_ref=line.case_ref,
        case=case,
        advice=advice,
        bodies=[_body(session, one, standing[one.sitting_id], item_id, said) for one in sheet.sittings],
        left=_left(session, sheet, case, number),
    )


def _paper(
    session: Session, ref: str, *, actor: Actor, now: datetime
) -> tuple[applications.Dossier | None, Advice | None]:
    """The bid of an item and what advises on it, as its own page shows them to this reader; nothing where it does not."""
    if not ref:
        return None, None
    try:
        case, view = readership.case(session, ref, actor=actor, now=now)
    except (NotFound, Refused):
        return None, None
    advice = of_bid(session, case.id)
    return case.dossier, advice if "scores" in view else advice.unscored


def _body(session: Session, sitting: SittingSheet, standing: Standing, item_id: int, said: "_Said") -> BodyItem:
    motions = committees.motions(session, sitting.sitting_id, item_id)
    last = motions[-1] if motions else None
    voted = f"{last.votes_for} for, {last.votes_against} against, {last.abstained} abstained" if last else ""
    minute = said.minutes.get(standing.body)
    return BodyItem(
        sitting=sitting,
        standing=standing,
        interests=committees.interests(session, sitting.sitting_id, item_id=item_id),
        rulings=committees.rulings(session, sitting.sitting_id),
        carried=last.carried if last else None,
        voted=voted,
        share=next((one for one in said.shares if one.commissioner == sitting.commissioner), None),
        minute=minute.sentences if minute else (),
    )


@dataclass(frozen=True)
class _Said:
    """What stands on an item in every sitting: its shares, and its minutes by body."""

    shares: Sequence[committees.ShareDecision]
    minutes: Mapping[str, committees.ItemMinute]


def _left(
    session: Session, sheet: MeetingSheet, case: applications.Dossier | None, number: int
) -> dict[tuple[str, str], int]:
    if case is None:
        return {}
    left = {
        (one.key.commissioner, one.key.period): one.uncommitted for one in ledger.positions(session, fund=case.fund)
    }
    for change in sheet.staged:
        if change.item != number:
            for period, pence in change.amounts:
                left[change.commissioner, period] = left.get((change.commissioner, period), 0) - pence
    asked = {(share.commissioner, period) for share in case.shares for period in share.asked}
    return {key: pence for key, pence in left.items() if key in asked}
