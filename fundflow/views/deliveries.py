"""What an award promised and owes, as its recipient sees it: returns, milestones, measures with their readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fundflow import monitoring
from fundflow.monitoring import Measure, Milestone, MilestoneWindow, QuarterlyReturn, Reading, Window
from fundflow.views import applicant_queries


@dataclass(frozen=True)
class Promised:
    """A milestone, when it is due, and its state as shown on a day (`overdue` is worked out)."""

    row: Milestone
    due_on: date | None
    state: str


@dataclass(frozen=True)
class Measured:
    """A measure with its readings that stand, by day."""

    row: Measure
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Delivery:
    """Everything that an award reports."""

    returns: tuple[QuarterlyReturn, ...]
    late: frozenset[int]
    milestones: tuple[Promised, ...]
    measures: tuple[Measured, ...]


def of_award(session: Session, application_id: int, *, on: date) -> Delivery:
    """What one award promised and owes, on a day."""
    found = applicant_queries.delivery_of(session, application_id)
    returns = sorted(found.returns, key=lambda row: (row.due_on, row.id))
    late = {row.id or 0 for row in returns if row.state in ("due", "returned") and on > row.due_on}
    return Delivery(
        returns=tuple(returns),
        late=frozenset(late),
        milestones=tuple(_promised(row, found.windows, on=on) for row in found.milestones),
        measures=tuple(Measured(row, _readings(row, found.readings)) for row in found.measures),
    )


def _promised(row: Milestone, windows: Sequence[MilestoneWindow], *, on: date) -> Promised:
    spans = [Window(one.starts_on, one.due_on, one.label) for one in windows if one.milestone_id == row.id]
    due = max((span.due_on for span in spans), default=None)
    return Promised(row, due, monitoring.milestone_shown(row.state, spans, on=on))


def _readings(row: Measure, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    replaced = {one.replaces_id for one in readings}
    mine = [one for one in readings if one.measure_id == row.id and one.id not in replaced]
    return tuple(sorted(mine, key=lambda one: (one.read_on, one.id)))
