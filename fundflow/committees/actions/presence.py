"""Records who comes, who leaves and who will have to leave, by the meeting's clock."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import time_words
from fundflow.committees import queries
from fundflow.committees.actions.meetings import in_state, moment_of
from fundflow.committees.tables import Attendance
from fundflow.errors import BadInput, NotFound

_MODES = ("room", "telephone", "video")


def arrive(
    session: Session,
    meeting_id: int,
    person_id: int,
    *,
    at: datetime | None = None,
    mode: str = "room",
    counts: bool = True,
    leaves_by: datetime | None = None,
    name: str = "",
    sitting_id: int | None = None,
    act: Act,
) -> list[Attendance]:
    """Record that a person has come: to every sitting where they have a seat, or to all as an attendee without one.

    Whoever is in one sitting already, and has since been co-opted to another, comes to that other one.

    `counts=False` where the body does not count this mode towards quorum; `leaves_by` is when they must go.

    Raises:
        Refused: `meeting_open`, the meeting is over.
        BadInput: they are there already, left after this moment, or an unknown mode.
    """
    in_state(session, meeting_id, {"planned", "open"}, "The arrival was not recorded", act)
    if mode not in _MODES:
        raise BadInput(f"'{mode}' is not a way to attend: {', '.join(_MODES)}", place="mode")
    moment = moment_of(at, act)
    all_ids = [sitting.id or 0 for sitting in queries.sittings(session, meeting_id)]
    seated = [one for one in all_ids if person_id in {member.person for member in queries.room(session, one).members}]
    ids = [sitting_id] if sitting_id is not None else seated or all_ids
    away = [one for one in ids if all(stay.left_at is not None for stay in queries.stays(session, one, person_id))]
    rows = []
    for one in away or ids:
        facts = queries.room(session, one)
        _in_order(queries.stays(session, one, person_id), moment, facts.name_of(person_id))
        rows.append(
            Attendance(
                sitting_id=one,
                person_id=person_id,
                name=facts.name_of(person_id) if one in seated or not name else name,
                came_at=moment,
                leaves_by=leaves_by,
                mode=mode,
                counts=counts,
                entered_at=act.now,
            )
        )
    session.add_all(rows)
    session.flush()
    return rows


def _in_order(stays: Sequence[Attendance], moment: datetime, name: str) -> None:
    for stay in stays:
        if stay.left_at is None:
            raise BadInput(
                f"{name} has been here since {time_words(stay.came_at)}; if they went out and are back, record first when "
                "they left",
                place="at",
            )
        if moment < stay.left_at:
            raise BadInput(f"{name} was here until {time_words(stay.left_at)}: times must be in order", place="at")


def leave(
    session: Session,
    meeting_id: int,
    person_id: int,
    *,
    at: datetime | None = None,
    sitting_id: int | None = None,
    act: Act,
) -> list[Attendance]:
    """Record that a person has left: every sitting, unless one is named. Decisions before stand (case 21).

    Raises:
        NotFound: they are not there.
        BadInput: a moment before they came.
    """
    in_state(session, meeting_id, {"planned", "open"}, "The departure was not recorded", act)
    moment = moment_of(at, act)
    rows = _here(session, meeting_id, person_id, sitting_id)
    for row in rows:
        if moment < row.came_at:
            raise BadInput(f"{row.name} came at {time_words(row.came_at)}: times must be in order", place="at")
        row.left_at = moment
        session.add(row)
    session.flush()
    return rows


def will_leave(session: Session, meeting_id: int, person_id: int, *, by: datetime, act: Act) -> list[Attendance]:
    """Note when somebody will have to go, so that items can be taken before.

    Raises:
        NotFound: they are not there.
    """
    in_state(session, meeting_id, {"planned", "open"}, "This was not noted", act)
    rows = _here(session, meeting_id, person_id, None)
    for row in rows:
        row.leaves_by = by
        session.add(row)
    session.flush()
    return rows


def _here(session: Session, meeting_id: int, person_id: int, sitting_id: int | None) -> list[Attendance]:
    ids = [sitting_id] if sitting_id is not None else [one.id or 0 for one in queries.sittings(session, meeting_id)]
    rows = [row for one in ids for row in queries.stays(session, one, person_id) if row.left_at is None]
    if not rows:
        raise NotFound("This person is not recorded as being at the meeting: record first when they came.")
    return rows
