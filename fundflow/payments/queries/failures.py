"""Payments that the bank sent back, and who has checked since how their payee is paid."""

from sqlmodel import Session, col, func, select

from fundflow.payments.tables import PayeeCheck, Payment


def failed_payments(session: Session) -> list[tuple[Payment, list[PayeeCheck]]]:
    """Payments that failed or came back and were not made anew, oldest first, with who has checked their payee since."""
    last = (
        select(func.max(Payment.id))
        .where(Payment.state != "dropped")
        .group_by(col(Payment.claim_id), col(Payment.commissioner))
    )
    wanted = (
        select(Payment, PayeeCheck)
        .outerjoin(PayeeCheck, col(PayeeCheck.payment_id) == Payment.id)
        .where(col(Payment.id).in_(last), col(Payment.state).in_(("failed", "returned")))
        .order_by(col(Payment.id), col(PayeeCheck.id))
    )
    found: dict[int, tuple[Payment, list[PayeeCheck]]] = {}
    for payment, check in session.exec(wanted):
        found.setdefault(payment.id or 0, (payment, []))[1].extend([check] if check is not None else [])
    return list(found.values())
