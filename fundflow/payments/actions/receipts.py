"""Money that comes back on a recovery: at once, in instalments, by set-off; and giving up what will not come."""

from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.clock import london_day
from fundflow.errors import BadInput, Refused
from fundflow.payments.actions.moves import RecoveryMoved, move_recovery
from fundflow.payments.actions.schedule import give_back
from fundflow.payments.queries import claims as claim_reads
from fundflow.payments.queries import recoveries as reads
from fundflow.payments.queries import runs as run_reads
from fundflow.payments.rules.facts import Part
from fundflow.payments.rules.life import RECOVERY
from fundflow.payments.rules.recovery import (
    DEFAULT_BANDS,
    PlannedInstalment,
    WriteOffBand,
    may_write_off,
    plan_adds_up,
    spread,
)
from fundflow.payments.tables import Claim, Instalment, Receipt, Recovery, SetOff

__all__ = ["agree_instalments", "default_recovery", "receive_recovery", "set_off_recovery", "write_off_recovery"]


def agree_instalments(
    session: Session, ref: str, *, plan: Sequence[PlannedInstalment], act: Act, roles: Collection[str]
) -> RecoveryMoved:
    """Let the recipient pay in parts that come to what is owed; nothing is posted.

    Raises:
        Refused: they do not add up, or their days are not in order.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "agree_instalments", roles, ref=ref)
    plan_adds_up(plan, outstanding=_owed(session, row), ref=ref)
    assert row.id is not None
    last = max((part.plan for part in reads.instalments(session, row.id)), default=0)
    for number, part in enumerate(plan, start=1):
        session.add(Instalment(recovery_id=row.id, plan=last + 1, number=number, due_on=part.due_on, pence=part.pence))
    return RecoveryMoved(move_recovery(session, row, "agree_instalments", act=act, roles=roles))


def _owed(session: Session, row: Recovery) -> int:
    return sum(part.pence for part in reads.outstanding(session, row.id))


def receive_recovery(
    session: Session, ref: str, *, pence: int, reference: str, act: Act, roles: Collection[str]
) -> RecoveryMoved:
    """Book cash that came: RECOVERY_RECEIVED is to be posted for the parts, by the recovery's outcome.

    A demand is met whole; a part is booked under instalments. The last part ends the recovery.

    Raises:
        Refused: more than is owed, or a part without instalments agreed.
    """
    row = reads.recovery(session, ref, lock=True)
    owed = _owed(session, row)
    action = "receive_last" if row.state == "instalments" and pence == owed else "receive"
    RECOVERY.take(row.state, action, roles, ref=ref)
    if pence <= 0 or pence > owed or (row.state == "demanded" and pence != owed):
        raise Refused.because(
            "within_owed",
            f"The receipt for {ref} was not booked. {money.pounds(pence)} came and {money.pounds(owed)} is owed. "
            "Agree instalments before you book a part; send back what is too much.",
        )
    parts = spread(pence, reads.outstanding(session, row.id), ref=row.case_ref)
    receipt = _book(session, row, parts, how="cash", reference=reference, act=act)
    _on_instalments(session, row, pence)
    move_recovery(session, row, action, act=act, roles=roles)
    return RecoveryMoved(row, parts, receipt=receipt)


def _book(session: Session, row: Recovery, parts: Sequence[Part], *, how: str, reference: str, act: Act) -> Receipt:
    assert row.id is not None
    came = {(part.commissioner, part.period, part.delivery_year): part.pence for part in parts}
    for share in reads.recovery_shares(session, row.id):
        share.received_pence += came.get((share.commissioner, share.period, share.delivery_year), 0)
        session.add(share)
    receipt = Receipt(recovery_id=row.id, received_at=act.now, pence=sum(came.values()), how=how, reference=reference)
    session.add(receipt)
    session.flush()
    give_back(session, row.application_id, parts, outcome=row.outcome)
    return receipt


def _on_instalments(session: Session, row: Recovery, pence: int) -> None:
    """Fill the instalments of the running plan in their order."""
    plans = reads.instalments(session, row.id)
    running = [part for part in plans if part.plan == plans[-1].plan] if plans and row.state == "instalments" else []
    for part in running:
        share = min(pence, part.pence - part.received_pence)
        part.received_pence += share
        pence -= share
        session.add(part)
    session.flush()


def default_recovery(session: Session, ref: str, *, act: Act, roles: Collection[str]) -> RecoveryMoved:
    """Back to demanded, when an instalment is late; nothing is posted.

    Raises:
        Refused: none is late.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "default", roles, ref=ref)
    plans = reads.instalments(session, row.id)
    on = london_day(act.now)
    late = [
        part for part in plans if part.plan == plans[-1].plan and part.due_on < on and part.received_pence < part.pence
    ]
    if not late:
        raise Refused.because("instalment_late", f"{ref} was not called in: no instalment is late. Wait until one is.")
    return RecoveryMoved(move_recovery(session, row, "default", act=act, roles=roles))


def set_off_recovery(
    session: Session, ref: str, *, claim_ref: str, consent: str, act: Act, roles: Collection[str]
) -> RecoveryMoved:
    """Take a recovery off an approved claim of the same payee, by consent or a right in the contract.

    RECOVERY_RECEIVED is to be posted for the parts; the claim's PAY stays gross and the file pays the net.

    Raises:
        Refused: no consent, another payee, a claim that is not approved, or a payment too small to take it off.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "set_off", roles, ref=ref)
    if not consent.strip():
        raise Refused.because(
            "set_off_consent",
            f"{ref} was not taken off {claim_ref}. That needs the recipient's consent or a right in the agreement, and "
            "neither is named. Ask them in writing, or agree instalments.",
        )
    claim = claim_reads.claim(session, claim_ref, lock=True)
    parts = reads.outstanding(session, row.id)
    taken: dict[str, int] = {}
    for part in parts:
        taken[part.commissioner] = taken.get(part.commissioner, 0) + part.pence
    _fits(session, row, claim, taken)
    if claim.id is None or row.id is None:
        raise BadInput("save the claim and the recovery first", place=ref)
    for commissioner, pence in taken.items():
        session.add(
            SetOff(recovery_id=row.id, claim_id=claim.id, commissioner=commissioner, pence=pence, consent=consent)
        )
    receipt = _book(session, row, parts, how="set_off", reference=claim_ref, act=act)
    move_recovery(session, row, "set_off", act=act, roles=roles)
    return RecoveryMoved(row, parts, receipt=receipt)


def _fits(session: Session, row: Recovery, claim: Claim, taken: Mapping[str, int]) -> None:
    """Each commissioner gets its own money back, from what it would pay of the claim itself."""
    if claim.payee != row.payee or claim.state != "approved":
        raise Refused.because(
            "set_off_claim",
            f"{row.ref} was not taken off {claim.ref}: that claim is {claim.state.replace('_', ' ')}, payable to "
            f"{claim.payee}; it must be approved and payable to {row.payee}. Choose another claim.",
        )
    payable = run_reads.payable(session, claim)
    for commissioner, pence in taken.items():
        most = sum(payable.get(commissioner, {}).values())
        most -= run_reads.set_off_of(session, claim.id, commissioner)
        if pence > most:
            raise Refused.because(
                "set_off_fits",
                f"{row.ref} was not taken off {claim.ref}. {commissioner} is owed {money.pounds(pence)} and would pay "
                f"{money.pounds(max(0, most))} there. Choose a larger claim, or agree instalments.",
            )


def write_off_recovery(
    session: Session,
    ref: str,
    *,
    reason: str,
    act: Act,
    roles: Collection[str],
    bands: Sequence[WriteOffBand] = DEFAULT_BANDS,
) -> RecoveryMoved:
    """Give up what is still owed, by an authority that may for this sum: WRITE_OFF is to be posted for the parts.

    Raises:
        Refused: the sum is above this authority, or no reason is given.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "write_off", roles, ref=ref)
    if not reason.strip():
        raise Refused.because(
            "reason_given", f"{ref} was not written off: there is no reason. Write one; auditors read it."
        )
    may_write_off(_owed(session, row), roles, bands=bands, ref=ref)
    parts = reads.outstanding(session, row.id)
    gone = {(part.commissioner, part.period, part.delivery_year): part.pence for part in parts}
    for share in reads.recovery_shares(session, row.id):
        share.written_off_pence += gone.get((share.commissioner, share.period, share.delivery_year), 0)
        session.add(share)
    row.closing_reason = reason
    move_recovery(session, row, "write_off", act=act, roles=roles)
    return RecoveryMoved(row, parts)
