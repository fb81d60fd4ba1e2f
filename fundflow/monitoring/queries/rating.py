"""Puts together what the rating of a case rests on."""

from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from fundflow.monitoring import rules
from fundflow.monitoring.queries.measures import attainments
from fundflow.monitoring.queries.milestones import milestones_shown
from fundflow.monitoring.queries.returns import overdue_returns
from fundflow.monitoring.tables import RatingOverride


def rag_facts(
    session: Session,
    application_id: int,
    *,
    on: date,
    forecast_off_percent: Fraction = Fraction(0),
    high_risk: bool = False,
) -> rules.RagFacts:
    """What a case's rating rests on: measures, and milestones and returns that are overdue on a day."""
    late = [
        (on - row.due_on).days
        for row in milestones_shown(session, application_id, on=on)
        if row.state == "overdue" and row.due_on
    ]
    late += [(on - row.due_on).days for row in overdue_returns(session, on=on, application_id=application_id)]
    reached = attainments(session, application_id, on=on)
    return rules.RagFacts(tuple(reached.values()), tuple(late), forecast_off_percent, high_risk)


def rating_override(session: Session, application_id: int) -> RatingOverride | None:
    """The latest rating by judgement of a case, if anyone gave one."""
    return session.exec(
        select(RatingOverride)
        .where(RatingOverride.application_id == application_id)
        .order_by(col(RatingOverride.id).desc())
    ).first()
