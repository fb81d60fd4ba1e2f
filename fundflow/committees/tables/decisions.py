"""Motions and votes, each commissioner's share decisions, and every other resolution."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Motion(SQLModel, table=True):
    """A question put to one sitting on one item, and its count once the vote is closed."""

    __tablename__ = "motion"
    __table_args__ = (UniqueConstraint("sitting_id", "item_id", "number", name="uq_motion_number"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    number: int
    text: str
    put_at: datetime
    closed_at: datetime | None = None
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0
    casting: str | None = None
    carried: bool | None = None
    quorum: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class Vote(SQLModel, table=True):
    """One member's vote on a motion, or the chair's casting vote; a void one stays on record."""

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint("choice IN ('for', 'against', 'abstain')", name="ck_vote_choice"),
        CheckConstraint("NOT (casting AND choice = 'abstain')", name="ck_vote_casting"),
        Index(
            "uq_vote_once",
            "motion_id",
            "person_id",
            "casting",
            unique=True,
            sqlite_where=text("void_at IS NULL"),
            postgresql_where=text("void_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    motion_id: int = Field(foreign_key="motion.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    choice: str
    casting: bool = False
    cast_at: datetime
    entered_at: datetime
    void_at: datetime | None = None
    void_reason: str = ""


class ShareDecision(SQLModel, table=True):
    """One commissioner's share of one tabling of a bid: asked, staged, applied, by `rules.share`'s machine.

    It rests on a motion, a chair's action, or (decided by delegates) the paragraph of the scheme of delegation.
    """

    __tablename__ = "share_decision"
    __table_args__ = (
        UniqueConstraint("application_id", "tabling", "commissioner", name="uq_share_decision"),
        CheckConstraint(
            "state IN ('pending', 'approved', 'reduced', 'reserve', 'deferred', 'rejected', 'final')",
            name="ck_share_decision_state",
        ),
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('approve', 'approve_less', 'reserve', 'defer', 'reject')",
            name="ck_share_decision_outcome",
        ),
        CheckConstraint("state = 'pending' OR applied_at IS NOT NULL", name="ck_share_decision_applied"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    tabling: int
    commissioner: str = Field(index=True)
    asked: list[dict[str, Any]] = Field(sa_type=JSON)
    state: str = "pending"
    tabled_at: datetime
    sitting_id: int | None = Field(default=None, foreign_key="sitting.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    motion_id: int | None = Field(default=None, foreign_key="motion.id", index=True)
    chairs_action_id: int | None = Field(default=None, foreign_key="chairs_action.id", index=True)
    authority: str = ""
    delegates: list[str] = Field(default_factory=list, sa_type=JSON)
    outcome: str | None = None
    amounts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    cut_lines: str = ""
    conditions: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    reason: str = ""
    reasons: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    information: str = ""
    answer_by: date | None = None
    departs_from_rank: bool = False
    minute_number: str = ""
    quorum: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    decided_at: datetime | None = None
    staged_at: datetime | None = None
    staged_by: int | None = Field(default=None, foreign_key="person.id")
    applied_at: datetime | None = None
    void_at: datetime | None = None
    void_reason: str = ""


class ShareEvent(SQLModel, table=True):
    """What happened to a share decision, in order; `before` keeps what a void decision said."""

    __tablename__ = "share_event"

    id: int | None = Field(default=None, primary_key=True)
    share_decision_id: int = Field(foreign_key="share_decision.id", index=True)
    action: str
    from_state: str
    to_state: str
    at: datetime
    by: int = Field(foreign_key="person.id")
    sitting_id: int | None = Field(default=None, foreign_key="sitting.id", index=True)
    reason: str = ""
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class Resolution(SQLModel, table=True):
    """A quorate, carried decision that is not a share: a group's recommendation, a rescission, a virement minute."""

    __tablename__ = "resolution"

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    motion_id: int = Field(foreign_key="motion.id", index=True)
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)
    subject: str
    action: str
    outcome: str
    text: str
    amounts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    conditions: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    reason: str = ""
    minute_number: str
    quorum: dict[str, Any] = Field(sa_type=JSON)
    decided_at: datetime
    recorded_at: datetime
    recorded_by: int = Field(foreign_key="person.id")
