"""Payees, payment runs and the payments in them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from fundflow.payments.tables.states import CAME_BY, PAYEE_STATES, PAYMENT_STATES, RUN_STATES, among

_LIVE = text("state IN ('proposed', 'released', 'paid')")
_IN_USE = text("state = 'in_use'")


class Payee(SQLModel, table=True):
    """How one organisation is paid: a vendor reference, never a bank number; a change is called back and confirmed.

    `hold_until` is the last day on which unpaid releases to a changed payee wait.
    """

    __tablename__ = "payee"
    __table_args__ = (
        among("ck_payee_state", "state", PAYEE_STATES),
        among("ck_payee_came_by", "came_by", CAME_BY),
        Index("ux_payee_in_use", "organisation", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE),
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation: str = Field(index=True)
    vendor_reference: str
    route: str
    state: str = "requested"
    came_by: str = "letter"
    requested_at: datetime
    requested_by: int = Field(foreign_key="person.id")
    requested_name: str
    called_at: datetime | None = None
    called_by: int | None = Field(default=None, foreign_key="person.id")
    called_name: str = ""
    called_number: str = ""
    number_held_since: date | None = None
    spoke_to: str = ""
    confirmed_at: datetime | None = None
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_name: str = ""
    hold_until: date | None = None


class PaymentRun(SQLModel, table=True):
    """Payments that leave together; `control_pence` and `count` are those of its file, `sha256` is the file's.

    `columns` are the file's, in order, each with its title and what it holds, as the office's settings had them.
    """

    __tablename__ = "payment_run"
    __table_args__ = (
        among("ck_payment_run_state", "state", RUN_STATES),
        CheckConstraint("control_pence >= 0 AND count >= 0", name="ck_payment_run_control"),
        UniqueConstraint("ref", name="uq_payment_run_ref"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str
    state: str = "draft"
    made_at: datetime
    made_by: int = Field(foreign_key="person.id")
    made_name: str
    released_at: datetime | None = None
    released_by: int | None = Field(default=None, foreign_key="person.id")
    released_name: str = ""
    control_pence: int = Field(sa_type=BigInteger)
    count: int
    sha256: str
    system: str = ""
    columns: list[Any] = Field(default_factory=list, sa_type=JSON)


class Payment(SQLModel, table=True):
    """One commissioner's payment of one claim: gross pence, less what is set off, is the net that the file pays.

    `vat_pence` is contained in gross. A failed payment is never overwritten: the next one names it in `replaces_id`.
    """

    __tablename__ = "payment"
    __table_args__ = (
        among("ck_payment_state", "state", PAYMENT_STATES),
        CheckConstraint("gross_pence > 0", name="ck_payment_gross"),
        CheckConstraint("net_pence >= 0 AND set_off_pence >= 0", name="ck_payment_net"),
        CheckConstraint("gross_pence = net_pence + set_off_pence", name="ck_payment_sum"),
        CheckConstraint("length(narrative) <= 35", name="ck_payment_narrative"),
        UniqueConstraint("ref", name="uq_payment_ref"),
        UniqueConstraint("application_id", "number", name="uq_payment_number"),
        Index(
            "ux_payment_live",
            "claim_id",
            "commissioner",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    run_id: int = Field(foreign_key="payment_run.id", index=True)
    claim_id: int = Field(foreign_key="claim.id", index=True)
    commissioner: str
    payee: str
    vendor_reference: str
    route: str
    gross_pence: int = Field(sa_type=BigInteger)
    vat_pence: int = Field(sa_type=BigInteger)
    set_off_pence: int = Field(default=0, sa_type=BigInteger)
    net_pence: int = Field(sa_type=BigInteger)
    narrative: str
    state: str = "proposed"
    released_at: datetime | None = None
    result_on: date | None = None
    result_reason: str = ""
    pay_entry: str = ""
    failure_entry: str = ""
    replaces_id: int | None = Field(default=None, foreign_key="payment.id")


class PaymentLine(SQLModel, table=True):
    """The coding of a payment by period, year of delivery and kinds of cost of one code: one row of the payment file."""

    __tablename__ = "payment_line"
    __table_args__ = (
        CheckConstraint("pence > 0 AND net_pence >= 0 AND net_pence <= pence", name="ck_payment_line_pence"),
        UniqueConstraint("payment_id", "period", "delivery_year", "cost_line", name="uq_payment_line_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payment.id", index=True)
    period: str
    delivery_year: str
    pence: int = Field(sa_type=BigInteger)
    net_pence: int = Field(sa_type=BigInteger)
    vat_pence: int = Field(sa_type=BigInteger)
    cost_line: str = ""
    fund_code: str
    entity: str = ""
    cost_centre: str
    subjective_code: str
    analysis_1: str = ""
    analysis_2: str = ""
    tax_code: str = ""


class PayeeCheck(SQLModel, table=True):
    """One person's word that the payee's details are right, after a payment to it failed; two are needed."""

    __tablename__ = "payee_check"
    __table_args__ = (UniqueConstraint("payment_id", "checked_by", name="uq_payee_check_person"),)

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payment.id", index=True)
    checked_by: int = Field(foreign_key="person.id")
    checked_name: str
    checked_at: datetime
    how: str
