"""Rows of what came of scoring: moderation, results, ranked lists, feedback, recommendations, notes.

Exact figures are text `n/d`, so that nothing is rounded at rest.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_CURRENT = text("superseded_at IS NULL")


class ModerationRecord(SQLModel, table=True):
    """One completed scoring of a bid: which triggers fired and why; none is an empty list, so rates can be told."""

    __tablename__ = "moderation_record"
    __table_args__ = (
        Index(
            "uq_moderation_record_current",
            "application_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    triggers: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime
    by: int
    agreed_at: datetime | None = None
    agreed_by: int | None = None
    superseded_at: datetime | None = None


class AgreedScore(SQLModel, table=True):
    """What moderators settled on one criterion: an integer that replaces the mean, or none where the mean stands."""

    __tablename__ = "agreed_score"
    __table_args__ = (
        UniqueConstraint("moderation_id", "criterion", name="uq_agreed_score_criterion"),
        CheckConstraint("score IS NULL OR score BETWEEN 0 AND 100", name="ck_agreed_score_range"),
        CheckConstraint("length(trim(reason)) > 0", name="ck_agreed_score_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    moderation_id: int = Field(foreign_key="moderation_record.id", index=True)
    criterion: str
    score: int | None = None
    reason: str
    by: int
    at: datetime


class Consolidation(SQLModel, table=True):
    """The one result of a bid's scoring: exact means and total, the total in tenths rounded once, band and minima.

    At most one row of a bid is current; a reopened scoring supersedes it and keeps it.
    """

    __tablename__ = "consolidation"
    __table_args__ = (
        CheckConstraint("tenths BETWEEN 0 AND 1000", name="ck_consolidation_tenths"),
        Index(
            "uq_consolidation_current",
            "application_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    means: dict[str, str] = Field(sa_type=JSON)
    total: str
    tenths: int
    band: str
    minima_failed: list[str] = Field(default_factory=list, sa_type=JSON)
    fundable: bool
    agreed: list[str] = Field(default_factory=list, sa_type=JSON)
    assessors: int
    criteria_sha256: str
    at: datetime
    by: int
    superseded_at: datetime | None = None
    superseded_because: str = ""


class Ranking(SQLModel, table=True):
    """One ranked list of a round with the money that it was tested against; frozen by the first recommendation."""

    __tablename__ = "ranking"
    __table_args__ = (UniqueConstraint("round_id", "number", name="uq_ranking_number"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    number: int
    rows: list[dict[str, Any]] = Field(sa_type=JSON)
    budget: list[dict[str, Any]] = Field(sa_type=JSON)
    criteria_sha256: str
    at: datetime
    by: int
    frozen_at: datetime | None = None
    frozen_by: int | None = None


class RankingOption(SQLModel, table=True):
    """What people chose where the list stopped: part, skip, hold, or which of a tie comes first; insert only."""

    __tablename__ = "ranking_option"
    __table_args__ = (
        CheckConstraint(
            "option IN ('partial_award', 'skip_to_next', 'hold_balance', 'decide_tie')", name="ck_ranking_option_option"
        ),
        CheckConstraint("length(trim(reason)) > 0", name="ck_ranking_option_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ranking_id: int = Field(foreign_key="ranking.id", index=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    option: str
    amounts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    reason: str
    by: int
    at: datetime


class Feedback(SQLModel, table=True):
    """What a letter says of one criterion: band in words, strength and gap, from assessors and a moderator's edit."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("consolidation_id", "criterion", name="uq_feedback_criterion"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    consolidation_id: int = Field(foreign_key="consolidation.id", index=True)
    criterion: str
    title: str
    band: str
    strength: str
    gap: str
    minimum: int = 0
    minimum_failed: bool = False
    mean: str
    edited_by: int | None = None
    edited_at: datetime | None = None


class Recommendation(SQLModel, table=True):
    """What the assessing group advises the committees on one bid; the latest that stands counts."""

    __tablename__ = "recommendation"
    __table_args__ = (
        CheckConstraint("kind IN ('approve', 'partial', 'reject', 'defer')", name="ck_recommendation_kind"),
        CheckConstraint("pence >= 0", name="ck_recommendation_pence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    consolidation_id: int | None = Field(default=None, foreign_key="consolidation.id")
    ranking_id: int | None = Field(default=None, foreign_key="ranking.id")
    kind: str
    pence: int = Field(default=0, sa_type=BigInteger)
    amounts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    cut_lines: list[str] = Field(default_factory=list, sa_type=JSON)
    reasons: str
    conditions: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    meeting: str
    by: int
    at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""


class ScoreNote(SQLModel, table=True):
    """A superseding note on a locked score (case 66): the score stays as it was, the note says what was meant."""

    __tablename__ = "score_note"
    __table_args__ = (CheckConstraint("length(trim(reason)) > 0", name="ck_score_note_reason"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    criterion: str
    stands: int
    meant: int
    would_be_tenths: int
    would_be_band: str
    reason: str
    by: int
    at: datetime
    told_committee: str = ""
    told_at: datetime | None = None
