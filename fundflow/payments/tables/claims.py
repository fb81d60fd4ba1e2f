"""Claims: what a recipient asks to be paid, its lines, invoices, evidence and questions."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from fundflow.payments.tables.states import CLAIM_STATES, among


class Claim(SQLModel, table=True):
    """One request for payment of one or more tranches; `claim_entry` and `approval_entry` name its ledger entries.

    `declared_by`, `checked_by`, `approved_by` and `released_by` are four different people; their names stand beside
    them because letters and refusals print them. `taken_over` names the paper of a payment that was made elsewhere before
    this product knew of it: nobody here declared, checked or released it.
    """

    __tablename__ = "claim"
    __table_args__ = (
        among("ck_claim_state", "state", CLAIM_STATES),
        CheckConstraint("period_from <= period_to", name="ck_claim_period"),
        UniqueConstraint("application_id", "number", name="uq_claim_number"),
        UniqueConstraint("ref", name="uq_claim_ref"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str
    application_id: int = Field(foreign_key="application.id", index=True)
    case_ref: str
    number: int
    fund: str
    payee: str
    state: str = Field(default="draft", index=True)
    state_since: datetime
    period_from: date
    period_to: date
    vat: str = "outside_scope"
    created_at: datetime
    created_by: int = Field(foreign_key="person.id")
    submitted_at: datetime | None = None
    declared_by: int | None = Field(default=None, foreign_key="person.id")
    declared_name: str = ""
    declaration: str = ""
    checked_by: int | None = Field(default=None, foreign_key="person.id")
    checked_name: str = ""
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    approved_name: str = ""
    approved_at: datetime | None = None
    released_by: int | None = Field(default=None, foreign_key="person.id")
    released_name: str = ""
    paid_at: datetime | None = None
    held_reason: str = ""
    refused_reason: str = ""
    refused_name: str = ""
    claim_entry: str = ""
    approval_entry: str = ""
    taken_over: str = ""


class ClaimTranche(SQLModel, table=True):
    """A tranche that a claim draws on."""

    __tablename__ = "claim_tranche"
    __table_args__ = (UniqueConstraint("claim_id", "tranche_id", name="uq_claim_tranche"),)

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    tranche_id: int = Field(foreign_key="tranche.id", index=True)


class ClaimLine(SQLModel, table=True):
    """One cost of a claim, gross pence of which `vat_pence` is VAT; `approved_pence` is empty until approval."""

    __tablename__ = "claim_line"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_claim_line_pence"),
        CheckConstraint("vat_pence >= 0 AND vat_pence <= pence", name="ck_claim_line_vat"),
        CheckConstraint("approved_pence >= 0 AND approved_pence <= pence", name="ck_claim_line_approved"),
        CheckConstraint("delivered_from <= delivered_to", name="ck_claim_line_delivered"),
        UniqueConstraint("claim_id", "number", name="uq_claim_line_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    number: int
    cost_type: str
    description: str
    delivered_from: date
    delivered_to: date
    pence: int = Field(sa_type=BigInteger)
    vat_pence: int = Field(default=0, sa_type=BigInteger)
    approved_pence: int | None = Field(default=None, sa_type=BigInteger)
    cut_reason: str = ""


class ClaimShare(SQLModel, table=True):
    """What a claim takes from one tranche for one commissioner, period and year of delivery; kept from submission."""

    __tablename__ = "claim_share"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_claim_share_pence"),
        CheckConstraint("approved_pence >= 0 AND approved_pence <= pence", name="ck_claim_share_approved"),
        UniqueConstraint(
            "claim_id", "tranche_id", "commissioner", "period", "delivery_year", name="uq_claim_share_key"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    tranche_id: int = Field(foreign_key="tranche.id", index=True)
    commissioner: str
    period: str
    delivery_year: str
    pence: int = Field(sa_type=BigInteger)
    approved_pence: int | None = Field(default=None, sa_type=BigInteger)


class Invoice(SQLModel, table=True):
    """An invoice behind a claim; `sha` is of supplier, number, date and amount, unique among claims that live."""

    __tablename__ = "invoice"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_invoice_pence"),
        Index("ux_invoice_live_sha", "sha", unique=True, sqlite_where=text("live"), postgresql_where=text("live")),
    )

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    supplier: str
    number: str
    dated: date
    pence: int = Field(sa_type=BigInteger)
    sha: str = Field(index=True)
    live: bool = True


class Evidence(SQLModel, table=True):
    """A document or a statement that shows what was delivered; `file_sha` names the stored file, if there is one.

    `redacted` is the word of who sent it: no patient, and names of staff and people's stories taken out. The row stays when
    the file's contents are deleted.
    """

    __tablename__ = "claim_evidence"

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    kind: str
    description: str
    file_sha: str = ""
    added_at: datetime
    redacted: bool = False
    deleted_at: datetime | None = None
    deleted_by: str = ""
    deleted_because: str = ""


class ClaimQuery(SQLModel, table=True):
    """One numbered question about a claim, with its answer once it comes."""

    __tablename__ = "claim_query"
    __table_args__ = (UniqueConstraint("claim_id", "number", name="uq_claim_query_number"),)

    id: int | None = Field(default=None, primary_key=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    number: int
    question: str
    asked_at: datetime
    asked_by: int = Field(foreign_key="person.id")
    due_on: date
    answer: str = ""
    answered_at: datetime | None = None
