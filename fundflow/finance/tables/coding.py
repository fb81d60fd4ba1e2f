"""The coding table: what the outside ledger calls each fund, commissioner, year, payee and cost."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class Coding(SQLModel, table=True):
    """One code, as text; a row is never changed but to end it. Empty `payee_type` and `cost_line` stand for any."""

    __tablename__ = "coding"
    __table_args__ = (
        CheckConstraint("cost_centre <> '' AND subjective <> ''", name="ck_coding_texts"),
        CheckConstraint("ends IS NULL OR ends >= starts", name="ck_coding_days"),
        UniqueConstraint(
            *("fund", "commissioner", "year", "capital", "payee_type", "cost_line", "starts"), name="uq_coding"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    fund: str = Field(index=True)
    commissioner: str
    year: str
    capital: bool = False
    payee_type: str = ""
    cost_line: str = ""
    entity: str = ""
    cost_centre: str
    subjective: str
    analysis_1: str = ""
    analysis_2: str = ""
    tax_code: str = ""
    starts: date
    ends: date | None = None
    added_at: datetime
    added_by: int = Field(foreign_key="person.id")
