"""Rows of assessment."""

from fundflow.scoring.tables.results import (
    AgreedScore,
    Consolidation,
    Feedback,
    ModerationRecord,
    Ranking,
    RankingOption,
    Recommendation,
    ScoreNote,
)
from fundflow.scoring.tables.seats import Assignment, Declaration, Score, ScoreRevision

__all__ = [
    "AgreedScore",
    "Assignment",
    "Consolidation",
    "Declaration",
    "Feedback",
    "ModerationRecord",
    "Ranking",
    "RankingOption",
    "Recommendation",
    "Score",
    "ScoreNote",
    "ScoreRevision",
]
