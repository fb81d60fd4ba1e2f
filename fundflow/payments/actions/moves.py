"""Moves claims and recoveries along their life cycles, and says what the ledger is to post."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.errors import Refused
from fundflow.payments.actions.schedule import refresh
from fundflow.payments.queries import claims as claim_reads
from fundflow.payments.queries import recoveries as recovery_reads
from fundflow.payments.queries import runs as run_reads
from fundflow.payments.rules.duties import Hand, duties
from fundflow.payments.rules.facts import Part
from fundflow.payments.rules.life import CLAIM, RECOVERY
from fundflow.payments.tables import Claim, PaymentMove, Receipt, Recovery

__all__ = ["ClaimMoved", "RecoveryMoved", "note_entry"]


@dataclass(frozen=True)
class ClaimMoved:
    """A claim after a step, with the parts to post; `reverses` are ledger entries to reverse whole, in this order."""

    claim: Claim
    parts: tuple[Part, ...] = ()
    reverses: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecoveryMoved:
    """A recovery after a step, with the parts to post; `reverses` is the entry of its notice when that is undone."""

    recovery: Recovery
    parts: tuple[Part, ...] = ()
    reverses: tuple[str, ...] = ()
    receipt: Receipt | None = None


def move_claim(session: Session, claim: Claim, action: str, *, act: Act, roles: Collection[str]) -> Claim:
    """Take one step of the claim's life cycle, by someone with these roles."""
    before = claim.state
    claim.state = CLAIM.take(before, action, roles, ref=claim.ref)
    claim.state_since = act.now
    session.add(claim)
    note_move(session, claim, action, before, act=act)
    return claim


def move_recovery(session: Session, recovery: Recovery, action: str, *, act: Act, roles: Collection[str]) -> Recovery:
    """Take one step of the recovery's life cycle, by someone with these roles."""
    before = recovery.state
    recovery.state = RECOVERY.take(before, action, roles, ref=recovery.ref)
    recovery.state_since = act.now
    session.add(recovery)
    note_move(session, recovery, action, before, act=act)
    return recovery


def note_move(session: Session, moved: Claim | Recovery, action: str, before: str, *, act: Act) -> None:
    """Keep a step that a claim or a recovery took."""
    session.add(
        PaymentMove(
            machine="claim" if isinstance(moved, Claim) else "recovery",
            subject=moved.ref,
            action=action,
            from_state=before,
            to_state=moved.state,
            at=act.now,
            by=act.actor_id,
            by_name=act.actor,
            reason=act.reason,
        )
    )
    session.flush()


def keep_apart(claim: Claim, hand: Hand, *, act: Act, ties: Mapping[str, str]) -> None:
    """Hold the separation of duties for one hand in a claim.

    Raises:
        Refused: this person had another hand in it, or has an interest.
    """
    refusals = duties(claim_reads.hands(claim), hand, person=act.actor_id, ties=ties)
    if refusals:
        raise Refused(refusals)


def free_invoices(session: Session, claim: Claim) -> None:
    """Let the invoices of a claim that ended unpaid be claimed again."""
    for invoice in claim_reads.invoices(session, claim.id):
        invoice.live = False
        session.add(invoice)
    session.flush()


def end_unpaid(
    session: Session, claim: Claim, action: str, *, act: Act, roles: Collection[str], reason: str = ""
) -> ClaimMoved:
    """End a claim of which nothing is approved: its CLAIM is to be reversed and its invoices are free again."""
    parts = claim_reads.claimed_parts(session, claim.id)
    move_claim(session, claim, action, act=act, roles=roles)
    claim.refused_reason, claim.refused_name = reason, act.actor
    session.add(claim)
    free_invoices(session, claim)
    refresh(session, claim.application_id)
    return ClaimMoved(claim, parts, reverses=(claim.claim_entry,))


def note_entry(
    session: Session,
    ref: str,
    what: Literal["claim", "approval", "pay", "failure", "notice", "receipt"],
    entry: str,
) -> None:
    """Keep the ledger entry of a step, so that its reversal can name it.

    `ref` is a claim's for `claim` and `approval`, a payment's for `pay` and `failure`, a recovery's for `notice` and
    for its latest `receipt`.
    """
    row: Claim | Recovery | Receipt | object
    if what in ("claim", "approval"):
        row = claim_reads.claim(session, ref)
    elif what in ("pay", "failure"):
        row = run_reads.payment(session, ref)
    else:
        row = recovery_reads.recovery(session, ref)
        if what == "receipt":
            row = recovery_reads.receipts(session, row.id)[-1]
    field = {"notice": "due_entry", "receipt": "entry"}.get(what, f"{what}_entry")
    setattr(row, field, entry)
    session.add(row)
    session.flush()
