"""A meeting's paper sheet: what stands printed on it before the meeting, with the interests that are known already."""

from collections.abc import Sequence

from sqlmodel import Session

from fundflow import applications, clock, committees, scoring
from fundflow.exchange.exports import DaySheet, SheetBody


def of_meeting(session: Session, ref: str) -> DaySheet:
    """A meeting as its day sheet needs it.

    Raises:
        NotFound: there is no such meeting.
    """
    row = committees.meeting(session, ref)
    assert row.id is not None
    rooms = [committees.room(session, one.id or 0) for one in committees.sittings(session, row.id)]
    bodies = tuple(
        SheetBody(
            room.terms.title,
            room.terms.quorum,
            tuple(" or ".join(committees.role_words(role) for role in group) for group in room.terms.needs_one_of),
            tuple(
                f"{one.name}, {', '.join(committees.role_words(role) for role in sorted(one.roles))}"
                for one in room.members
                if one.voting
            ),
        )
        for room in rooms
    )
    items = tuple(
        (item.number, item.title, _known(session, row.id, item)) for item in committees.items(session, row.id)
    )
    return DaySheet(row.ref, row.title, clock.moment_words(row.starts_at), row.place, bodies, items)


def asked(session: Session, refs: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """The periods for which each of some bids asks, by bid and commissioner."""
    found = applications.dossiers(session, refs)
    return {one.ref: {share.commissioner: list(share.asked) for share in one.shares} for one in found}


def _known(session: Session, meeting_id: int, item: committees.Item) -> str:
    """Who of the members has a tie to an item's organisations by the register, or has declared already."""
    declared = {
        one.name
        for sitting in committees.sittings(session, meeting_id)
        for one in committees.interests(session, sitting.id or 0, item_id=item.id)
    }
    held_on = committees.meeting_by_id(session, meeting_id).held_on
    for sitting in committees.sittings(session, meeting_id):
        for member in committees.room(session, sitting.id or 0).members:
            if scoring.ties(session, member.person, on=held_on).keys() & set(item.organisations):
                declared.add(member.name)
    return f"Interest: {', '.join(sorted(declared))}" if declared else ""
