"""Takes seats away and sets results aside, keeping both."""

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.scoring import queries, rules
from fundflow.scoring.tables import Assignment


def supersede_results(session: Session, application_id: int, *, because: str, act: Act) -> bool:
    """Mark the current moderation record and result as superseded; whether there was a result."""
    record = queries.moderation(session, application_id)
    if record is not None:
        record.superseded_at = act.now
        session.add(record)
    current = queries.consolidation(session, application_id)
    if current is not None:
        current.superseded_at, current.superseded_because = act.now, because
        session.add(current)
    session.flush()
    return current is not None


def end_seat(session: Session, row: Assignment, action: str, *, why: str, reason: str, act: Act) -> Assignment:
    """Hand back or void a seat; a result that rested on it follows, unless a frozen list holds it already."""
    counted = row.state == "locked"
    row.state = rules.next_state(row.state, action, who=row.person)
    row.why, row.reason = why, reason
    row.ended_by, row.ended_at = act.actor_id, act.now
    session.add(row)
    session.flush()
    if counted:
        supersede_unless_frozen(session, row.application_id, because=reason, act=act)
    return row


def supersede_unless_frozen(session: Session, application_id: int, *, because: str, act: Act) -> None:
    """Set a result aside that has lost a sheet; what a committee has seen does not change silently."""
    current = queries.consolidation(session, application_id)
    if current is None or queries.frozen_with(session, current.id or 0) is None:
        supersede_results(session, application_id, because=because, act=act)
