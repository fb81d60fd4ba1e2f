"""What the outside ledger says happened, who looks into what differs, and who signed a month."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class LedgerTransaction(SQLModel, table=True):
    """One line of the outside ledger, in pence, as its file had it; never changed: a later status is a line of its own.

    `payment_ref` is the payment that it is about, as it was matched when it was read; empty where there was none.
    """

    __tablename__ = "ledger_transaction"
    __table_args__ = (
        CheckConstraint("status IN ('sent', 'accepted', 'paid', 'rejected')", name="ck_ledger_transaction_status"),
        UniqueConstraint("reference", "payee", "pence", "dated", "status", name="uq_ledger_transaction"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(index=True)
    payee: str
    pence: int = Field(sa_type=BigInteger)
    dated: date
    status: str
    reason: str = ""
    payment_ref: str = Field(default="", index=True)
    read_at: datetime
    read_by: int = Field(foreign_key="person.id")


class DifferenceNote(SQLModel, table=True):
    """Who looks into a difference, and what is known; a later note stands beside the one before."""

    __tablename__ = "difference_note"
    __table_args__ = (CheckConstraint("owner <> '' AND note <> ''", name="ck_difference_note_words"),)

    id: int | None = Field(default=None, primary_key=True)
    difference: str = Field(index=True)
    owner: str
    note: str
    noted_at: datetime
    noted_by: int = Field(foreign_key="person.id")


class AgreementSignature(SQLModel, table=True):
    """One of two signatures under a month's sheet; `known_at` and `sha256` fix the sheet that was signed."""

    __tablename__ = "agreement_signature"
    __table_args__ = (UniqueConstraint("month", "sha256", "signed_by", name="uq_agreement_signature"),)

    id: int | None = Field(default=None, primary_key=True)
    month: str = Field(index=True)
    known_at: datetime
    sha256: str
    signed_at: datetime
    signed_by: int = Field(foreign_key="person.id")
    signed_name: str
