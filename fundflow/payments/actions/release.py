"""Releases a payment run by a third person, with what the ledger is to post for it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.errors import Refusal, Refused
from fundflow.payments.actions.moves import keep_apart, move_claim
from fundflow.payments.actions.runs import change_open, draft_run
from fundflow.payments.queries import claims as claim_reads
from fundflow.payments.queries import runs as reads
from fundflow.payments.rules.facts import Part
from fundflow.payments.rules.life import CLAIM
from fundflow.payments.tables import Payment, PaymentRun

__all__ = ["PaymentToPost", "RunReleased", "release_run"]


@dataclass(frozen=True)
class PaymentToPost:
    """One payment for the ledger: PAY its parts, under the case's holder of its commissioner."""

    payment_ref: str
    claim_ref: str
    case_ref: str
    fund: str
    commissioner: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class RunReleased:
    """A run that has left, and what the ledger is to post for it."""

    run: PaymentRun
    payments: tuple[PaymentToPost, ...]


def release_run(
    session: Session, ref: str, *, act: Act, roles: Collection[str], ties: Mapping[str, Mapping[str, str]]
) -> RunReleased:
    """Release a draft run by a person who neither checked nor approved any of it: PAY is to be posted for each payment.

    `ties` gives this person's interests by claim reference.

    Raises:
        Refused: a claim of it is not approved any more, the same person had a hand before, an interest, or payee
            details that changed since or were set by the releaser.
    """
    run = draft_run(session, ref)
    claims = {row.id: claim_reads.claim(session, row.ref, lock=True) for row in reads.claims_of_run(session, ref)}
    refusals: list[Refusal] = []
    for claim in claims.values():
        try:
            CLAIM.take(claim.state, "release", roles, ref=claim.ref)
            keep_apart(claim, "release", act=act, ties=ties.get(claim.ref, {}))
        except Refused as refused:
            refusals += refused.refusals
    payments = reads.payments_of_run(session, run.id)
    for paid in payments:
        refusals += _payee_changed(session, paid, act)
    if refusals:
        raise Refused(refusals)
    for claim in claims.values():
        claim.released_by, claim.released_name = act.actor_id, act.actor
        move_claim(session, claim, "release", act=act, roles=roles)
    to_post = []
    for paid in payments:
        paid.state, paid.released_at = "released", act.now
        session.add(paid)
        claim = claims[paid.claim_id]
        parts = reads.payment_parts(session, paid)
        to_post.append(PaymentToPost(paid.ref, claim.ref, claim.case_ref, claim.fund, paid.commissioner, parts))
    run.state, run.released_at, run.released_by, run.released_name = "released", act.now, act.actor_id, act.actor
    session.add(run)
    session.flush()
    return RunReleased(run, tuple(to_post))


def _payee_changed(session: Session, paid: Payment, act: Act) -> list[Refusal]:
    payee = reads.payee(session, paid.payee)
    if payee is None or payee.vendor_reference != paid.vendor_reference:
        return [
            Refusal(
                "payee_same",
                f"{paid.ref} was not released: the payment details of {paid.payee} changed after the run was made. "
                "Discard this run and make a new one.",
            )
        ]
    waiting = change_open(session, paid.ref, paid.payee, "released")
    if waiting:
        return waiting
    hands = {
        payee.requested_by: payee.requested_name,
        payee.called_by: payee.called_name,
        payee.confirmed_by: payee.confirmed_name,
    }
    failed = reads.last_failure(session, paid.claim_id, paid.commissioner) or (
        session.get(Payment, paid.replaces_id) if paid.replaces_id else None
    )
    hands |= {row.checked_by: row.checked_name for row in reads.payee_checks(session, failed.id)} if failed else {}
    if act.actor_id in hands:
        return [
            Refusal(
                "payee_set_by_another",
                f"{paid.ref} was not released. You are {hands[act.actor_id]}, who had a hand in how {paid.payee} is paid, "
                "and release needs another person. Ask a colleague with this role.",
            )
        ]
    return []
