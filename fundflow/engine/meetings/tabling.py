"""Puts a bid before a meeting in one act: its cover sheet, the step to the committee, and its place on the agenda."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, committees
from fundflow.engine import step
from fundflow.engine.guards.deciding import COVER_SHEET
from fundflow.engine.meetings.keeping import add_item, number_of
from fundflow.errors import BadInput
from fundflow.people import Actor

TABLE = "table"


def waiting(session: Session, ref: str) -> list[applications.CaseRow]:
    """Bids that could be tabled at a meeting: of its bodies' own money, by their life cycle, and not on its agenda yet."""
    meeting = number_of(session, ref)
    lives = [applications.definitions(row).workflow for row in applications.rounds(session)]
    states = {
        name
        for life in lives
        if life is not None
        for name in life.states
        if any(one.step == TABLE for one in life.steps_from(name))
    }
    bodies = [committees.body_of(session, one.id or 0) for one in committees.sittings(session, meeting)]
    there = {one.application_id for one in committees.items(session, meeting)}
    found = {
        row.id: row
        for code in sorted({one.commissioner for one in bodies if one.commissioner})
        for row in applications.find_cases(session, states=sorted(states), commissioner=code)
    }
    return sorted((row for row in found.values() if row.id not in there), key=lambda row: row.ref)


def table(
    session: Session,
    ref: str,
    case_ref: str,
    *,
    initials: str,
    action_on: Sequence[str] = (),
    number: int | None = None,
    actor: Actor,
    now: datetime,
) -> committees.Item:
    """Table a bid and put it on a meeting's agenda, unless it is there; rows not in `action_on` need no action.

    Raises:
        BadInput: `action_on` names what is no row of a cover sheet.
        Refused: whatever refuses the step, such as papers that went out too late (`papers_out`).
    """
    wrong = next((row for row in action_on if row not in COVER_SHEET), None)
    if wrong is not None:
        raise BadInput(f"'{wrong}' is no row of a cover sheet: {', '.join(COVER_SHEET)}", place="action_on")
    rows = {row: "yes" if row in action_on else "no" for row in COVER_SHEET}
    given = {"meeting": ref, "cover_sheet": {"initials": initials.strip(), "rows": rows}}
    step.take_step(session, case_ref, TABLE, actor=actor, now=now, values=given)
    row = applications.get(session, case_ref)
    agenda = committees.items(session, number_of(session, ref))
    there = next((one for one in agenda if one.application_id == row.id), None)
    return there or add_item(session, ref, case_ref=case_ref, number=number, actor=actor, now=now)
