"""Rows of targeted support: how a practice came forward, what it agreed to, how it was rated, its plan and its agreement."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Nomination(SQLModel, table=True):
    """How one case came forward: who spoke for it and why, and what was learned of it since.

    `themes` are keys of the fund's reasons. `alike` names cases whose lead has a similar name: a question for a person,
    never an answer. `rapid` means that closure threatens, so no diagnosis is made first.
    """

    __tablename__ = "nomination"
    __table_args__ = (UniqueConstraint("application_id", name="uq_nomination_case"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id")
    source: str
    put_forward_by: str
    put_forward_at: datetime
    themes: list[str] = Field(default_factory=list, sa_type=JSON)
    statement: str = ""
    printed_name: str = ""
    from_case: str = ""
    alike: list[str] = Field(default_factory=list, sa_type=JSON)
    sources: list[str] = Field(default_factory=list, sa_type=JSON)
    locality_view: str = ""
    rapid: bool = False
    risk: str = ""


class SupportConsent(SQLModel, table=True):
    """One agreement of the practice: to being helped and put forward (`referral`), or to information shared (`sharing`)."""

    __tablename__ = "support_consent"
    __table_args__ = (
        UniqueConstraint("application_id", "purpose", name="uq_support_consent_purpose"),
        CheckConstraint("purpose IN ('referral', 'sharing')", name="ck_support_consent_purpose"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    purpose: str
    shared_with: str
    given_by: str
    given_by_id: int
    given_at: datetime


class PhoneContact(SQLModel, table=True):
    """One telephone call about a case: tried or spoken, when, with whom."""

    __tablename__ = "phone_contact"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    called_at: datetime
    called_by: str
    spoke_to: str
    said: str


class Rating(SQLModel, table=True):
    """A place in the matrix: scope for support by impact of support, the band that it gave, and who decided."""

    __tablename__ = "support_rating"
    __table_args__ = (
        UniqueConstraint("application_id", "number", name="uq_support_rating_number"),
        CheckConstraint("scope BETWEEN 1 AND 3 AND impact BETWEEN 1 AND 3", name="ck_support_rating_scale"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    scope: int
    impact: int
    band: str
    decided_by: str
    rated_at: datetime
    reason: str = ""


class Diagnosis(SQLModel, table=True):
    """The diagnosis of a case: who makes it, for how much, and what it found once both sides agreed."""

    __tablename__ = "support_diagnosis"
    __table_args__ = (
        UniqueConstraint("application_id", name="uq_support_diagnosis_case"),
        CheckConstraint("pence > 0", name="ck_support_diagnosis_pence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id")
    provider: str
    pence: int = Field(sa_type=BigInteger)
    findings: str = ""
    survey: str = ""
    interviews: str = ""
    agreed_at: datetime | None = None


class SupportMeasure(SQLModel, table=True):
    """One figure that the diagnosis found, which way is better, and what it was at the end."""

    __tablename__ = "support_measure"
    __table_args__ = (
        UniqueConstraint("application_id", "key", name="uq_support_measure_key"),
        CheckConstraint("better IN ('higher', 'lower')", name="ck_support_measure_better"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    key: str
    title: str
    better: str
    found: int
    at_exit: int | None = None


class Agreement(SQLModel, table=True):
    """One version of the memorandum of understanding; at most one is being drafted."""

    __tablename__ = "support_agreement"
    __table_args__ = (
        UniqueConstraint("application_id", "number", name="uq_support_agreement_number"),
        CheckConstraint("state IN ('drafted', 'signed', 'dropped')", name="ck_support_agreement_state"),
        Index(
            "uq_support_agreement_one_draft",
            "application_id",
            unique=True,
            sqlite_where=text("state = 'drafted'"),
            postgresql_where=text("state = 'drafted'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    state: str = "drafted"
    parties: list[str] = Field(default_factory=list, sa_type=JSON)
    commitments: list[str] = Field(default_factory=list, sa_type=JSON)
    milestones: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    review_dates: list[str] = Field(default_factory=list, sa_type=JSON)
    plan_ends: date | None = None
    drafted_at: datetime
    signed_at: datetime | None = None


class SupportItem(SQLModel, table=True):
    """One piece of support in an agreement: what from the menu, by whom, how many days, for how much, when."""

    __tablename__ = "support_item"
    __table_args__ = (
        UniqueConstraint("agreement_id", "number", name="uq_support_item_number"),
        CheckConstraint("pence > 0 AND half_days > 0", name="ck_support_item_amounts"),
        CheckConstraint("starts <= ends", name="ck_support_item_days"),
    )

    id: int | None = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="support_agreement.id", index=True)
    number: int
    menu: str
    title: str
    provider: str
    half_days: int
    pence: int = Field(sa_type=BigInteger)
    starts: date
    ends: date


class Disclosure(SQLModel, table=True):
    """A name that a fund keeps to itself, let out by the person who answers for freedom of information, and why."""

    __tablename__ = "disclosure"
    __table_args__ = (UniqueConstraint("application_id", name="uq_disclosure_case"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id")
    exemption: str
    reason: str
    lifted_by: str
    lifted_at: datetime
