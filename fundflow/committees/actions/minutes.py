"""Carries what minutes ask of people from meeting to meeting, and confirms a paper sheet that was entered afterwards."""

from datetime import date

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.committees import queries
from fundflow.committees.tables import Meeting, MinuteAction
from fundflow.errors import BadInput, NotFound, Refused


def add_action(
    session: Session, sitting_id: int, item_id: int, *, text: str, owner: str, due_on: date | None = None, act: Act
) -> MinuteAction:
    """Minute something to be done, by whom and by when.

    Raises:
        BadInput: no words, nobody to do it, or another meeting's item.
    """
    queries.item_of(session, item_id, sitting_id)
    if not text.strip() or not owner.strip():
        raise BadInput("say what is to be done and by whom", place="action")
    row = MinuteAction(
        sitting_id=sitting_id,
        item_id=item_id,
        text=text.strip(),
        owner=owner.strip(),
        due_on=due_on,
        recorded_at=act.now,
        recorded_by=act.actor_id,
    )
    session.add(row)
    session.flush()
    return row


def finish_action(session: Session, action_id: int, *, outcome: str, act: Act) -> MinuteAction:
    """Mark an action done and say what came of it.

    Raises:
        NotFound: there is none of this number. BadInput: it is done, or nothing is said.
    """
    row = session.get(MinuteAction, action_id)
    if row is None:
        raise NotFound(f"There is no action {action_id}. Look at the list for the numbers (fundflow meeting actions).")
    if row.done_at is not None or not outcome.strip():
        raise BadInput("it is done already" if row.done_at else "say what came of it", place="action")
    row.done_at, row.outcome = act.now, outcome.strip()
    session.add(row)
    session.flush()
    return row


def sheet_entered(session: Session, meeting_id: int, *, act: Act) -> Meeting:
    """Note that a meeting's record was entered afterwards from the paper sheet: its chair confirms before money moves."""
    meeting = queries.meeting_by_id(session, meeting_id)
    meeting.sheet_entered_at, meeting.sheet_confirmed_at, meeting.sheet_confirmed_by = act.now, None, None
    session.add(meeting)
    session.flush()
    return meeting


def confirm_sheet(session: Session, meeting_id: int, person_id: int, *, act: Act) -> Meeting:
    """Let a chair of the meeting confirm what was entered from the sheet.

    Raises:
        Refused: `sheet_confirmed`, the person chaired none of its bodies, or there is no sheet to confirm.
    """
    meeting = queries.meeting_by_id(session, meeting_id)
    rooms = [queries.room(session, one.id or 0) for one in queries.sittings(session, meeting_id)]
    chairs = {room.chair: room.name_of(room.chair) for room in rooms if room.chair is not None}
    if meeting.sheet_entered_at is None or person_id not in chairs:
        why = "nothing was entered from a sheet" if meeting.sheet_entered_at is None else "this person did not chair it"
        raise Refused.because(
            "sheet_confirmed",
            f"The record of {meeting.ref} was not confirmed: {why}. Nothing has changed. "
            f"Those who chair it: {', '.join(chairs.values()) or 'nobody yet'}.",
        )
    meeting.sheet_confirmed_at, meeting.sheet_confirmed_by = act.now, person_id
    session.add(meeting)
    session.flush()
    return meeting


def refuse_unconfirmed(session: Session, meeting_id: int) -> None:
    """Refuse to move money on a record entered from a sheet that no chair has confirmed.

    Raises:
        Refused: `sheet_confirmed`, with who can confirm it.
    """
    meeting = queries.meeting_by_id(session, meeting_id)
    if meeting.sheet_entered_at is None or meeting.sheet_confirmed_at is not None:
        return
    rooms = [queries.room(session, one.id or 0) for one in queries.sittings(session, meeting_id)]
    names = [room.name_of(room.chair) for room in rooms if room.chair is not None]
    raise Refused.because(
        "sheet_confirmed",
        f"Nothing of {meeting.ref} was applied: it was entered from the paper sheet, and no chair has confirmed the record. "
        f"The decisions stay staged. Ask {' or '.join(names)} to look at it (fundflow meeting confirm-sheet).",
    )
