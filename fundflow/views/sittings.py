"""A meeting with everybody who sits in it, read in two questions however many bodies and people there are."""

from dataclasses import dataclass

from sqlmodel import Session, col

from fundflow import together
from fundflow.committees import Attendance, Committee, Item, Sitting


@dataclass(frozen=True)
class BodySitting:
    """One body's sitting, and who came to it."""

    sitting: Sitting
    body: Committee
    attendance: tuple[Attendance, ...]


@dataclass(frozen=True)
class MeetingSheet:
    """The sittings of a meeting in the order in which they were called, and its agenda by number."""

    sittings: tuple[BodySitting, ...]
    items: tuple[Item, ...]


def of_meeting(session: Session, meeting_id: int) -> MeetingSheet:
    """Everybody and everything of a meeting."""
    first = together.read(
        session, [(Sitting, col(Sitting.meeting_id) == meeting_id), (Item, col(Item.meeting_id) == meeting_id)]
    )
    sittings = first[Sitting]
    second = together.read(
        session,
        [
            (Committee, col(Committee.id).in_([one.committee_id for one in sittings])),
            (Attendance, col(Attendance.sitting_id).in_([one.id for one in sittings])),
        ],
    )
    bodies = {one.id: one for one in second[Committee]}
    came = sorted(second[Attendance], key=lambda one: (one.came_at, one.id))
    return MeetingSheet(
        tuple(
            BodySitting(one, bodies[one.committee_id], tuple(stay for stay in came if stay.sitting_id == one.id))
            for one in sittings
        ),
        tuple(sorted(first[Item], key=lambda one: one.number)),
    )
