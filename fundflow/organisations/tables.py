"""What is kept of organisations: who they are, who belongs to whom since when, and how many patients each had."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Organisation(SQLModel, table=True):
    """Anything with a code: a commissioner, a practice, a group of practices. Its code is never changed or reused."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('commissioner', 'practice', 'federation', 'super_practice', 'network', 'other')",
            name="ck_organisation_kind",
        ),
        CheckConstraint("status IN ('active', 'closed', 'dormant', 'proposed')", name="ck_organisation_status"),
        CheckConstraint(
            "signing_rule IN ('any_partner', 'named_partner', 'all_partners', 'company_officer')",
            name="ck_organisation_signing_rule",
        ),
        CheckConstraint("closed IS NULL OR opened IS NULL OR closed >= opened", name="ck_organisation_dates"),
    )

    code: str = Field(primary_key=True)
    name: str = Field(index=True)
    kind: str = Field(index=True)
    status: str = "active"
    opened: date | None = None
    closed: date | None = None
    legal_entity: bool = False
    company_number: str = ""
    address: list[str] = Field(default_factory=list, sa_type=JSON)
    postcode: str = ""
    telephone: str = ""
    telephone_verified_on: date | None = None
    signing_rule: str = "any_partner"
    signing_rule_since: date | None = None
    named_signatory: str = ""


class CommissionerFacts(SQLModel, table=True):
    """What is true of a body that holds the money; its words for letters stand in the office's definition."""

    __tablename__ = "commissioner"
    __table_args__ = (
        CheckConstraint(
            "delegation_level IN ('greater_involvement', 'joint', 'delegated')", name="ck_commissioner_delegation_level"
        ),
    )

    code: str = Field(primary_key=True, foreign_key="organisation.code")
    type: str
    short_name: str
    parent: str | None = Field(default=None, foreign_key="organisation.code", index=True)
    office: str = ""
    delegation_level: str = "delegated"
    in_financial_recovery: bool = False


class OrganisationAlias(SQLModel, table=True):
    """Another name by which papers call an organisation, with who confirmed that it is the same body."""

    __tablename__ = "organisation_alias"
    __table_args__ = (UniqueConstraint("organisation", "alias", name="uq_organisation_alias"),)

    id: int | None = Field(default=None, primary_key=True)
    organisation: str = Field(foreign_key="organisation.code", index=True)
    alias: str = Field(index=True)
    starts: date | None = None
    ends: date | None = None
    confirmed_by: str
    confirmed_at: datetime


class OrganisationSameness(SQLModel, table=True):
    """Two people said that one record stands for another of the same organisation; it may be taken back, and stays here."""

    __tablename__ = "organisation_sameness"
    __table_args__ = (
        CheckConstraint("alias <> keep", name="ck_organisation_sameness_two"),
        CheckConstraint("(ended_at IS NULL) = (ended_by = '')", name="ck_organisation_sameness_ended"),
        Index(
            "uq_organisation_sameness_open",
            "alias",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    keep: str = Field(foreign_key="organisation.code", index=True)
    alias: str = Field(foreign_key="organisation.code", index=True)
    reason: str
    said_at: datetime
    said_by: str
    ended_at: datetime | None = None
    ended_by: str = ""
    end_reason: str = ""


class Membership(SQLModel, table=True):
    """An organisation belongs to a group from a day up to and with a day."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("organisation", "group_code", "starts", name="uq_membership"),
        CheckConstraint("ends IS NULL OR ends >= starts", name="ck_membership_dates"),
        CheckConstraint("organisation <> group_code", name="ck_membership_not_itself"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation: str = Field(foreign_key="organisation.code", index=True)
    group_code: str = Field(foreign_key="organisation.code", index=True)
    starts: date
    ends: date | None = None


class CommissionerLink(SQLModel, table=True):
    """A practice falls to a commissioner from a day up to and with a day; to one at a time."""

    __tablename__ = "commissioner_link"
    __table_args__ = (
        UniqueConstraint("practice", "starts", name="uq_commissioner_link"),
        CheckConstraint("ends IS NULL OR ends >= starts", name="ck_commissioner_link_dates"),
        Index(
            "uq_commissioner_link_open",
            "practice",
            unique=True,
            sqlite_where=text("ends IS NULL"),
            postgresql_where=text("ends IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    practice: str = Field(foreign_key="organisation.code", index=True)
    commissioner: str = Field(foreign_key="organisation.code", index=True)
    starts: date
    ends: date | None = None


class ListSnapshot(SQLModel, table=True):
    """How many patients an organisation had on a day, by which count; weighted lists have hundredths of a patient."""

    __tablename__ = "list_snapshot"
    __table_args__ = (
        UniqueConstraint("organisation", "basis", "taken_on", name="uq_list_snapshot"),
        CheckConstraint("basis IN ('registered', 'weighted', 'resident')", name="ck_list_snapshot_basis"),
        CheckConstraint("patients >= 0", name="ck_list_snapshot_patients"),
        CheckConstraint("hundredths BETWEEN 0 AND 99", name="ck_list_snapshot_hundredths"),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation: str = Field(foreign_key="organisation.code", index=True)
    basis: str
    taken_on: date
    patients: int
    hundredths: int = 0
    source: str
    recorded_at: datetime


class OrganisationEvent(SQLModel, table=True):
    """Something that happened to an organisation on a day; rows are added, never changed."""

    __tablename__ = "organisation_event"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('opened', 'closed', 'handed_back', 'merged', 'successor', 'linked', 'moved', 'joined', 'left', "
            "'renamed', 'contact_verified', 'signing_rule', 'list_corrected', 'amended')",
            name="ck_organisation_event_kind",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation: str = Field(foreign_key="organisation.code", index=True)
    kind: str
    happened_on: date = Field(index=True)
    other: str | None = Field(default=None, foreign_key="organisation.code", index=True)
    detail: str = ""
    reason: str = ""
    recorded_at: datetime
    recorded_by: str
