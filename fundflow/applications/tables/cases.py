"""Rows of cases: what was asked, by whom and with whom, in which version, and where each case stands."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Application(SQLModel, table=True):
    """One case of any fund; `state` is written by `move` alone.

    `title`, `ask_pence`, `severable` and `minimum_viable_pence` mirror the version that counts now.
    `submitted_version_id` has no foreign key because the two tables would then refer to each other.
    `origins` keeps states to return to by slot (`queried_from`), `deadlines` moments by name (`offer_expires`), `facts`
    what one workflow needs to know of its cases and no other does. `their_ref` is the reference by which a bid that was
    taken over was known before.
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("fund", "sequence_year", "sequence", name="uq_application_sequence"),
        CheckConstraint("ask_pence >= 0", name="ck_application_ask"),
        CheckConstraint("version >= 1", name="ck_application_version"),
        CheckConstraint("deferral_count >= 0", name="ck_application_deferrals"),
        CheckConstraint(
            "entered_from IN ('online', 'paper', 'word', 'telephone', 'taken_over')",
            name="ck_application_entered_from",
        ),
        Index("ix_application_fund_state", "fund", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    sequence_year: int
    sequence: int
    round_id: int = Field(foreign_key="round.id", index=True)
    fund: str
    capital: bool = False
    workflow: str
    lead: str = Field(index=True)
    title: str
    state: str = Field(index=True)
    state_since: datetime
    version: int = 1
    origins: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    deadlines: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_by: int
    created_at: datetime
    ask_pence: int = Field(default=0, sa_type=BigInteger)
    severable: bool = False
    minimum_viable_pence: int | None = Field(default=None, sa_type=BigInteger)
    deferral_count: int = 0
    submitted_version_id: int | None = Field(default=None, index=True)
    submitted_at: datetime | None = None
    late: bool = False
    emergency: bool = False
    entered_from: str = "online"
    confirmed_at: datetime | None = None
    preference: int | None = None
    links: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    their_ref: str = Field(default="", index=True)
    set_aside: bool = False
    set_aside_reason: str = ""


class ApplicationVersion(SQLModel, table=True):
    """One version of a bid's content: mutable while a draft, frozen with its hash from submission on.

    `removed` keeps what was answered to questions that an amendment took away: shown, never scored.
    """

    __tablename__ = "application_version"
    __table_args__ = (
        UniqueConstraint("application_id", "number", name="uq_application_version_number"),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'superseded', 'dropped')", name="ck_application_version_state"
        ),
        CheckConstraint("(state IN ('draft', 'dropped')) = (sha256 = '')", name="ck_application_version_frozen"),
        CheckConstraint(
            "minimum_viable_pence IS NULL OR minimum_viable_pence > 0", name="ck_application_version_minimum"
        ),
        Index(
            "uq_application_version_one_draft",
            "application_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "uq_application_version_one_submitted",
            "application_id",
            unique=True,
            sqlite_where=text("state = 'submitted'"),
            postgresql_where=text("state = 'submitted'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    state: str = "draft"
    form_version: int = 1
    title: str
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    actions: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    documents: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    removed: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    copied: list[str] = Field(default_factory=list, sa_type=JSON)
    priorities: list[str] = Field(default_factory=list, sa_type=JSON)
    outcomes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    exit_plan: str = ""
    vat: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    work_starts_on: date | None = None
    work_ends_on: date | None = None
    ask_pence: int = Field(default=0, sa_type=BigInteger)
    severable: bool = False
    minimum_viable_pence: int | None = Field(default=None, sa_type=BigInteger)
    created_at: datetime
    saved_at: datetime
    saved_by: int
    submitted_at: datetime | None = None
    signed_by: int | None = None
    frozen: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    sha256: str = ""


class BudgetLine(SQLModel, table=True):
    """One cost of a version; without a commissioner it is shared by patients, without an organisation it is joint."""

    __tablename__ = "budget_line"
    __table_args__ = (
        UniqueConstraint("version_id", "number", name="uq_budget_line_number"),
        CheckConstraint("pence > 0", name="ck_budget_line_pence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="application_version.id", index=True)
    number: int
    commissioner: str | None = None
    period: str
    cost_type: str
    organisation: str | None = Field(default=None, index=True)
    description: str
    pence: int = Field(sa_type=BigInteger)
    recurrent: bool = False


class Participant(SQLModel, table=True):
    """An organisation in a bid and what it has agreed to, with the record of exactly what it was shown."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("application_id", "organisation", name="uq_participant_organisation"),
        CheckConstraint("role IN ('lead', 'partner')", name="ck_participant_role"),
        CheckConstraint(
            "state IN ('invited', 'agreed', 'agreed_to_earlier', 'by_letter', 'conditional', 'refused', 'left',"
            " 'removed')",
            name="ck_participant_state",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    organisation: str = Field(index=True)
    role: str = "partner"
    state: str = "invited"
    commitments: str = ""
    invited_at: datetime
    shown: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    shown_sha256: str = ""
    consent_by: str = ""
    consent_role: str = ""
    consent_at: datetime | None = None
    consent_channel: str = ""
    letter_file: str = ""
    letter_checked_by: int | None = None
    condition: str = ""
    reason: str = ""
    state_at: datetime
