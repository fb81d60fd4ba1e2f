"""Reads milestones and how they stand on a day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.monitoring import rules
from fundflow.monitoring.tables import Milestone, MilestoneWindow


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
    deliverable: str = ""
    action: str = ""
    comment: str = ""
    windows: tuple[rules.Window, ...] = ()


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
                row.deliverable,
                row.action,
                row.comment,
                tuple(spans),
            )
        )
    return shown


def milestone_numbered(session: Session, application_id: int, number: int) -> Milestone:
    """One milestone of a case by its number in it.

    Raises:
        NotFound: there is none.
    """
    every = milestones(session, application_id)
    for row in every:
        if row.number == number:
            return row
    known = ", ".join(f"{row.number} {row.title}" for row in every) or "none yet"
    raise NotFound(f"there is no milestone {number} in this case: {known}")


def cross_tab(session: Session, application_ids: list[int], *, on: date) -> dict[int, Counter[str]]:
    """Milestones by case and state on a day, partly met counted as in progress (the shape of WV 3.2)."""
    table: dict[int, Counter[str]] = {}
    for application_id in application_ids:
        states = [row.state for row in milestones_shown(session, application_id, on=on)]
        table[application_id] = Counter("in_progress" if state == "partially_met" else state for state in states)
    return table
