"""Reads the steps that claims and recoveries took."""

from sqlmodel import Session, col, select

from fundflow.payments.tables import PaymentMove


def moves(session: Session, *, subject: str | None = None, after: int = 0) -> list[PaymentMove]:
    """Every step of one claim or recovery, or of all, in order; `after` leaves out those up to that row."""
    wanted = select(PaymentMove).where(col(PaymentMove.id) > after).order_by(col(PaymentMove.id))
    if subject is not None:
        wanted = wanted.where(PaymentMove.subject == subject)
    return list(session.exec(wanted))
