"""Lays the payments that were released beside what the outside ledger says of them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from fundflow import finance
from fundflow.clock import london_day
from fundflow.errors import NotFound
from fundflow.finance import Pairing, Sent, Transaction
from fundflow.payments.tables import Payment, PaymentRun


def sent(session: Session, *, until: date | None = None, known_at: datetime | None = None) -> dict[str, Sent]:
    """Every payment released up to and with a day that sends money, by reference; set-off alone sends none."""
    rows = session.exec(select(Payment).where(col(Payment.released_at).is_not(None), Payment.net_pence > 0))
    return {
        row.ref: Sent(row.ref, row.commissioner, row.vendor_reference, row.net_pence, london_day(row.released_at))
        for row in rows
        if row.released_at is not None
        and (until is None or london_day(row.released_at) <= until)
        and (known_at is None or row.released_at <= known_at)
    }


def agreement(
    session: Session,
    *,
    until: date | None = None,
    known_at: datetime | None = None,
    lines: Sequence[Transaction] | None = None,
) -> list[Pairing]:
    """Each released payment and each line of the outside ledger up to and with a day, by what was known at a moment.

    `lines` are those of the outside ledger, where they were read already.
    """
    lines = finance.transactions(session, until=until, known_at=known_at) if lines is None else lines
    return finance.agree(sent(session, until=until, known_at=known_at).values(), lines)


def run_of(session: Session, payment_ref: str) -> PaymentRun:
    """The run in which a payment left.

    Raises:
        NotFound: there is no such payment.
    """
    found = session.exec(
        select(PaymentRun).join(Payment, col(Payment.run_id) == PaymentRun.id).where(Payment.ref == payment_ref)
    ).first()
    if found is None:
        raise NotFound(f"there is no payment {payment_ref}")
    return found
