"""Calls meetings, keeps their agenda, opens and closes them, and carries their minutes to confirmation."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from fundflow.audit import Act
from fundflow.clock import day_words, london_day, moment_words
from fundflow.committees import queries
from fundflow.committees.rules import references
from fundflow.committees.rules.minutes import after as minutes_after
from fundflow.committees.rules.terms import papers_refusal
from fundflow.committees.tables import Item, Meeting, MinuteAmendment, Sitting
from fundflow.definitions.committee import Terms
from fundflow.errors import BadInput, Conflict, Refused


def call_meeting(
    session: Session,
    *,
    ref: str,
    title: str,
    starts_at: datetime,
    committees: Sequence[str],
    place: str = "",
    public: bool = True,
    papers_out_on: date | None = None,
    act: Act,
) -> Meeting:
    """Call one or several bodies to sit together, each under its terms of that day and its own chair.

    Raises:
        Conflict: the reference is taken.
        BadInput: no body, or one named twice; a reference that cannot stand in an address.
        NotFound: an unknown body.
    """
    references.check(ref)
    if not committees or len(set(committees)) < len(committees):
        raise BadInput("name each committee that sits, once", place="committees")
    if session.exec(select(Meeting).where(Meeting.ref == ref)).first() is not None:
        raise Conflict(f"There is a meeting '{ref}' already: choose another reference.")
    called = Meeting(
        ref=ref,
        title=title,
        held_on=london_day(starts_at),
        starts_at=starts_at,
        place=place,
        public=public,
        papers_out_on=papers_out_on,
        called_by=act.actor_id,
    )
    session.add(called)
    session.flush()
    for key in committees:
        _sit(session, called, key)
    session.flush()
    return called


def _sit(session: Session, meeting: Meeting, key: str) -> None:
    body = queries.committee(session, key)
    assert meeting.id is not None
    assert body.id is not None
    terms = queries.terms_row(session, body.id, on=meeting.held_on)
    assert terms.id is not None
    chairs = Terms.model_validate(terms.terms).chairs
    seats = queries.members_on(session, body.id, on=meeting.held_on)
    chair = next((seat.person_id for role in chairs for seat in seats if seat.role == role), None)
    session.add(Sitting(meeting_id=meeting.id, committee_id=body.id, terms_id=terms.id, chair_id=chair))


def set_chair(session: Session, sitting_id: int, person_id: int, *, act: Act) -> Sitting:
    """Name another chair for a sitting, before the meeting opens; during it the vice-chair follows by the terms.

    Raises:
        Refused: `meeting_planned`, it is open or over.
        BadInput: the person has no seat on the body.
    """
    sitting = queries.sitting_by_id(session, sitting_id)
    _only(queries.meeting_by_id(session, sitting.meeting_id), {"planned"}, "The chair was not changed", act)
    if person_id not in {member.person for member in queries.room(session, sitting_id).members}:
        raise BadInput("the chair must be a member", place="chair")
    sitting.chair_id = person_id
    session.add(sitting)
    session.flush()
    return sitting


def send_papers(session: Session, meeting_id: int, *, on: date | None = None, act: Act) -> Meeting:
    """Record the day on which the papers went out.

    Raises:
        BadInput: a day to come.
    """
    meeting = queries.meeting_by_id(session, meeting_id)
    day = on or london_day(act.now)
    if day > london_day(act.now):
        raise BadInput(f"papers cannot have gone out on {day_words(day)}: that day is to come", place="on")
    meeting.papers_out_on = day
    session.add(meeting)
    session.flush()
    return meeting


def papers_late(session: Session, meeting_id: int) -> str | None:
    """Why a bid may not be tabled at this meeting yet, by the strictest of the sitting bodies; None when it may."""
    meeting = queries.meeting_by_id(session, meeting_id)
    reasons = []
    for sitting in queries.sittings(session, meeting_id):
        terms = queries.room(session, sitting.id or 0).terms
        reasons.append(
            papers_refusal(
                meeting.papers_out_on, meeting.held_on, needed=terms.papers_clear_days, committee=terms.short_title
            )
        )
    return next((reason for reason in reasons if reason), None)


def add_item(
    session: Session,
    meeting_id: int,
    *,
    title: str,
    number: int | None = None,
    application_id: int | None = None,
    organisations: Sequence[str] = (),
    private: bool = False,
    act: Act,
) -> Item:
    """Put an item on the agenda: the next number, unless told; `organisations` are those whom it concerns.

    Raises:
        Conflict: the number is taken, or the bid is on this agenda already.
        Refused: `meeting_open`, the meeting is over.
        BadInput: nothing says what it is about.
    """
    if not title.strip():
        raise BadInput("say what the item is about in words, or name the bid that it is about", place="title")
    meeting = queries.meeting_by_id(session, meeting_id)
    _only(meeting, {"planned", "open"}, "The item was not added", act)
    agenda = queries.items(session, meeting_id)
    wanted = number if number is not None else max((item.number for item in agenda), default=0) + 1
    if any(item.number == wanted for item in agenda):
        raise Conflict(f"Item {wanted} is on the agenda of {meeting.ref} already.")
    if application_id is not None and any(item.application_id == application_id for item in agenda):
        raise Conflict(f"'{title}' is on the agenda of {meeting.ref} already.")
    added = Item(
        meeting_id=meeting_id,
        number=wanted,
        title=title,
        application_id=application_id,
        organisations=list(organisations),
        private=private,
    )
    session.add(added)
    session.flush()
    return added


def open_meeting(session: Session, meeting_id: int, *, at: datetime | None = None, act: Act) -> Meeting:
    """Open a planned meeting on its day, or note afterwards when it opened.

    Raises:
        Refused: `meeting_planned`, it is open or over, or its day is still to come.
    """
    not_done = "The meeting was not opened"
    meeting = in_state(session, meeting_id, {"planned"}, not_done, act)
    moment = moment_of(at, act)
    if london_day(moment) < meeting.held_on:
        raise Refused.because(
            "meeting_planned",
            f"{not_done}. {meeting.ref} is called for {day_words(meeting.held_on)}; that would be "
            f"{day_words(london_day(moment))}. Nothing has changed. Open it on its day.",
        )
    meeting.state, meeting.opened_at = "open", moment
    session.add(meeting)
    session.flush()
    return meeting


def close_meeting(session: Session, meeting_id: int, *, at: datetime | None = None, act: Act) -> Meeting:
    """Close an open meeting: everybody still there leaves, a motion whose vote is open lapses, decisions stay staged.

    Raises:
        Refused: `meeting_open`, it is not open.
        BadInput: somebody came, or something happened, after that moment.
    """
    meeting = in_state(session, meeting_id, {"open"}, "The meeting was not closed", act)
    moment = moment_of(at, act)
    ids = [sitting.id or 0 for sitting in queries.sittings(session, meeting_id)]
    stays = [stay for sitting_id in ids for stay in queries.attendance(session, sitting_id)]
    motions = queries.open_motions(session, ids)
    last = max(
        [*(stay.left_at or stay.came_at for stay in stays), *(motion.put_at for motion in motions)], default=moment
    )
    if moment < last:
        raise BadInput(f"something is recorded at {moment_words(last)}, after this moment", place="at")
    for stay in stays:
        stay.left_at = stay.left_at or moment
        session.add(stay)
    for motion in motions:
        motion.closed_at, motion.carried = moment, False
        session.add(motion)
    meeting.state, meeting.closed_at = "closed", moment
    session.add(meeting)
    session.flush()
    return meeting


def advance_minutes(session: Session, sitting_id: int, *, to: str, act: Act) -> Sitting:
    """Carry a sitting's minutes on: draft, checked by the chair, circulated, confirmed at the next meeting.

    Raises:
        Refused: `minutes_order`, not the next stage.
    """
    sitting = queries.sitting_by_id(session, sitting_id)
    following = minutes_after(sitting.minutes)
    if to != following:
        way = (
            f"The next stage is '{following}'. Mark them so first."
            if following
            else "They are final; a later meeting can note an error."
        )
        raise Refused.because(
            "minutes_order", f"The minutes were not marked '{to}'. They are '{sitting.minutes}'. {way}"
        )
    sitting.minutes, sitting.minutes_at = to, act.now
    session.add(sitting)
    session.flush()
    return sitting


def amend_minutes(
    session: Session, sitting_id: int, *, text: str, item_id: int | None = None, act: Act
) -> MinuteAmendment:
    """Add a numbered correction to a sitting's minutes; the text itself is never rewritten.

    Raises:
        Refused: `minutes_open`, they are confirmed.
    """
    sitting = queries.sitting_by_id(session, sitting_id)
    if sitting.minutes == "confirmed":
        raise Refused.because(
            "minutes_open",
            "This correction was not added. These minutes are confirmed. You can put an item on the next agenda.",
        )
    added = MinuteAmendment(
        sitting_id=sitting_id,
        item_id=item_id,
        number=len(queries.amendments(session, sitting_id)) + 1,
        text=text,
        proposed_by=act.actor_id,
        at=act.now,
    )
    session.add(added)
    session.flush()
    return added


def moment_of(at: datetime | None, act: Act) -> datetime:
    """A moment of the meeting's clock: now, unless told; what is written down later keeps its own time.

    Raises:
        BadInput: a moment to come.
    """
    moment = at or act.now
    if moment > act.now:
        raise BadInput(f"{moment_words(moment)} is to come", place="at")
    return moment


def in_state(session: Session, meeting_id: int, states: set[str], not_done: str, act: Act) -> Meeting:
    """The meeting, locked for this transaction, in one of these states.

    Raises:
        Refused: `meeting_planned` or `meeting_open`.
    """
    found = session.exec(
        select(Meeting).where(col(Meeting.id) == meeting_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    return _only(found or queries.meeting_by_id(session, meeting_id), states, not_done, act)


def _only(meeting: Meeting, states: set[str], not_done: str, act: Act) -> Meeting:
    if meeting.state in states:
        return meeting
    now = {
        "planned": f"is planned for {moment_words(meeting.starts_at)} and not open yet. Open it first",
        "open": "is open already. It can be closed",
        "closed": f"closed at {moment_words(meeting.closed_at or act.now)}. Call another meeting",
    }
    guard = "meeting_planned" if states == {"planned"} else "meeting_open"
    raise Refused.because(guard, f"{not_done}. Meeting {meeting.ref} {now[meeting.state]}.")
