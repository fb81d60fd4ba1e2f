"""Rows of rounds that are taken over, and of the lines of the files that say where their bids stand."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel


class TakeOver(SQLModel, table=True):
    """One round that lived elsewhere before: where its bids stand comes from a file, until it goes live.

    `file`, `sha256` and `as_at` are of the file that was read last; `live_by` are the two who agreed.
    """

    __tablename__ = "take_over"
    __table_args__ = (CheckConstraint("(live_at IS NULL) = (live_by = '')", name="ck_take_over_live_by_names"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="round.id", unique=True)
    round: str
    fund: str = Field(index=True)
    declared_at: datetime
    declared_by: str
    file: str = ""
    sha256: str = ""
    as_at: date | None = None
    read_at: datetime | None = None
    read_by: str = ""
    live_at: datetime | None = None
    live_by: str = ""


class TakenLine(SQLModel, table=True):
    """One row of a file as it was read: what it says of one bid, commissioner and year, in pence.

    `current` rows are those of the present position, of which those that were taken in are one a key; a corrected row stays
    beside the one that replaced it. `application_id` and `entry_id` name the case and the opening entry that came of it;
    `left_out` says why none did.
    """

    __tablename__ = "taken_line"
    __table_args__ = (
        CheckConstraint("agreed_pence >= 0 AND paid_pence >= 0", name="ck_taken_line_pence"),
        Index(
            "uq_taken_line_current",
            *("take_over_id", "their_ref", "commissioner", "period"),
            unique=True,
            sqlite_where=text("current AND left_out = ''"),
            postgresql_where=text("current AND left_out = ''"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    take_over_id: int = Field(foreign_key="take_over.id", index=True)
    file: str
    file_sha256: str
    line: int
    as_at: date
    cells: dict[str, Any] = Field(sa_type=JSON)
    sha256: str
    their_ref: str = Field(index=True)
    commissioner: str
    period: str
    holds: str
    agreed_pence: int = Field(sa_type=BigInteger)
    paid_pence: int = Field(sa_type=BigInteger)
    payment_refs: list[str] = Field(default_factory=list, sa_type=JSON)
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True)
    entry_id: int | None = Field(default=None, foreign_key="entry.id")
    left_out: str = ""
    current: bool = True
    read_at: datetime
