"""The payment schedule of an award: its tranches and what each may pay by commissioner and period."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from fundflow.payments.tables.states import TRANCHE_KINDS, TRANCHE_STATES, among


class Tranche(SQLModel, table=True):
    """One instalment of an award; `earliest_on` is the first Europe/London day on which it can be claimed.

    `payee` is who is paid for it, where that is not the recipient of the award.
    """

    __tablename__ = "tranche"
    __table_args__ = (
        among("ck_tranche_kind", "kind", TRANCHE_KINDS),
        among("ck_tranche_state", "state", TRANCHE_STATES),
        UniqueConstraint("application_id", "number", name="uq_tranche_number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: int
    key: str
    kind: str
    title: str
    evidence: str
    earliest_on: date | None = None
    payee: str | None = None
    state: str = "planned"


class TrancheAmount(SQLModel, table=True):
    """What one tranche may pay for one commissioner and period, in pence.

    `planned_pence` is the figure at acceptance. Of `pence`, `forfeited_pence` was paid, taken back and lost to the
    award; `returned_pence` was paid, given back, and may be claimed again. Over the tranches of a case, `pence` less
    `forfeited_pence` is what the ledger holds as reserved or committed (I3).
    """

    __tablename__ = "tranche_amount"
    __table_args__ = (
        CheckConstraint("pence >= 0 AND planned_pence >= 0", name="ck_tranche_amount_pence"),
        CheckConstraint("forfeited_pence >= 0 AND returned_pence >= 0", name="ck_tranche_amount_back"),
        CheckConstraint("forfeited_pence <= pence", name="ck_tranche_amount_forfeited"),
        UniqueConstraint("tranche_id", "commissioner", "period", name="uq_tranche_amount_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    tranche_id: int = Field(foreign_key="tranche.id", index=True)
    commissioner: str
    period: str
    planned_pence: int = Field(sa_type=BigInteger)
    pence: int = Field(sa_type=BigInteger)
    forfeited_pence: int = Field(default=0, sa_type=BigInteger)
    returned_pence: int = Field(default=0, sa_type=BigInteger)
