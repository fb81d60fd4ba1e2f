"""Reads what the outside ledger said, what is noted of differences, and who signed which month."""

from datetime import date, datetime
from typing import cast

from sqlmodel import Session, col, select

from fundflow import together
from fundflow.finance.rules.agreement import Status, Transaction
from fundflow.finance.tables import AgreementSignature, DifferenceNote, LedgerTransaction


def transactions(session: Session, *, until: date | None = None, known_at: datetime | None = None) -> list[Transaction]:
    """The lines of the outside ledger up to and with a day, by what had been read at a moment."""
    wanted = select(LedgerTransaction).order_by(col(LedgerTransaction.id))
    if until is not None:
        wanted = wanted.where(LedgerTransaction.dated <= until)
    if known_at is not None:
        wanted = wanted.where(LedgerTransaction.read_at <= known_at)
    return [_as_rule(row) for row in session.exec(wanted)]


def on_record(session: Session, line: Transaction) -> bool:
    """Whether this very line has been read before."""
    wanted = select(LedgerTransaction.id).where(
        LedgerTransaction.reference == line.reference,
        LedgerTransaction.payee == line.payee,
        LedgerTransaction.pence == line.pence,
        LedgerTransaction.dated == line.dated,
        LedgerTransaction.status == line.status,
    )
    return session.exec(wanted).first() is not None


def _as_rule(row: LedgerTransaction) -> Transaction:
    return Transaction(
        row.reference,
        row.payee,
        row.pence,
        row.dated,
        cast("Status", row.status),
        row.reason,
        row.payment_ref,
        row.id or 0,
    )


def difference_notes(session: Session, *, known_at: datetime | None = None) -> dict[str, DifferenceNote]:
    """The latest note of each difference."""
    wanted = select(DifferenceNote).order_by(col(DifferenceNote.id))
    if known_at is not None:
        wanted = wanted.where(DifferenceNote.noted_at <= known_at)
    return {row.difference: row for row in session.exec(wanted)}


def outside(session: Session) -> tuple[list[Transaction], dict[str, DifferenceNote]]:
    """Every line of the outside ledger, and the latest note of each difference, in one question."""
    found = together.read(
        session,
        [
            (LedgerTransaction, col(LedgerTransaction.id).is_not(None)),
            (DifferenceNote, col(DifferenceNote.id).is_not(None)),
        ],
    )
    return [_as_rule(row) for row in found[LedgerTransaction]], {one.difference: one for one in found[DifferenceNote]}


def signatures(session: Session, month: str) -> list[AgreementSignature]:
    """Every signature under a month's sheet, in order; those under an earlier sheet of it too."""
    wanted = select(AgreementSignature).where(AgreementSignature.month == month)
    return list(session.exec(wanted.order_by(col(AgreementSignature.id))))
