"""The journals of month ends, as they went to the outside ledger."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel


class JournalLine(SQLModel, table=True):
    """One line of a month's journal, in pence: a debit above nought, a credit below; never changed.

    `side` is the accrual on the month's last day or its reversal on the day after. `case_ref`, `fund`, `period`,
    `delivery_year` and `cost_line` are empty on the other side of the journal. A month accepted again has a new `batch`.
    """

    __tablename__ = "journal_line"
    __table_args__ = (
        CheckConstraint("pence <> 0", name="ck_journal_line_pence"),
        CheckConstraint("side IN ('accrual', 'reversal')", name="ck_journal_line_side"),
        UniqueConstraint("commissioner", "month", "batch", "number", name="uq_journal_line"),
    )

    id: int | None = Field(default=None, primary_key=True)
    commissioner: str = Field(index=True)
    month: str
    batch: int
    number: int
    side: str
    dated: date
    pence: int = Field(sa_type=BigInteger)
    case_ref: str = ""
    fund: str = ""
    period: str = ""
    delivery_year: str = ""
    cost_line: str = ""
    entity: str = ""
    cost_centre: str = ""
    subjective: str = ""
    analysis_1: str = ""
    analysis_2: str = ""
    tax_code: str = ""
    narrative: str
    accepted_at: datetime
    accepted_by: int = Field(foreign_key="person.id")
