"""Meetings: sittings, who was there when, the agenda, interests and rulings, minutes' corrections."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Meeting(SQLModel, table=True):
    """One occasion on which one or several bodies sit, together and yet each for itself."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("state IN ('planned', 'open', 'closed')", name="ck_meeting_state"),)

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    title: str
    held_on: date
    starts_at: datetime
    place: str = ""
    public: bool = True
    papers_out_on: date | None = None
    called_by: int = Field(foreign_key="person.id")
    state: str = "planned"
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    sheet_entered_at: datetime | None = None
    sheet_confirmed_at: datetime | None = None
    sheet_confirmed_by: int | None = Field(default=None, foreign_key="person.id")


class Sitting(SQLModel, table=True):
    """One body's part of a meeting, under the terms of reference of that day."""

    __tablename__ = "sitting"
    __table_args__ = (
        UniqueConstraint("meeting_id", "committee_id", name="uq_sitting"),
        CheckConstraint(
            "minutes IN ('draft', 'checked', 'circulated', 'confirmed')",
            name="ck_sitting_minutes",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    terms_id: int = Field(foreign_key="terms_version.id", index=True)
    chair_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    minutes: str = "draft"
    minutes_at: datetime | None = None


class Attendance(SQLModel, table=True):
    """One stay of a person in a sitting: by the meeting's clock, and when it was written down."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("mode IN ('room', 'telephone', 'video')", name="ck_attendance_mode"),
        CheckConstraint("left_at IS NULL OR left_at >= came_at", name="ck_attendance_times"),
        Index(
            "uq_attendance_open",
            "sitting_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    came_at: datetime
    left_at: datetime | None = None
    leaves_by: datetime | None = None
    mode: str = "room"
    counts: bool = True
    entered_at: datetime


class Item(SQLModel, table=True):
    """One line of the agenda; `organisations` are the codes of those whom it concerns."""

    __tablename__ = "item"
    __table_args__ = (UniqueConstraint("meeting_id", "number", name="uq_item_number"),)

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    number: int
    title: str
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)
    organisations: list[str] = Field(default_factory=list, sa_type=JSON)
    private: bool = False


class ItemInterest(SQLModel, table=True):
    """An interest declared in an item, with what the product proposed until somebody rules."""

    __tablename__ = "item_interest"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('financial', 'non_financial_professional', 'non_financial_personal', 'indirect')",
            name="ck_item_interest_kind",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    kind: str
    nature: str
    organisation: str | None = None
    proposed: list[str] = Field(sa_type=JSON)
    declared_at: datetime
    entered_at: datetime


class Ruling(SQLModel, table=True):
    """What the chair of the item ruled on an interest; a later ruling stands beside the earlier one."""

    __tablename__ = "ruling"

    id: int | None = Field(default=None, primary_key=True)
    interest_id: int = Field(foreign_key="item_interest.id", index=True)
    actions: list[str] = Field(sa_type=JSON)
    ruled_by: int = Field(foreign_key="person.id")
    ruled_by_name: str
    ruled_at: datetime
    reason: str = ""
    entered_at: datetime


class MinuteAmendment(SQLModel, table=True):
    """A numbered correction of a sitting's minutes, made before they are confirmed."""

    __tablename__ = "minute_amendment"
    __table_args__ = (UniqueConstraint("sitting_id", "number", name="uq_minute_amendment"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    number: int
    text: str
    proposed_by: int = Field(foreign_key="person.id")
    at: datetime


class MinuteAction(SQLModel, table=True):
    """Something that the minutes ask of somebody: carried to later meetings of the body until it is done."""

    __tablename__ = "minute_action"

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    text: str
    owner: str
    due_on: date | None = None
    recorded_at: datetime
    recorded_by: int = Field(foreign_key="person.id")
    done_at: datetime | None = None
    outcome: str = ""
