"""Rows of offers, awards, their conditions, changes, suspensions, reviews and final reports."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Offer(SQLModel, table=True):
    """One version of an offer; at most one is open (or queried by the applicant) in a case."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("application_id", "number", name="uq_offer_number"),
        CheckConstraint(
            "state IN ('open', 'queried', 'accepted', 'declined', 'lapsed', 'superseded', 'withdrawn')",
            name="ck_offer_state",
        ),
        CheckConstraint("issued_at < expires_at", name="ck_offer_expires_later"),
        Index(
            "uq_offer_one_open",
            "application_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'queried')"),
            postgresql_where=text("state IN ('open', 'queried')"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    issued_at: datetime
    issued_by: int
    expires_at: datetime
    extended: bool = False
    terms: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    cut: str = ""
    scope: str = ""
    state: str = "open"
    decided_by: str = ""
    accepted_by: int | None = None
    unqualified: bool | None = None
    query: str = ""
    queried_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str = ""


class OfferLine(SQLModel, table=True):
    """Pence offered by one commissioner for one period."""

    __tablename__ = "offer_line"
    __table_args__ = (
        UniqueConstraint("offer_id", "commissioner", "period", name="uq_offer_line_key"),
        CheckConstraint("pence > 0", name="ck_offer_line_pence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", index=True)
    commissioner: str
    period: str
    pence: int = Field(sa_type=BigInteger)


class Award(SQLModel, table=True):
    """An accepted offer and its dates; where it stands is the case's state."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("starts <= ends", name="ck_award_starts_before_it_ends"),
        CheckConstraint("ends <= last_claim_on", name="ck_award_last_claim_after_end"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", unique=True)
    offer_id: int = Field(foreign_key="offer.id", unique=True)
    recipient: str = Field(index=True)
    accepted_at: datetime
    starts: date
    ends: date
    last_claim_on: date
    precedents_by: date | None = None
    start_authorised_at: datetime | None = None
    novated_at: datetime | None = None
    ended_on: date | None = None
    end_clause: str = ""
    end_reason: str = ""
    settled: bool = False
    closed_at: datetime | None = None


class AwardLine(SQLModel, table=True):
    """Pence of an award now, by commissioner and period, after every approved variation."""

    __tablename__ = "award_line"
    __table_args__ = (
        UniqueConstraint("award_id", "commissioner", "period", name="uq_award_line_key"),
        CheckConstraint("pence >= 0", name="ck_award_line_pence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    commissioner: str = Field(index=True)
    period: str
    pence: int = Field(sa_type=BigInteger)


class Condition(SQLModel, table=True):
    """One thing that the recipient must do, and whose condition it is (`commissioner`; none: the fund's own).

    `topic` and `demand` let two conditions about one thing be compared: the same topic with another demand contradicts.
    """

    __tablename__ = "condition"
    __table_args__ = (
        UniqueConstraint("application_id", "number", name="uq_condition_number"),
        CheckConstraint("kind IN ('precedent', 'subsequent', 'reporting')", name="ck_condition_kind"),
        CheckConstraint("state IN ('open', 'met', 'waived', 'failed', 'dropped')", name="ck_condition_state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    award_id: int | None = Field(default=None, foreign_key="award.id", index=True)
    number: int
    commissioner: str | None = Field(default=None, index=True)
    key: str = ""
    topic: str = ""
    demand: str = ""
    kind: str
    text: str
    evidence: str
    owner: str
    due_on: date | None = None
    waiver_authority: str = ""
    state: str = "open"
    evidence_file: str = ""
    settled_by: int | None = None
    settled_at: datetime | None = None
    settled_reason: str = ""


class Variation(SQLModel, table=True):
    """One asked-for change of an award: what changes, from what to what, and who allowed it; one open at a time."""

    __tablename__ = "variation"
    __table_args__ = (
        UniqueConstraint("award_id", "number", name="uq_variation_number"),
        CheckConstraint(
            "kind IN ('budget', 'value', 'profile', 'partner', 'novation', 'dates', 'outcome', 'scope', 'remedy',"
            " 'rekeying')",
            name="ck_variation_kind",
        ),
        CheckConstraint("state IN ('requested', 'approved', 'refused', 'withdrawn')", name="ck_variation_state"),
        Index(
            "uq_variation_one_open",
            "award_id",
            unique=True,
            sqlite_where=text("state = 'requested'"),
            postgresql_where=text("state = 'requested'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    number: int
    kind: str
    requested_by: int
    requested_at: datetime
    reason: str
    before: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    after: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    within_tolerance: bool = False
    state: str = "requested"
    authority: str = ""
    decided_by: int | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


class Duty(SQLModel, table=True):
    """What one participant owes under the award, and its part of the money where that is stated."""

    __tablename__ = "duty"
    __table_args__ = (UniqueConstraint("award_id", "organisation", name="uq_duty_organisation"),)

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    organisation: str = Field(index=True)
    duty: str
    pence: int | None = Field(default=None, sa_type=BigInteger)
    ended_on: date | None = None


class Asset(SQLModel, table=True):
    """Something that lasts and that the money bought, with a duty that outlives the award (2(d), asset rule)."""

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("award_id", "number", name="uq_asset_number"),
        CheckConstraint("pence >= 0 AND life_years >= 1", name="ck_asset_figures"),
        CheckConstraint("bought_on <= until", name="ck_asset_days"),
    )

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    number: int
    what: str
    pence: int = Field(sa_type=BigInteger)
    bought_on: date
    life_years: int
    until: date
    duty: str
    recorded_at: datetime
    recorded_by: int
    ended_on: date | None = None
    end_reason: str = ""


class Suspension(SQLModel, table=True):
    """A stop on an award's payments, from one moment until it is lifted or the award ends."""

    __tablename__ = "suspension"
    __table_args__ = (
        Index(
            "uq_suspension_one_open",
            "award_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    suspended_at: datetime
    suspended_by: int
    reason: str
    remedy: str = ""
    long_stop_at: datetime
    lifted_at: datetime | None = None
    lifted_by: int | None = None
    lifted_reason: str = ""


class FinalReport(SQLModel, table=True):
    """A recipient's final report, in the order received; a returned one is followed by another."""

    __tablename__ = "final_report"
    __table_args__ = (
        UniqueConstraint("award_id", "number", name="uq_final_report_number"),
        CheckConstraint("state IN ('submitted', 'returned', 'accepted')", name="ck_final_report_state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    number: int
    submitted_at: datetime
    submitted_by: int
    text: str
    outcomes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    documents: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    state: str = "submitted"
    settled_at: datetime | None = None
    missing: str = ""


class Review(SQLModel, table=True):
    """A second look at a running award because a fact that it rests on has changed."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('open', 'continue', 'reduce', 'suspend', 'terminate', 'withdrawn')", name="ck_review_outcome"
        ),
        Index(
            "uq_review_one_open",
            "award_id",
            unique=True,
            sqlite_where=text("outcome = 'open'"),
            postgresql_where=text("outcome = 'open'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)
    opened_at: datetime
    opened_by: int
    cause: str
    detail: str = ""
    outcome: str = "open"
    closed_at: datetime | None = None
    closed_reason: str = ""
