"""What an award promised and reports: milestones, measures with their readings, quarterly returns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Milestone(SQLModel, table=True):
    """A dated, evidenced point of delivery; `overdue` is derived and never stored (domain 2(f))."""

    __tablename__ = "milestone"
    __table_args__ = (
        CheckConstraint(
            "state IN ('not_started', 'in_progress', 'partially_met', 'met', 'cancelled')", name="ck_milestone_state"
        ),
        CheckConstraint(
            "items_met >= 0 AND items >= 1 AND items_met <= items",
            name="ck_milestone_items",
        ),
        UniqueConstraint("application_id", "number", name="uq_milestone_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    title: str
    state: str = "not_started"
    state_since: datetime
    items: int = 1
    items_met: int = 0
    evidence: str = ""
    deliverable: str = ""
    action: str = ""
    comment: str = ""
    source_label: str = ""
    accepted_by: int | None = Field(default=None, foreign_key="person.id")
    accepted_name: str = ""


class MilestoneWindow(SQLModel, table=True):
    """One span in which a milestone is to be delivered; a milestone may have several (LE T2)."""

    __tablename__ = "milestone_window"
    __table_args__ = (CheckConstraint("starts_on <= due_on", name="ck_milestone_window_days"),)

    id: int | None = Field(default=None, primary_key=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    starts_on: date
    due_on: date
    label: str = ""


class Measure(SQLModel, table=True):
    """An outcome measured against a straight line from its baseline to its target; values are decimal texts."""

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("direction IN ('up', 'down')", name="ck_measure_direction"),
        CheckConstraint("baseline_on < target_on", name="ck_measure_days"),
        UniqueConstraint("application_id", "name", name="uq_measure_name"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    name: str
    definition: str
    unit: str
    direction: str
    baseline: str
    baseline_on: date
    target: str
    target_on: date
    source: str = ""
    frequency: str = "quarter"


class Reading(SQLModel, table=True):
    """One value of a measure on a day; a corrected one is a new row that names the old."""

    __tablename__ = "measure_reading"

    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    read_on: date
    value: str
    recorded_at: datetime
    recorded_by: int = Field(foreign_key="person.id")
    replaces_id: int | None = Field(default=None, foreign_key="measure_reading.id", unique=True)


class QuarterlyReturn(SQLModel, table=True):
    """A report that a recipient owes for a span of days, as last sent in; earlier texts stay in `ReturnVersion`."""

    __tablename__ = "quarterly_return"
    __table_args__ = (
        CheckConstraint("state IN ('due', 'submitted', 'accepted', 'returned')", name="ck_quarterly_return_state"),
        CheckConstraint("starts_on <= ends_on AND ends_on <= due_on", name="ck_quarterly_return_days"),
        UniqueConstraint("application_id", "rule", "starts_on", name="uq_quarterly_return_span"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    rule: str
    title: str
    label: str
    starts_on: date
    ends_on: date
    due_on: date = Field(index=True)
    state: str = "due"
    state_since: datetime
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    asks: list[Any] = Field(default_factory=list, sa_type=JSON)
    submitted_at: datetime | None = None
    certified_by: int | None = Field(default=None, foreign_key="person.id")
    certified_name: str = ""
    returned_reason: str = ""
    accepted_by: int | None = Field(default=None, foreign_key="person.id")
    snoozed_until: date | None = None
    snoozed_reason: str = ""


class ReturnVersion(SQLModel, table=True):
    """A return exactly as it was sent in, one row for each time."""

    __tablename__ = "return_version"
    __table_args__ = (UniqueConstraint("return_id", "number", name="uq_return_version_number"),)

    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="quarterly_return.id", index=True)
    number: int
    content: dict[str, Any] = Field(sa_type=JSON)
    submitted_at: datetime
    certified_by: int = Field(foreign_key="person.id")
    certified_name: str


class RatingOverride(SQLModel, table=True):
    """A person's rating of a case in place of the derived one, with the reason; the latest counts."""

    __tablename__ = "rating_override"
    __table_args__ = (
        CheckConstraint("rating IN ('green', 'amber', 'red')", name="ck_rating_override_rating"),
        CheckConstraint("reason <> ''", name="ck_rating_override_reason"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    rating: str
    derived: str
    reason: str
    rated_at: datetime
    rated_by: int = Field(foreign_key="person.id")
    rated_name: str


class SignificantEvent(SQLModel, table=True):
    """Something that happened under an award, good or to learn from, and what was learnt (WO 7.6)."""

    __tablename__ = "significant_event"
    __table_args__ = (
        CheckConstraint("kind IN ('positive', 'for_improvement')", name="ck_significant_event_kind"),
        UniqueConstraint("application_id", "number", name="uq_significant_event_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    happened_on: date
    kind: str
    text: str
    learnt: str = ""
    noted_at: datetime
    noted_by: int = Field(foreign_key="person.id")
    noted_name: str
