"""Keeps the lines of the outside ledger, the notes of differences, and the two signatures of a month."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.errors import Refused
from fundflow.finance.queries import agreement as reads
from fundflow.finance.rules.agreement import Transaction
from fundflow.finance.tables import AgreementSignature, DifferenceNote, LedgerTransaction

__all__ = ["note_difference", "sign_month", "take_transaction"]


def take_transaction(session: Session, line: Transaction, *, act: Act) -> bool:
    """Keep a line of the outside ledger; whether it was new."""
    if reads.on_record(session, line):
        return False
    facts = {name: value for name, value in asdict(line).items() if name != "number"}
    session.add(LedgerTransaction(**facts, read_at=act.now, read_by=act.actor_id))
    session.flush()
    return True


def note_difference(session: Session, difference: str, *, owner: str, note: str, act: Act) -> DifferenceNote:
    """Say who looks into a difference and what is known of it.

    Raises:
        Refused: nobody is named, or nothing is said.
    """
    if not owner.strip() or not note.strip():
        raise Refused.because(
            "difference_owned",
            f"{difference} was not noted: it needs a person who looks into it and a sentence on what is known. "
            "Nothing has changed. Name the person and give the sentence (--owner, --note).",
        )
    row = DifferenceNote(
        difference=difference, owner=owner.strip(), note=note.strip(), noted_at=act.now, noted_by=act.actor_id
    )
    session.add(row)
    session.flush()
    return row


def sign_month(session: Session, month: str, *, sha256: str, known_at: datetime, act: Act) -> AgreementSignature:
    """Put one of two signatures under a month's sheet.

    Raises:
        Refused: this person has signed it, or two have.
    """
    signed = [one for one in reads.signatures(session, month) if one.sha256 == sha256]
    if len(signed) > 1:
        raise Refused.because(
            "sheet_signed",
            f"The sheet of {month} was not signed again: {signed[0].signed_name} and {signed[1].signed_name} have "
            f"signed it. Nothing has changed. You can read it (fundflow agreement sheet {month} --out FILE).",
        )
    if any(one.signed_by == act.actor_id for one in signed):
        raise Refused.because(
            "two_signatures",
            f"The sheet of {month} was not signed a second time: you signed it, and the other signature is another "
            "person's. Nothing has changed. Ask a colleague in finance to read it and sign.",
        )
    row = AgreementSignature(
        month=month,
        known_at=known_at,
        sha256=sha256,
        signed_at=act.now,
        signed_by=act.actor_id,
        signed_name=act.actor,
    )
    session.add(row)
    session.flush()
    return row
