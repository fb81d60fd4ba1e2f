"""What is kept of fund money: lines received, their changes, virement papers, and figures that do not agree."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class Allocation(SQLModel, table=True):
    """One line of money received for a commissioner, a period and a fund from one source (pence)."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("fund", "commissioner", "period", "source", name="uq_allocation"),
        CheckConstraint("pence >= 0", name="ck_allocation_pence"),
        CheckConstraint("recurrence IN ('recurrent', 'non-recurrent')", name="ck_allocation_recurrence"),
    )

    id: int | None = Field(default=None, primary_key=True)
    fund: str
    commissioner: str = Field(foreign_key="organisation.code", index=True)
    period: str
    source: str
    pence: int = Field(sa_type=BigInteger)
    recurrence: str
    capital: bool = False
    ring_fence: str | None = None
    printed_total: int | None = Field(default=None, sa_type=BigInteger)
    effective_on: date
    received_at: datetime
    received_by: str
    entry_id: int = Field(foreign_key="entry.id", index=True)


class AllocationChange(SQLModel, table=True):
    """A change notice to a line: what it was, what it became, and why; rows are added, never changed."""

    __tablename__ = "allocation_change"
    __table_args__ = (
        CheckConstraint("after_pence >= 0 AND before_pence >= 0", name="ck_allocation_change_pence"),
        CheckConstraint("after_pence <> before_pence", name="ck_allocation_change_differs"),
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = Field(foreign_key="allocation.id", index=True)
    before_pence: int = Field(sa_type=BigInteger)
    after_pence: int = Field(sa_type=BigInteger)
    reason: str
    effective_on: date
    changed_at: datetime
    changed_by: str
    entry_id: int = Field(foreign_key="entry.id", unique=True)


class Virement(SQLModel, table=True):
    """A paper that moves money from one budget key to another, with the committee's minute."""

    __tablename__ = "virement"
    __table_args__ = (CheckConstraint("pence > 0", name="ck_virement_pence"),)

    id: int | None = Field(default=None, primary_key=True)
    from_fund: str
    from_commissioner: str = Field(foreign_key="organisation.code", index=True)
    from_period: str
    to_fund: str
    to_commissioner: str = Field(foreign_key="organisation.code", index=True)
    to_period: str
    pence: int = Field(sa_type=BigInteger)
    minute: str = ""
    reason: str
    effective_on: date
    vired_at: datetime
    vired_by: str
    entry_id: int = Field(foreign_key="entry.id", unique=True)


class Discrepancy(SQLModel, table=True):
    """Two figures for the same thing that do not agree; neither is repaired, and somebody owns the difference."""

    __tablename__ = "discrepancy"
    __table_args__ = (
        UniqueConstraint("key", name="uq_discrepancy_key"),
        CheckConstraint("severity IN ('info', 'warning', 'material')", name="ck_discrepancy_severity"),
        CheckConstraint("status IN ('open', 'accepted', 'resolved')", name="ck_discrepancy_status"),
        CheckConstraint(
            "status <> 'accepted' OR (owner <> '' AND note <> '')", name="ck_discrepancy_accepted_by_a_name"
        ),
        Index("ix_discrepancy_status_severity", "status", "severity"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    kind: str
    severity: str
    status: str = "open"
    what: str
    fund: str | None = Field(default=None, index=True)
    commissioner: str | None = None
    period: str | None = None
    source_a: str
    value_a: str
    source_b: str
    value_b: str
    difference_pence: int | None = Field(default=None, sa_type=BigInteger)
    owner: str = ""
    note: str = ""
    raised_at: datetime
    settled_at: datetime | None = None
