"""Agreement with the outside ledger: its lines move payments on, people own what differs, two sign each month."""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from fundflow import audit, finance, payments
from fundflow.clock import day_words, london_day
from fundflow.engine.claims import record_results
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import NotFound, Refused
from fundflow.finance import AgreementSignature, DifferenceNote, Pairing, Transaction
from fundflow.money import pounds
from fundflow.people import Actor

_SAID = ("paid", "rejected")


def take(session: Session, line: Transaction, *, actor: Actor, now: datetime) -> str | None:
    """Keep a line of the outside ledger and let its payment follow; what somebody should look at, nothing if it is old.

    A payment is paid, or has failed, because the outside ledger says so; one whose amount or payee differs waits.

    Raises:
        Refused: no role, or the line contradicts what was booked before.
    """
    must_hold(actor, "finance", doing="Reading the outside ledger")
    if finance.on_record(session, line):
        return None
    known = payments.sent(session)
    taken = {one.payment_ref for one in finance.transactions(session) if one.reference != line.reference}
    found = finance.payment_of(line, known, taken=taken)
    act = act_of(actor, now=now, what="agreement.line", subject=line.reference or line.payee)
    about = finance.difference(line, found) if found else f"{pounds(line.pence)} to {line.payee} is in the ledger only"
    kept = Transaction(**{**asdict(line), "payment_ref": found.ref if found else ""})
    finance.take_transaction(session, kept, act=act)
    audit.record(session, act, after={"payment": kept.payment_ref, "pence": line.pence, "status": line.status})
    if found and not about and line.status in _SAID:
        reason = line.reason or ("rejected by the ledger" if line.status == "rejected" else "")
        result = payments.Result(found.ref, "paid" if line.status == "paid" else "failed", line.dated, reason)
        run = payments.run_of(session, found.ref)
        record_results(session, run.ref, [result], actor=actor, now=now)
    return about


def note(session: Session, name: str, *, owner: str, note: str, actor: Actor, now: datetime) -> DifferenceNote:
    """Say who looks into an open difference, named as the report names it.

    Raises:
        Refused: no role, or nobody named. NotFound: no difference of this name is open.
    """
    must_hold(actor, "finance", doing="Noting a difference")
    if name not in {one.name for one in payments.agreement(session) if one.agreement != "matched"}:
        raise NotFound(f"no difference is called {name}. Look among those that are open (fundflow report agreement)")
    act = act_of(actor, now=now, what="agreement.note", subject=name, reason=note)
    row = finance.note_difference(session, name, owner=owner, note=note, act=act)
    audit.record(session, act, after={"owner": row.owner})
    return row


def sign(session: Session, month: str, *, actor: Actor, now: datetime) -> AgreementSignature:
    """Sign a month's sheet as it is known now; the second signature goes under the very sheet that the first signed.

    Raises:
        Refused: no role, the month is not over, a difference has nobody, or the same person signs twice.
    """
    must_hold(actor, "finance", doing="Signing a month's agreement")
    name, last = finance.month_of(month)
    if london_day(now) <= last:
        raise Refused.because(
            "month_over",
            f"The sheet of {name} was not signed: the month ends on {day_words(last)}. Nothing has changed. "
            "Sign it on a later day, when its last payments are in the ledger's file.",
        )
    found = payments.agreement(session, until=last, known_at=now)
    notes = finance.difference_notes(session, known_at=now)
    alone = [one for one in found if one.agreement != "matched" and one.name not in notes]
    if alone:
        raise Refused.because("differences_owned", _unowned(name, alone))
    act = act_of(actor, now=now, what="agreement.sign", subject=name)
    row = finance.sign_month(session, name, sha256=fingerprint(found, notes), known_at=now, act=act)
    audit.record(session, act, after={"sha256": row.sha256, "lines": len(found)})
    return row


def fingerprint(found: list[Pairing], notes: dict[str, DifferenceNote]) -> str:
    """The SHA-256 of a sheet's lines with the notes of its differences."""
    lines = [
        {**asdict(one), "note": [notes[one.name].owner, notes[one.name].note] if one.name in notes else []}
        for one in found
    ]
    return hashlib.sha256(json.dumps(lines, default=str, sort_keys=True).encode()).hexdigest()


def _unowned(month: str, alone: list[Pairing]) -> str:
    first = alone[0]
    pence = first.payment.pence if first.payment else first.transaction.pence if first.transaction else 0
    many = "1 difference has" if len(alone) == 1 else f"{len(alone)} differences have"
    return (
        f"The sheet of {month} was not signed: {many} nobody who looks into it (first {first.name}, {pounds(pence)}, "
        f"{first.agreement}). Nothing has changed. Name somebody (fundflow agreement note {first.name} --owner NAME)."
    )
