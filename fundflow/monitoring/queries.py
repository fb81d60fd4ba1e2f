"""Reads milestones, measures and returns, and puts together what a rating rests on."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.monitoring import rules
from fundflow.monitoring.tables import (
    Measure,
    Milestone,
    MilestoneWindow,
    QuarterlyReturn,
    RatingOverride,
    Reading,
    ReturnVersion,
)

OPEN = ("due", "returned")


@dataclass(frozen=True)
class MilestoneShown:
    """One milestone as shown on a day; `warning` is `met_without_evidence` where nothing backs it (D-31)."""

    milestone_id: int
    number: int
    title: str
    state: str
    due_on: date | None
    evidence: str
    items: int
    items_met: int
    source_label: str
    warning: str = ""


def milestones(session: Session, application_id: int) -> list[Milestone]:
    """The milestones of a case, in order."""
    return list(
        session.exec(
            select(Milestone).where(Milestone.application_id == application_id).order_by(col(Milestone.number))
        ).all()
    )


def milestone(session: Session, milestone_id: int) -> Milestone:
    """One milestone.

    Raises:
        NotFound: there is none with this number.
    """
    found = session.get(Milestone, milestone_id)
    if found is None:
        raise NotFound(f"there is no milestone {milestone_id}")
    return found


def windows(session: Session, milestone_id: int | None) -> list[rules.Window]:
    """The spans in which a milestone is to be delivered, earliest first."""
    rows = session.exec(
        select(MilestoneWindow)
        .where(MilestoneWindow.milestone_id == milestone_id)
        .order_by(col(MilestoneWindow.due_on), col(MilestoneWindow.id))
    ).all()
    return [rules.Window(row.starts_on, row.due_on, row.label) for row in rows]


def milestones_shown(session: Session, application_id: int, *, on: date) -> list[MilestoneShown]:
    """The milestones of a case as shown on a day, overdue derived."""
    shown = []
    for row in milestones(session, application_id):
        spans = windows(session, row.id)
        state = rules.milestone_shown(row.state, spans, on=on)
        assert row.id is not None
        shown.append(
            MilestoneShown(
                row.id,
                row.number,
                row.title,
                state,
                rules.milestone_due(spans),
                row.evidence,
                row.items,
                row.items_met,
                row.source_label,
                "met_without_evidence" if state == "met" and not row.evidence.strip() else "",
            )
        )
    return shown


def cross_tab(session: Session, application_ids: list[int], *, on: date) -> dict[int, Counter[str]]:
    """Milestones by case and state on a day, partly met counted as in progress (the shape of WV 3.2)."""
    table: dict[int, Counter[str]] = {}
    for application_id in application_ids:
        states = [row.state for row in milestones_shown(session, application_id, on=on)]
        table[application_id] = Counter("in_progress" if state == "partially_met" else state for state in states)
    return table


def measures(session: Session, application_id: int) -> list[Measure]:
    """The outcome measures of a case."""
    return list(
        session.exec(select(Measure).where(Measure.application_id == application_id).order_by(col(Measure.name))).all()
    )


def measure(session: Session, measure_id: int) -> Measure:
    """One measure.

    Raises:
        NotFound: there is none with this number.
    """
    found = session.get(Measure, measure_id)
    if found is None:
        raise NotFound(f"there is no measure {measure_id}")
    return found


def readings(session: Session, measure_id: int | None) -> list[Reading]:
    """A measure's readings that stand, by day; corrected ones are left out."""
    replaced = select(Reading.replaces_id).where(col(Reading.replaces_id).is_not(None))
    return list(
        session.exec(
            select(Reading)
            .where(Reading.measure_id == measure_id, col(Reading.id).not_in(replaced))
            .order_by(col(Reading.read_on), col(Reading.id))
        ).all()
    )


def trajectory(row: Measure) -> rules.Trajectory:
    """A measure's line as a fact for the rules."""
    return rules.Trajectory(
        "up" if row.direction == "up" else "down",
        rules.number(row.baseline, place=row.name),
        row.baseline_on,
        rules.number(row.target, place=row.name),
        row.target_on,
    )


def attainments(session: Session, application_id: int, *, on: date) -> dict[str, Fraction]:
    """Percent of trajectory by measure, from each one's latest reading up to a day."""
    found = {}
    for row in measures(session, application_id):
        known = [reading for reading in readings(session, row.id) if reading.read_on <= on]
        if known:
            last = known[-1]
            reached = trajectory(row).attainment(rules.number(last.value, place=row.name), last.read_on)
            if reached is not None:
                found[row.name] = reached
    return found


def returns_of(session: Session, application_id: int) -> list[QuarterlyReturn]:
    """The returns of a case, earliest due first."""
    return list(
        session.exec(
            select(QuarterlyReturn)
            .where(QuarterlyReturn.application_id == application_id)
            .order_by(col(QuarterlyReturn.due_on), col(QuarterlyReturn.id))
        ).all()
    )


def quarterly_return(session: Session, return_id: int) -> QuarterlyReturn:
    """One return.

    Raises:
        NotFound: there is none with this number.
    """
    found = session.get(QuarterlyReturn, return_id)
    if found is None:
        raise NotFound(f"there is no return {return_id}")
    return found


def overdue_returns(session: Session, *, on: date, application_id: int | None = None) -> list[QuarterlyReturn]:
    """Returns not sent in by their day, of one case or of all, oldest first."""
    wanted = select(QuarterlyReturn).where(col(QuarterlyReturn.state).in_(OPEN), QuarterlyReturn.due_on < on)
    if application_id is not None:
        wanted = wanted.where(QuarterlyReturn.application_id == application_id)
    return list(session.exec(wanted.order_by(col(QuarterlyReturn.due_on), col(QuarterlyReturn.id))).all())


def versions(session: Session, return_id: int | None) -> list[ReturnVersion]:
    """A return as it was sent in, each time."""
    return list(
        session.exec(
            select(ReturnVersion).where(ReturnVersion.return_id == return_id).order_by(col(ReturnVersion.number))
        ).all()
    )


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
