"""Writes significant events of an award: what happened, good or to learn from, and what was learnt (WO 7.6)."""

from datetime import date

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput
from fundflow.monitoring import queries
from fundflow.monitoring.tables import SignificantEvent

KINDS = ("positive", "for_improvement")


def note_event(
    session: Session,
    application_id: int,
    *,
    happened_on: date,
    kind: str,
    text: str,
    act: Act,
    learnt: str = "",
) -> SignificantEvent:
    """Note something that happened; entries stay as they were written.

    Raises:
        BadInput: no words, another kind, or a day that has not come.
    """
    if not text.strip():
        raise BadInput("say what happened", place="event")
    if kind not in KINDS:
        raise BadInput(f"'{kind}' is not a kind of event: {' or '.join(KINDS)}", place="event")
    if happened_on > london_day(act.now):
        raise BadInput(f"{day_words(happened_on)} is still to come: note what has happened", place="event")
    row = SignificantEvent(
        application_id=application_id,
        number=len(queries.significant_events(session, application_id)) + 1,
        happened_on=happened_on,
        kind=kind,
        text=text.strip(),
        learnt=learnt.strip(),
        noted_at=act.now,
        noted_by=act.actor_id,
        noted_name=act.actor,
    )
    session.add(row)
    session.flush()
    return row
