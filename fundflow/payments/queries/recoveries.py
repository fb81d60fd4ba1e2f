"""Reads recoveries: what is asked back, what came, what is still owed, and what could be asked back."""

from collections import defaultdict

from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.payments.rules.facts import Part
from fundflow.payments.rules.life import RECOVERY
from fundflow.payments.tables import (
    Claim,
    ClaimShare,
    Instalment,
    Payment,
    PaymentLine,
    Receipt,
    Recovery,
    RecoveryShare,
    SetOff,
)


def recovery(session: Session, ref: str, *, lock: bool = False) -> Recovery:
    """One recovery.

    Raises:
        NotFound: there is none of that name.
    """
    wanted = select(Recovery).where(Recovery.ref == ref)
    if lock:
        wanted = wanted.with_for_update()
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound(f"there is no recovery {ref}")
    return found


def recoveries_of(session: Session, application_id: int) -> list[Recovery]:
    """The recoveries of a case, in order."""
    return list(
        session.exec(
            select(Recovery).where(Recovery.application_id == application_id).order_by(col(Recovery.number))
        ).all()
    )


def open_recoveries(session: Session, *, application_id: int | None = None) -> list[Recovery]:
    """Recoveries that have not ended, of one case or of all."""
    wanted = select(Recovery).where(col(Recovery.state).not_in(sorted(RECOVERY.ends)))
    if application_id is not None:
        wanted = wanted.where(Recovery.application_id == application_id)
    return list(session.exec(wanted.order_by(col(Recovery.ref))).all())


def recovery_shares(session: Session, recovery_id: int | None) -> list[RecoveryShare]:
    """A recovery's amounts by key, in a fixed order."""
    return list(
        session.exec(
            select(RecoveryShare)
            .where(RecoveryShare.recovery_id == recovery_id)
            .order_by(col(RecoveryShare.commissioner), col(RecoveryShare.period), col(RecoveryShare.delivery_year))
        ).all()
    )


def due_parts(session: Session, recovery_id: int | None) -> tuple[Part, ...]:
    """What RECOVERY_DUE posts, or reverses, of a recovery."""
    return tuple(
        Part(row.commissioner, row.period, row.delivery_year, row.due_pence)
        for row in recovery_shares(session, recovery_id)
        if row.due_pence
    )


def outstanding(session: Session, recovery_id: int | None) -> tuple[Part, ...]:
    """What is still owed of a recovery, by key."""
    return tuple(
        Part(row.commissioner, row.period, row.delivery_year, row.left_pence)
        for row in recovery_shares(session, recovery_id)
        if row.left_pence
    )


def instalments(session: Session, recovery_id: int | None, *, plan: int | None = None) -> list[Instalment]:
    """The instalments of a recovery, of one plan or of all."""
    wanted = select(Instalment).where(Instalment.recovery_id == recovery_id)
    if plan is not None:
        wanted = wanted.where(Instalment.plan == plan)
    return list(session.exec(wanted.order_by(col(Instalment.plan), col(Instalment.number))).all())


def receipts(session: Session, recovery_id: int | None) -> list[Receipt]:
    """What came back for a recovery, in order."""
    return list(session.exec(select(Receipt).where(Receipt.recovery_id == recovery_id).order_by(col(Receipt.id))).all())


def set_offs_against(session: Session, claim_id: int | None) -> list[SetOff]:
    """What is taken off the payments of a claim."""
    return list(session.exec(select(SetOff).where(SetOff.claim_id == claim_id).order_by(col(SetOff.id))).all())


def recoverable(session: Session, application_id: int, *, beside: int | None = None) -> tuple[Part, ...]:
    """What a case was paid, by key and year, and nobody has asked back yet; `beside` leaves one recovery out."""
    left: dict[tuple[str, str, str], int] = defaultdict(int)
    paid = session.exec(
        select(Payment.commissioner, PaymentLine.period, PaymentLine.delivery_year, PaymentLine.pence)
        .join(PaymentLine, col(PaymentLine.payment_id) == col(Payment.id))
        .where(Payment.application_id == application_id, col(Payment.state).in_(("released", "paid")))
    ).all()
    for commissioner, period, year, pence in paid:
        left[commissioner, period, year] += pence
    before = session.exec(
        select(ClaimShare)
        .join(Claim, col(Claim.id) == col(ClaimShare.claim_id))
        .where(Claim.application_id == application_id, Claim.taken_over != "")
    ).all()
    for one in before:
        left[one.commissioner, one.period, one.delivery_year] += one.approved_pence or 0
    asked = session.exec(
        select(RecoveryShare)
        .join(Recovery, col(Recovery.id) == col(RecoveryShare.recovery_id))
        .where(Recovery.application_id == application_id, Recovery.state != "cancelled", Recovery.id != beside)
    ).all()
    for row in asked:
        left[row.commissioner, row.period, row.delivery_year] -= row.due_pence
    return tuple(Part(*at, pence) for at, pence in sorted(left.items()) if pence > 0)
