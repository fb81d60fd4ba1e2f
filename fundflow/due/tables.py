"""The tables of work that falls due (outbox, timers and leases in one) and of what keeps an installation going."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Table
from sqlmodel import Field, SQLModel


class DueRow(SQLModel, table=True):
    """One piece of work. `run_at` is when it falls due and stays; `next_at` when it is tried; `ran_at` when it was."""

    __tablename__ = "due"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'leased', 'done', 'failed', 'cancelled')", name="ck_due_state"),
        CheckConstraint("attempts >= 0", name="ck_due_attempts"),
        CheckConstraint("state <> 'leased' OR lease_until IS NOT NULL", name="ck_due_lease"),
        Index("ix_due_state_next", "state", "next_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str = Field(unique=True)
    subject: str = Field(index=True)
    payload: dict[str, Any] = Field(sa_type=JSON)
    state: str = "waiting"
    run_at: datetime
    next_at: datetime
    ran_at: datetime | None = None
    attempts: int = 0
    lease_until: datetime | None = None
    worker: str | None = None
    last_error: str | None = None


class Upkeep(SQLModel, table=True):
    """When what keeps this installation going was last there: a worker that looked, a backup that was made."""

    __tablename__ = "upkeep"
    __table_args__ = (CheckConstraint("what IN ('worker', 'backup')", name="ck_upkeep_what"),)

    what: str = Field(primary_key=True)
    at: datetime
    by: str


DUE: Table = SQLModel.metadata.tables["due"]
UPKEEP: Table = SQLModel.metadata.tables["upkeep"]
