"""The register of breaches: votes cast by people who only then declared an interest (case 22)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class InterestBreach(SQLModel, table=True):
    """A vote that an interest declared later touches: to be noted, or the item voted again."""

    __tablename__ = "interest_breach"
    __table_args__ = (
        UniqueConstraint("interest_id", "vote_id", name="uq_interest_breach"),
        CheckConstraint("needs IN ('noted', 're_vote')", name="ck_interest_breach_needs"),
    )

    id: int | None = Field(default=None, primary_key=True)
    interest_id: int = Field(foreign_key="item_interest.id", index=True)
    vote_id: int = Field(foreign_key="vote.id", index=True)
    needs: str
    recorded_at: datetime
    recorded_by: int = Field(foreign_key="person.id")
