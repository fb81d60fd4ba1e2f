"""Rows of what each commissioner is asked for and has approved."""

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Share(SQLModel, table=True):
    """One commissioner's part of a bid; `holder` is its name in the ledger."""

    __tablename__ = "share"
    __table_args__ = (
        UniqueConstraint("application_id", "commissioner", name="uq_share_commissioner"),
        CheckConstraint("basis IN ('patients', 'stated', 'mixed')", name="ck_share_basis"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    commissioner: str = Field(index=True)
    fund: str = Field(index=True)
    capital: bool = False
    holder: str = Field(unique=True)
    basis: str = "stated"
    patients: int | None = None


class ShareAmount(SQLModel, table=True):
    """Pence of a share in one period: asked, and approved once that commissioner has decided."""

    __tablename__ = "share_amount"
    __table_args__ = (
        UniqueConstraint("share_id", "period", name="uq_share_amount_period"),
        CheckConstraint("asked_pence >= 0", name="ck_share_amount_asked"),
        CheckConstraint("approved_pence IS NULL OR approved_pence >= 0", name="ck_share_amount_approved"),
        CheckConstraint("approved_pence IS NULL OR approved_pence <= asked_pence", name="ck_share_amount_within_ask"),
    )

    id: int | None = Field(default=None, primary_key=True)
    share_id: int = Field(foreign_key="share.id", index=True)
    period: str
    asked_pence: int = Field(sa_type=BigInteger)
    approved_pence: int | None = Field(default=None, sa_type=BigInteger)
