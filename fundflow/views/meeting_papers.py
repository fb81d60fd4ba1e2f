"""What goes into the papers of a meeting for one reader: every item's paper but those that they may not see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, committees, ledger, organisations
from fundflow.applications import Dossier
from fundflow.clock import day_words, london_day, moment_words
from fundflow.definitions import Pinned
from fundflow.engine import meetings, readership, sight
from fundflow.errors import NotFound, Refused
from fundflow.exchange.exports import pack as bid_pack
from fundflow.exchange.exports import yes_no
from fundflow.exchange.exports.meeting_pack import AskedOf, BidPaper, ItemPaper, MeetingPack, Sits
from fundflow.money import pounds
from fundflow.people import Actor
from fundflow.views.advice import Advice, of_bid


@dataclass(frozen=True)
class _Reader:
    """Whose copy it is, whether they sit in the meeting, and by item's number why a paper is kept from them."""

    actor: Actor
    seated: bool
    tied: Mapping[int, str]


def of_meeting(session: Session, ref: str, *, reader: Actor, now: datetime) -> MeetingPack:
    """A meeting's papers as one reader gets them: the office everything, whoever sits what they have no tie to.

    Raises:
        NotFound: there is no such meeting, or the reader neither works in the office nor sits in it.
    """
    row = readership.meeting(session, ref, actor=reader, now=now)
    sittings = committees.sittings(session, row.id or 0)
    rooms = [committees.room(session, one.id or 0) for one in sittings]
    seated = any(member.person == reader.id for room in rooms for member in room.members)
    ties = meetings.ties_told(session, ref, actor=reader)
    agenda = committees.items(session, row.id or 0)
    who = _Reader(reader, seated, _tied(session, ties, agenda, reader.id) if seated else {})
    return MeetingPack(
        ref=row.ref,
        title=row.title,
        starts=moment_words(row.starts_at),
        place=row.place,
        made_on=day_words(london_day(now)),
        reader=reader.name if seated or not sight.in_office(reader) else "",
        bodies=[_sits(session, one, room) for one, room in zip(sittings, rooms, strict=True)],
        items=[_item(session, one, who, ties, now) for one in agenda],
    )


def _sits(session: Session, sitting: committees.Sitting, room: committees.Room) -> Sits:
    return Sits(
        room.terms.short_title,
        room.terms.quorum,
        [
            f"{one.name}, {', '.join(committees.role_words(role) for role in sorted(one.roles))}"
            for one in room.members
            if one.voting
        ],
        [f"{one.owner}: {one.text}" for one in committees.matters_arising(session, sitting.id or 0)],
    )


def _tied(
    session: Session, ties: Sequence[meetings.KnownTie], agenda: Sequence[committees.Item], person: int
) -> dict[int, str]:
    """Why the paper of an item is kept from somebody: a tie in the registers, or an interest of which that was ruled."""
    kept = committees.withheld(session, person)
    ruled = {one.number: kept[one.id] for one in agenda if one.id in kept}
    return {**ruled, **{one.item: one.why for one in reversed(ties) if one.person_id == person}}


def _item(
    session: Session, item: committees.Item, who: _Reader, ties: Sequence[meetings.KnownTie], now: datetime
) -> ItemPaper:
    if item.number in who.tied:
        return ItemPaper(item.number, item.title, item.private, None, who.tied[item.number])
    if item.application_id is None:
        return ItemPaper(item.number, item.title, item.private, None)
    row = applications.get_by_id(session, item.application_id)
    try:
        _, view = readership.case(session, row.ref, actor=who.actor, now=now)
    except (NotFound, Refused):
        title = f"A case of {applications.fund_of(session, row).title}"
        return ItemPaper(item.number, title, item.private, None, "its fund keeps to itself whom it helps")
    known = [f"{one.body}: {one.person} {one.proposed} ({one.why})" for one in ties if one.item == item.number]
    return ItemPaper(item.number, item.title, item.private, _bid(session, row, known, view))


def _bid(session: Session, row: applications.Application, known: Sequence[str], view: sight.Sight) -> BidPaper:
    bid = applications.dossier(session, row.ref)
    pinned = applications.definitions(applications.round_by_id(session, row.round_id))
    advice = of_bid(session, bid.id)
    if "scores" not in view:
        advice = advice.unscored
    cover = bid.facts.get("cover_sheet") or {}
    return BidPaper(
        facts=list(_facts(session, bid, pinned, advice)),
        asked=_asked(session, bid, pinned),
        advice=advice.kind,
        reasons=advice.reasons,
        conditions=[str(one.get("text", "")) for one in advice.conditions],
        cover=[(name.replace("_", " ").capitalize(), yes_no(value)) for name, value in cover.get("rows", {}).items()],
        initials=str(cover.get("initials", "")),
        interests=known,
        texts=list(_texts(bid, pinned)),
        costs=_costs(bid, pinned),
        notes=[
            f"{one.criterion}: {one.stands} stands, {one.meant} was meant; the total would be {one.would_be}. {one.reason}"
            for one in advice.notes
        ],
    )


def _facts(session: Session, bid: Dossier, pinned: Pinned, advice: Advice) -> Iterator[tuple[str, str]]:
    names = organisations.names(session, [bid.lead, *(one.organisation for one in bid.present)])
    partners = [names.get(one.organisation, one.organisation) for one in bid.present if one.role != "lead"]
    yield "Reference", bid.ref
    yield "Led by", names.get(bid.lead, bid.lead)
    yield "With", "; ".join(partners) or "nobody else"
    yield "Patients", bid_pack.patients(bid)
    yield "Asks for", pounds(bid.ask_pence)
    if bid.minimum_viable_pence is not None:
        yield "Can work with at least", pounds(bid.minimum_viable_pence)
    if advice.score:
        bands = {band.key: band.title for band in pinned.criteria.bands} if pinned.criteria else {}
        yield "Score", f"{advice.score} of 100: {bands.get(advice.band, advice.band)}"
    if advice.rank is not None:
        yield "Rank", f"{advice.rank} of {advice.ranked}"
    if advice.pence:
        yield "The group would give", pounds(advice.pence)
    if advice.preference is not None:
        yield "Its lead's own order", f"{advice.preference}, for reading and never scored"
    if advice.links:
        yield "Tied to other bids", advice.links


def _asked(session: Session, bid: Dossier, pinned: Pinned) -> list[AskedOf]:
    left = {(one.key.commissioner, one.key.period): one.uncommitted for one in ledger.positions(session, fund=bid.fund)}
    return [
        AskedOf(
            pinned.commissioner(share.commissioner).short_name, period, pence, left.get((share.commissioner, period), 0)
        )
        for share in bid.shares
        for period, pence in share.asked.items()
    ]


def _texts(bid: Dossier, pinned: Pinned) -> Iterator[tuple[str, str]]:
    form = pinned.fund.form
    for question in form.questions if form else ():
        yield question.title, bid.content.answers.get(question.key, "")
    helped = [
        f"{item.title}: {bid.content.actions[item.key].get('text', '')}"
        for item in (form.actions.items if form else ())
        if bid.content.actions.get(item.key, {}).get("contributes")
    ]
    if form and helped:
        yield f"{form.actions.title}: what the bid helps with", "\n".join(helped)
    if bid.content.exit_plan:
        yield "When the money ends", bid.content.exit_plan


def _costs(bid: Dossier, pinned: Pinned) -> list[tuple[str, str, str, str]]:
    form = pinned.fund.form
    kinds = {kind.key: kind.title for kind in form.cost_types} if form else {}
    rows = [
        (line.period, kinds.get(line.cost_type, line.cost_type), line.description, pounds(line.pence))
        for line in bid.content.lines
    ]
    return [*rows, ("", "", "In all", pounds(bid.ask_pence))]
