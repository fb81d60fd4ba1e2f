"""Money asked back: recoveries, their amounts by key, instalments, receipts and set-offs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from fundflow.payments.tables.states import OUTCOMES, RECOVERY_REASONS, RECOVERY_STATES, among


class Recovery(SQLModel, table=True):
    """One sum asked back from a payee; it lives on after its case has ended and never reopens it.

    `outcome` says whether what comes back is lost to the award (`forfeited`) or may be claimed again. `working` holds
    the figures behind `calculation`. `due_entry` names the ledger entry of the notice.
    """

    __tablename__ = "recovery"
    __table_args__ = (
        among("ck_recovery_state", "state", RECOVERY_STATES),
        among("ck_recovery_cause", "cause", RECOVERY_REASONS),
        among("ck_recovery_outcome", "outcome", OUTCOMES),
        CheckConstraint("raised_by <> seconded_by", name="ck_recovery_two_people"),
        UniqueConstraint("ref", name="uq_recovery_ref"),
        UniqueConstraint("application_id", "number", name="uq_recovery_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str
    application_id: int = Field(foreign_key="application.id", index=True)
    case_ref: str
    number: int
    fund: str
    payee: str
    state: str = Field(default="proposed", index=True)
    state_since: datetime
    cause: str
    clause: str
    calculation: str
    working: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    outcome: str = "forfeited"
    raised_at: datetime
    raised_by: int = Field(foreign_key="person.id")
    raised_name: str
    seconded_by: int = Field(foreign_key="person.id")
    seconded_name: str
    notice_at: datetime | None = None
    reply_by: date | None = None
    reply: str = ""
    replied_at: datetime | None = None
    panel: list[Any] = Field(default_factory=list, sa_type=JSON)
    panel_reason: str = ""
    closing_reason: str = ""
    due_entry: str = ""


class RecoveryShare(SQLModel, table=True):
    """A recovery's amounts for one key, in pence: as first worked out, due now, received, given up."""

    __tablename__ = "recovery_share"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_recovery_share_pence"),
        CheckConstraint("due_pence >= 0 AND due_pence <= pence", name="ck_recovery_share_due"),
        CheckConstraint("received_pence >= 0 AND written_off_pence >= 0", name="ck_recovery_share_back"),
        CheckConstraint("received_pence + written_off_pence <= due_pence", name="ck_recovery_share_sum"),
        UniqueConstraint("recovery_id", "commissioner", "period", "delivery_year", name="uq_recovery_share_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    recovery_id: int = Field(foreign_key="recovery.id", index=True)
    commissioner: str
    period: str
    delivery_year: str
    pence: int = Field(sa_type=BigInteger)
    due_pence: int = Field(sa_type=BigInteger)
    received_pence: int = Field(default=0, sa_type=BigInteger)
    written_off_pence: int = Field(default=0, sa_type=BigInteger)

    @property
    def left_pence(self) -> int:
        """What is still owed of it."""
        return self.due_pence - self.received_pence - self.written_off_pence


class Instalment(SQLModel, table=True):
    """One agreed part of a recovery; a plan that failed stays, the next one has the next `plan` number."""

    __tablename__ = "instalment"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_instalment_pence"),
        CheckConstraint("received_pence >= 0 AND received_pence <= pence", name="ck_instalment_received"),
        UniqueConstraint("recovery_id", "plan", "number", name="uq_instalment_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    recovery_id: int = Field(foreign_key="recovery.id", index=True)
    plan: int
    number: int
    due_on: date
    pence: int = Field(sa_type=BigInteger)
    received_pence: int = Field(default=0, sa_type=BigInteger)


class Receipt(SQLModel, table=True):
    """Money that came back for a recovery, and how; `entry` names its ledger entry."""

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_receipt_pence"),
        among("ck_receipt_how", "how", ("cash", "set_off")),
    )

    id: int | None = Field(default=None, primary_key=True)
    recovery_id: int = Field(foreign_key="recovery.id", index=True)
    received_at: datetime
    pence: int = Field(sa_type=BigInteger)
    how: str
    reference: str
    entry: str = ""


class SetOff(SQLModel, table=True):
    """A recovery taken off a later claim of the same payee: so many pence of one commissioner's payment."""

    __tablename__ = "set_off"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_set_off_pence"),
        CheckConstraint("consent <> ''", name="ck_set_off_consent"),
        UniqueConstraint("recovery_id", "claim_id", "commissioner", name="uq_set_off"),
    )

    id: int | None = Field(default=None, primary_key=True)
    recovery_id: int = Field(foreign_key="recovery.id", index=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    commissioner: str
    pence: int = Field(sa_type=BigInteger)
    consent: str
