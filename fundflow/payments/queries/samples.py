"""Reads the payments from which an auditor's sample is drawn."""

from datetime import date

from sqlmodel import Session, col, select

from fundflow.payments.tables import Payment


def paid_between(session: Session, first: date, last: date) -> list[Payment]:
    """Payments that arrived from one day up to and with another, those that came back later too, by reference."""
    wanted = select(Payment).where(
        col(Payment.state).in_(("paid", "returned")), col(Payment.result_on).between(first, last)
    )
    return list(session.exec(wanted.order_by(col(Payment.ref))).all())
