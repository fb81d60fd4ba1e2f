"""Bodies that decide or recommend, their terms of reference and their members."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Committee(SQLModel, table=True):
    """A body that decides (`committee`) or recommends (`group`); its rules are its `terms_version` rows."""

    __tablename__ = "committee"
    __table_args__ = (CheckConstraint("kind IN ('committee', 'group')", name="ck_committee_kind"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    title: str
    short_title: str
    kind: str
    commissioner: str | None = Field(default=None, index=True)


class TermsVersion(SQLModel, table=True):
    """One version of a committee's terms of reference, whole, from a day on."""

    __tablename__ = "terms_version"
    __table_args__ = (UniqueConstraint("committee_id", "version", name="uq_terms_version"),)

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    version: int
    terms: dict[str, Any] = Field(sa_type=JSON)
    starts: date
    recorded_at: datetime
    recorded_by: int = Field(foreign_key="person.id")


class CommitteeMember(SQLModel, table=True):
    """A person's seat, by role and dates; with a `sitting_id`, co-opted for that sitting alone, from `since`."""

    __tablename__ = "committee_member"
    __table_args__ = (
        Index(
            "uq_committee_member",
            "committee_id",
            "person_id",
            "role",
            "starts",
            unique=True,
            sqlite_where=text("sitting_id IS NULL"),
            postgresql_where=text("sitting_id IS NULL"),
        ),
        CheckConstraint("ends IS NULL OR ends >= starts", name="ck_committee_member_dates"),
    )

    id: int | None = Field(default=None, primary_key=True)
    committee_id: int = Field(foreign_key="committee.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str
    role: str
    voting: bool = True
    starts: date
    ends: date | None = None
    sitting_id: int | None = Field(default=None, foreign_key="sitting.id", index=True)
    since: datetime | None = None
    reason: str = ""
