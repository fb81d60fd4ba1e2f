"""Reads milestones, measures and returns, and puts together what a rating rests on."""

from fundflow.monitoring.queries.measures import (
    attainments,
    measure,
    measure_named,
    measures,
    measures_shown,
    readings,
    trajectory,
)
from fundflow.monitoring.queries.milestones import (
    MilestoneShown,
    cross_tab,
    milestone,
    milestone_numbered,
    milestones,
    milestones_shown,
    windows,
)
from fundflow.monitoring.queries.rating import rag_facts, rating_override
from fundflow.monitoring.queries.returns import (
    OPEN,
    overdue_returns,
    quarterly_return,
    return_labelled,
    returns_of,
    significant_events,
    versions,
)

__all__ = [
    "OPEN",
    "MilestoneShown",
    "attainments",
    "cross_tab",
    "measure",
    "measure_named",
    "measures",
    "measures_shown",
    "milestone",
    "milestone_numbered",
    "milestones",
    "milestones_shown",
    "overdue_returns",
    "quarterly_return",
    "rag_facts",
    "rating_override",
    "readings",
    "return_labelled",
    "returns_of",
    "significant_events",
    "trajectory",
    "versions",
    "windows",
]
