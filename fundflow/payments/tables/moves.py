"""The steps that claims and recoveries took, one row each, in order."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class PaymentMove(SQLModel, table=True):
    """One step of a claim's or a recovery's life: what was done, from which state to which, by whom, when and why."""

    __tablename__ = "payment_move"
    __table_args__ = (CheckConstraint("machine IN ('claim', 'recovery')", name="ck_payment_move_machine"),)

    id: int | None = Field(default=None, primary_key=True)
    machine: str
    subject: str = Field(index=True)
    action: str
    from_state: str
    to_state: str
    at: datetime
    by: int = Field(foreign_key="person.id")
    by_name: str
    reason: str = ""
