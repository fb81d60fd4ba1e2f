"""Decisions between meetings: a chair's action, whom it was talked over with, and ways out of a quorum that failed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class ChairsAction(SQLModel, table=True):
    """One commissioner's share decided between meetings by its chair, and what the committee then made of it."""

    __tablename__ = "chairs_action"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'declined', 'decided', 'ratified', 'not_ratified')", name="ck_chairs_action_state"
        ),
        CheckConstraint("state IN ('proposed', 'declined') OR decided_at IS NOT NULL", name="ck_chairs_action_decided"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    commissioner: str = Field(index=True)
    state: str = "proposed"
    outcome: str
    amounts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    conditions: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    cut_lines: str = ""
    reason: str = ""
    urgent: str
    why_no_meeting: str
    evidence: str
    proposed_at: datetime
    proposed_by: int = Field(foreign_key="person.id")
    chair_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    chair_name: str = ""
    chair_interests: str = ""
    decided_at: datetime | None = None
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    motion_id: int | None = Field(default=None, foreign_key="motion.id", index=True)
    ratified_at: datetime | None = None
    ratified_on: date | None = None


class Consultee(SQLModel, table=True):
    """A member with whom a chair's action was talked over: what they said, and whether they have an interest."""

    __tablename__ = "chairs_action_consultee"
    __table_args__ = (UniqueConstraint("chairs_action_id", "person_id", name="uq_chairs_action_consultee"),)

    id: int | None = Field(default=None, primary_key=True)
    chairs_action_id: int = Field(foreign_key="chairs_action.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    executive: bool
    says: str
    agrees: bool
    interest: str = ""
    at: datetime


class QuorumRoute(SQLModel, table=True):
    """Which of the five ways out was taken when a body could not decide an item (domain 2(c))."""

    __tablename__ = "quorum_route"
    __table_args__ = (
        CheckConstraint(
            "route IN ('next_meeting', 'co_opt', 'governing_body', 'conflict_panel', 'nhs_england')",
            name="ck_quorum_route",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    route: str
    detail: str
    at: datetime
    recorded_by: int = Field(foreign_key="person.id")
