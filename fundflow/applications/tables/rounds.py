"""Rows of rounds and what was changed in them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Round(SQLModel, table=True):
    """One opening of a fund; `pinned` is the snapshot of its definitions, so that editing YAML changes nothing here."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("fund", "year", "number", name="uq_round_number"),
        CheckConstraint("state IN ('planned', 'open', 'closed', 'cancelled')", name="ck_round_state"),
        CheckConstraint("opens_at < closes_at", name="ck_round_opens_before_it_closes"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    fund: str = Field(index=True)
    workflow: str
    year: int
    number: int
    title: str
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None = None
    reserve_until: date | None = None
    state: str = "planned"
    pinned: dict[str, Any] = Field(sa_type=JSON)
    pinned_sha256: str
    snapshot_on: date | None = None
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    next_round: str = ""
    created_at: datetime
    created_by: int


class RoundChange(SQLModel, table=True):
    """One amendment, extension, reopening, closing or cancelling of a round: before, after and why."""

    __tablename__ = "round_change"
    __table_args__ = (
        UniqueConstraint("round_id", "number", name="uq_round_change_number"),
        CheckConstraint(
            "kind IN ('opened', 'amended', 'extended', 'reopened', 'closed', 'cancelled')", name="ck_round_change_kind"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    number: int
    kind: str
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    reason: str = ""
    by: int
    at: datetime


class RoundDefinition(SQLModel, table=True):
    """A snapshot of definitions that a round had until an amendment replaced it; bids sent under it are judged by it."""

    __tablename__ = "round_definition"
    __table_args__ = (UniqueConstraint("round_id", "form_version", name="uq_round_definition_form_version"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", index=True)
    form_version: int
    pinned: dict[str, Any] = Field(sa_type=JSON)
    pinned_sha256: str
    until: datetime
