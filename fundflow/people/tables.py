"""What is kept of people: who they are, what they may do, which interests they declared, what waits for a second one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Person(SQLModel, table=True):
    """A person who signs in by a name of their own; the contact address may be a shared mailbox."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("sign_in_name", name="uq_person_sign_in_name"),
        CheckConstraint("kind IN ('person', 'system')", name="ck_person_kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sign_in_name: str
    name: str
    email: str = Field(default="", index=True)
    organisation: str | None = Field(default=None, index=True)
    kind: str = "person"
    added_at: datetime
    left_on: date | None = None
    changed_at: datetime | None = None
    changed_by: str = ""


class RoleGrant(SQLModel, table=True):
    """What a person may do, from a day up to and with a day; an empty scope means everywhere."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("ends IS NULL OR ends >= starts", name="ck_role_grant_dates"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = Field(index=True)
    fund: str | None = None
    organisation: str | None = None
    commissioner: str | None = None
    starts: date
    ends: date | None = None
    granted_at: datetime
    granted_by: str
    reason: str = ""
    ended_by: str = ""


class RegisteredInterest(SQLModel, table=True):
    """One line of the register of interests; ended lines stay on record."""

    __tablename__ = "registered_interest"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('financial', 'non_financial_professional', 'non_financial_personal', 'indirect')",
            name="ck_registered_interest_kind",
        ),
        CheckConstraint("ends IS NULL OR ends >= starts", name="ck_registered_interest_dates"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    organisation: str = Field(index=True)
    kind: str
    nature: str
    starts: date
    ends: date | None = None
    declared_at: datetime
    declared_by: str
    confirmed_on: date | None = None
    confirmed_by: str = ""
    ended_by: str = ""


class Cover(SQLModel, table=True):
    """Leave cover: one person acts in a role of another, under both names, from a day up to and with a day."""

    __tablename__ = "cover"
    __table_args__ = (
        CheckConstraint("ends >= starts", name="ck_cover_dates"),
        CheckConstraint("person_id <> covers_id", name="ck_cover_two_people"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    covers_id: int = Field(foreign_key="person.id", index=True)
    role: str
    starts: date
    ends: date
    reason: str = ""
    given_by: str
    given_at: datetime


class Proposal(SQLModel, table=True):
    """What one person asks for that a second, different person must agree to, bound to its exact values.

    `basis` is the state of its subject when it was asked; a subject that has changed since makes it void (`overtaken`).
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'agreed', 'replaced', 'overtaken', 'withdrawn')", name="ck_proposal_state"),
        CheckConstraint("settled_by IS NULL OR state <> 'agreed' OR settled_by <> asked_by", name="ck_proposal_people"),
        Index(
            "uq_proposal_one_open",
            "verb",
            "subject",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    verb: str
    subject: str = Field(index=True)
    basis: str
    values: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    said: str
    reason: str = ""
    agrees: list[str] = Field(default_factory=list, sa_type=JSON)
    fund: str | None = None
    asked_by: int = Field(foreign_key="person.id")
    asked_name: str
    asked_at: datetime
    state: str = "open"
    settled_by: int | None = Field(default=None, foreign_key="person.id")
    settled_name: str = ""
    settled_at: datetime | None = None
