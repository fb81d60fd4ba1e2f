"""Rows of who assesses what: seats, declarations, scores.

People are named by id and organisations by code.
"""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_LIVE = text("state NOT IN ('handed_back', 'void')")


class Assignment(SQLModel, table=True):
    """One assessor's seat on one bid; the kinds are what counted on the day that the seat was given.

    `outside` means no tie to any participant or its federation. A seat ends by being handed back or void; its scores
    stay, and another row takes its place.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(
            "state IN ('assigned', 'declared', 'open', 'locked', 'handed_back', 'void')", name="ck_assignment_state"
        ),
        CheckConstraint(
            "why IN ('', 'ill', 'conflict', 'no_time', 'replaced', 'undeclared', 'missing', 'fresh_panel', 'other')",
            name="ck_assignment_why",
        ),
        Index(
            "uq_assignment_live",
            "application_id",
            "person_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(index=True)
    person: str
    finance_aware: bool = False
    clinical: bool = False
    outside: bool = False
    state: str = Field(default="assigned", index=True)
    why: str = ""
    reason: str = ""
    version_id: int | None = Field(default=None, foreign_key="application_version.id")
    assigned_by: int
    assigned_at: datetime
    opened_at: datetime | None = None
    locked_at: datetime | None = None
    ended_by: int | None = None
    ended_at: datetime | None = None


class Declaration(SQLModel, table=True):
    """One answer to "have you an interest in this bid"; the latest counts, and covers the bodies in `about` alone."""

    __tablename__ = "declaration"
    __table_args__ = (
        CheckConstraint("answer IN ('none', 'declare', 'not_sure', 'same_area')", name="ck_declaration_answer"),
        CheckConstraint("ruling IN ('', 'may_assess', 'may_not')", name="ck_declaration_ruling"),
        Index("ix_declaration_person", "application_id", "person_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id")
    person_id: int
    answer: str
    detail: str = ""
    about: list[str] = Field(default_factory=list, sa_type=JSON)
    late: bool = False
    at: datetime
    ruling: str = ""
    ruling_reason: str = ""
    ruled_by: int | None = None
    ruled_at: datetime | None = None


class Score(SQLModel, table=True):
    """One assessor's score of one criterion; strength and gap are sent to the applicant, the note is not."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("assignment_id", "criterion", name="uq_score_criterion"),
        CheckConstraint("score BETWEEN 0 AND 100", name="ck_score_range"),
        CheckConstraint("length(trim(justification)) > 0", name="ck_score_justified"),
    )

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    criterion: str
    score: int
    justification: str
    strength: str = ""
    gap: str = ""
    note: str = ""
    saved_at: datetime


class ScoreRevision(SQLModel, table=True):
    """A score as it stood before its assessor changed the number; insert only."""

    __tablename__ = "score_revision"

    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id", index=True)
    criterion: str
    score: int
    justification: str
    strength: str = ""
    gap: str = ""
    saved_at: datetime
    replaced_at: datetime
