"""The ledger's tables: entries and their postings, and the running totals that the database itself keeps sound."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, String, Table, UniqueConstraint
from sqlmodel import Field, SQLModel

from fundflow import audit
from fundflow.ledger.triggers import TRIGGERS


class Account(StrEnum):
    """Where money stands. `world` is where allocations come from, `memo` the other side of what is only noted."""

    WORLD = "world"
    MEMO = "memo"
    UNCOMMITTED = "uncommitted"
    RESERVED = "reserved"
    UNCLAIMED = "unclaimed"
    CLAIMED = "claimed"
    PAYABLE = "payable"
    PAID_OUT = "paid_out"
    RECOVERABLE = "recoverable"
    WRITTEN_OFF = "written_off"
    PIPELINE = "pipeline"
    CONTINGENT = "contingent"
    ACCRUED = "accrued"
    CUT_DUE = "cut_due"


class Kind(StrEnum):
    """What an entry says happened; `rules.kinds` says which money each one moves."""

    ALLOCATE = "ALLOCATE"
    ADJUST_ALLOCATION_UP = "ADJUST_ALLOCATION_UP"
    ADJUST_ALLOCATION_DOWN = "ADJUST_ALLOCATION_DOWN"
    APPLY_CUT = "APPLY_CUT"
    VIRE = "VIRE"
    CARRY_FORWARD = "CARRY_FORWARD"
    LAPSE = "LAPSE"
    PIPELINE_UP = "PIPELINE_UP"
    PIPELINE_DOWN = "PIPELINE_DOWN"
    CONTINGENT_UP = "CONTINGENT_UP"
    CONTINGENT_DOWN = "CONTINGENT_DOWN"
    RESERVE = "RESERVE"
    RELEASE = "RELEASE"
    COMMIT = "COMMIT"
    DECOMMIT = "DECOMMIT"
    CLAIM = "CLAIM"
    REVERSE_CLAIM = "REVERSE_CLAIM"
    APPROVE_CLAIM = "APPROVE_CLAIM"
    REVERSE_APPROVE_CLAIM = "REVERSE_APPROVE_CLAIM"
    ACCRUE = "ACCRUE"
    REVERSE_ACCRUAL = "REVERSE_ACCRUAL"
    PAY = "PAY"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    RECOVERY_DUE = "RECOVERY_DUE"
    REVERSE_RECOVERY_DUE = "REVERSE_RECOVERY_DUE"
    RECOVERY_RECEIVED = "RECOVERY_RECEIVED"
    RECOVERY_RECEIVED_ENTITLED = "RECOVERY_RECEIVED_ENTITLED"
    WRITE_OFF = "WRITE_OFF"
    OPENING = "OPENING"
    REVERSE_OPENING = "REVERSE_OPENING"


KEY_TEXT = String().with_variant(String(collation="C"), "postgresql")
"""Keys sort alike in Python and in both databases: the order of locks rests on it."""

_SETTLED = "reserved + unclaimed + claimed + payable + paid_out + recoverable + written_off"
_HELD = ("reserved", "unclaimed", "claimed", "payable", "paid_out", "recoverable", "written_off")
_MEMO = ("pipeline", "contingent", "accrued")


def _pence() -> Any:
    return Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})


def _key_text(**options: Any) -> Any:
    return Field(sa_type=KEY_TEXT, **options)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _never_below_zero(table: str, accounts: tuple[str, ...]) -> list[CheckConstraint]:
    return [CheckConstraint(f"{account} >= 0", name=f"ck_{table}_{account}") for account in accounts]


class EntryRow(SQLModel, table=True):
    """What happened. `asked` is the hash of what was asked for; `fingerprint` of all that is stored, postings too.

    `relates_to` is the day that it is about where that day's month was closed and it was posted later.
    """

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_listed(Kind)})", name="ck_entry_kind"),
        CheckConstraint("pence > 0", name="ck_entry_pence"),
        CheckConstraint("reverses_id <> id", name="ck_entry_reverses_another"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    pence: int = Field(sa_type=BigInteger)
    effective_on: date
    relates_to: date | None = None
    recorded_at: datetime
    actor_id: int
    actor: str
    case_ref: str | None = Field(default=None, index=True)
    source: str
    reason: str
    idempotency_key: str | None = Field(default=None, unique=True)
    reverses_id: int | None = Field(default=None, foreign_key="entry.id", unique=True)
    asked: str
    fingerprint: str


class PostingRow(SQLModel, table=True):
    """One transfer of an entry: pence from one account to another; `world` and `memo` stand outside every key."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("pence > 0", name="ck_posting_pence"),
        CheckConstraint("line > 0", name="ck_posting_line"),
        CheckConstraint(f"from_account IN ({_listed(Account)})", name="ck_posting_from_account"),
        CheckConstraint(f"to_account IN ({_listed(Account)})", name="ck_posting_to_account"),
        CheckConstraint("capital IN (TRUE, FALSE)", name="ck_posting_capital"),
        Index("ix_posting_from", "from_commissioner", "from_period", "from_fund"),
        Index("ix_posting_to", "to_commissioner", "to_period", "to_fund"),
    )

    entry_id: int = Field(foreign_key="entry.id", primary_key=True)
    line: int = Field(primary_key=True)
    from_commissioner: str | None = _key_text(default=None)
    from_period: str | None = _key_text(default=None)
    from_fund: str | None = _key_text(default=None)
    from_holder: str | None = _key_text(default=None)
    from_account: str
    to_commissioner: str | None = _key_text(default=None)
    to_period: str | None = _key_text(default=None)
    to_fund: str | None = _key_text(default=None)
    to_holder: str | None = _key_text(default=None)
    to_account: str
    pence: int = Field(sa_type=BigInteger)
    delivery_year: str | None = None
    recurrence: str | None = None
    capital: bool | None = None


class PositionRow(SQLModel, table=True):
    """The running totals of one key. `recurrence` is unknown until money is allocated; `closed` after the lock."""

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("commissioner", "period", "fund", "capital", name="uq_position_capital"),
        CheckConstraint("recurrence IN ('recurrent', 'non-recurrent')", name="ck_position_recurrence"),
        CheckConstraint("capital IN (TRUE, FALSE)", name="ck_position_capital"),
        CheckConstraint("closed IN (TRUE, FALSE)", name="ck_position_closed"),
        CheckConstraint(f"allocated = uncommitted + {_SETTLED}", name="ck_position_identity"),
        CheckConstraint("accrued <= unclaimed + claimed + payable", name="ck_position_accrued_covered"),
        *_never_below_zero("position", ("allocated", "uncommitted", *_HELD, *_MEMO, "cut_due")),
    )

    commissioner: str = _key_text(primary_key=True)
    period: str = _key_text(primary_key=True)
    fund: str = _key_text(primary_key=True)
    recurrence: str | None = None
    capital: bool
    closed: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    allocated: int = _pence()
    uncommitted: int = _pence()
    reserved: int = _pence()
    unclaimed: int = _pence()
    claimed: int = _pence()
    payable: int = _pence()
    paid_out: int = _pence()
    recoverable: int = _pence()
    written_off: int = _pence()
    pipeline: int = _pence()
    contingent: int = _pence()
    accrued: int = _pence()
    cut_due: int = _pence()


class HolderRow(SQLModel, table=True):
    """Who may hold money of one fund and one colour: a share of a case, or the pool of a round."""

    __tablename__ = "holder"
    __table_args__ = (
        UniqueConstraint("name", "fund", "capital", name="uq_holder_fund_capital"),
        CheckConstraint("capital IN (TRUE, FALSE)", name="ck_holder_capital"),
    )

    name: str = _key_text(primary_key=True)
    fund: str = _key_text()
    capital: bool


class HoldingRow(SQLModel, table=True):
    """The running totals of one holder at one key: the same fund (I6) and the same colour (I7), by foreign key."""

    __tablename__ = "holding"
    __table_args__ = (
        ForeignKeyConstraint(
            ["commissioner", "period", "fund", "capital"],
            ["position.commissioner", "position.period", "position.fund", "position.capital"],
            name="fk_holding_position",
        ),
        ForeignKeyConstraint(
            ["holder", "fund", "capital"], ["holder.name", "holder.fund", "holder.capital"], name="fk_holding_holder"
        ),
        CheckConstraint("capital IN (TRUE, FALSE)", name="ck_holding_capital"),
        CheckConstraint("accrued <= unclaimed + claimed + payable", name="ck_holding_accrued_covered"),
        *_never_below_zero("holding", (*_HELD, *_MEMO)),
        Index("ix_holding_holder", "holder"),
    )

    commissioner: str = _key_text(primary_key=True)
    period: str = _key_text(primary_key=True)
    fund: str = _key_text(primary_key=True)
    holder: str = _key_text(primary_key=True)
    capital: bool
    reserved: int = _pence()
    unclaimed: int = _pence()
    claimed: int = _pence()
    payable: int = _pence()
    paid_out: int = _pence()
    recoverable: int = _pence()
    written_off: int = _pence()
    pipeline: int = _pence()
    contingent: int = _pence()
    accrued: int = _pence()


class PeriodCloseRow(SQLModel, table=True):
    """When and by whom a key was closed; its position says so too."""

    __tablename__ = "period_close"
    __table_args__ = (
        ForeignKeyConstraint(
            ["commissioner", "period", "fund"],
            ["position.commissioner", "position.period", "position.fund"],
            name="fk_period_close_position",
        ),
    )

    commissioner: str = _key_text(primary_key=True)
    period: str = _key_text(primary_key=True)
    fund: str = _key_text(primary_key=True)
    closed_at: datetime
    actor_id: int
    actor: str
    reason: str
    fingerprint: str


class MonthRow(SQLModel, table=True):
    """A month of one commissioner's books: until when anything, then only accruals, then nothing is dated in it."""

    __tablename__ = "accounting_month"
    __table_args__ = (
        CheckConstraint("ends >= starts", name="ck_accounting_month_days"),
        CheckConstraint(
            "soft_closes_on > starts AND closes_on > ends AND closes_on >= soft_closes_on",
            name="ck_accounting_month_closing",
        ),
        UniqueConstraint("commissioner", "starts", name="uq_accounting_month"),
    )

    commissioner: str = _key_text(primary_key=True)
    label: str = _key_text(primary_key=True)
    starts: date
    ends: date
    soft_closes_on: date
    closes_on: date
    closed_on: date | None = None
    closed_by: str = ""
    reopened_on: date | None = None
    reopened_by: str = ""


ENTRY: Table = SQLModel.metadata.tables["entry"]
POSTING: Table = SQLModel.metadata.tables["posting"]
POSITION: Table = SQLModel.metadata.tables["position"]
HOLDER: Table = SQLModel.metadata.tables["holder"]
HOLDING: Table = SQLModel.metadata.tables["holding"]
MONTH: Table = SQLModel.metadata.tables["accounting_month"]
PERIOD_CLOSE: Table = SQLModel.metadata.tables["period_close"]

for _guarded in TRIGGERS:
    audit.attach(SQLModel.metadata.tables[_guarded.table], _guarded)
