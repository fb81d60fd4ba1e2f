"""Rows that officers work with: signatures, questions, gates, tasks and notes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Signature(SQLModel, table=True):
    """One person's signature of one step, bound to the version and the values that were signed."""

    __tablename__ = "signature"
    __table_args__ = (Index("ix_signature_step", "application_id", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    step: str
    role: str
    person_id: int
    person: str
    at: datetime
    version: int
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    values_sha256: str
    cleared_at: datetime | None = None
    cleared_because: str = ""


class Clarification(SQLModel, table=True):
    """One set of numbered questions to the applicant and its answers; at most one is open in a case."""

    __tablename__ = "clarification"
    __table_args__ = (
        UniqueConstraint("application_id", "number", name="uq_clarification_number"),
        CheckConstraint(
            "outcome IN ('open', 'answered', 'as_is', 'ruled_out', 'void')", name="ck_clarification_outcome"
        ),
        Index(
            "uq_clarification_one_open",
            "application_id",
            unique=True,
            sqlite_where=text("outcome = 'open'"),
            postgresql_where=text("outcome = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    questions: list[dict[str, Any]] = Field(sa_type=JSON)
    asked_by: int
    asked_at: datetime
    due_at: datetime
    extended: bool = False
    outcome: str = "open"
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    fields_changed: list[str] = Field(default_factory=list, sa_type=JSON)
    closed_by: int | None = None
    closed_at: datetime | None = None


class GateResult(SQLModel, table=True):
    """One test of one gate on one version; the latest of a code counts."""

    __tablename__ = "gate_result"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    version_id: int = Field(foreign_key="application_version.id", index=True)
    code: str
    passed: bool
    warning: bool = False
    detail: str
    curable: bool = False
    at: datetime
    by: int


class CaseTask(SQLModel, table=True):
    """Something that a role must do next about a case or a round; `key` makes raising it twice harmless."""

    __tablename__ = "case_task"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str = Field(index=True)
    role: str = Field(index=True)
    fund: str = Field(index=True)
    round_id: int | None = Field(default=None, foreign_key="round.id", index=True)
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)
    text: str
    due_at: datetime | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    raised_at: datetime
    done_at: datetime | None = None
    done_by: int | None = None


class Note(SQLModel, table=True):
    """A remark on a case; it may be asked for under freedom of information."""

    __tablename__ = "note"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    text: str
    by: int
    author: str
    at: datetime
