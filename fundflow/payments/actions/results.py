"""Books what the bank or the outside ledger says about released payments: paid, failed, sent back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import day_words
from fundflow.errors import NotFound, Refused
from fundflow.payments.actions.moves import move_claim
from fundflow.payments.actions.schedule import refresh
from fundflow.payments.queries import claims as claim_reads
from fundflow.payments.queries import runs as reads
from fundflow.payments.rules.facts import Part
from fundflow.payments.rules.runs import Result
from fundflow.payments.tables import Claim, Payment

__all__ = ["ResultBooked", "record_results"]


@dataclass(frozen=True)
class ResultBooked:
    """What became of one payment; for `failed` and `returned` post PAYMENT_FAILED, reversing `pay_entry`."""

    payment_ref: str
    claim_ref: str
    case_ref: str
    fund: str
    commissioner: str
    outcome: Literal["paid", "failed", "returned", "unchanged"]
    parts: tuple[Part, ...] = ()
    pay_entry: str = ""


def record_results(
    session: Session, run_ref: str, results: Sequence[Result], *, act: Act, roles: Collection[str]
) -> list[ResultBooked]:
    """Book results of a released run, each once; the same result again changes nothing.

    A payment with a net of nought (all of it set off) never reaches a bank and is booked as paid with the others.
    A claim is paid once all its payments are; one that fails, or comes back after it was paid, makes its claim
    approved and payable again. The run closes when every payment has its result.

    Raises:
        Refused: the run was not released, these are not finance's roles, or a result contradicts an earlier one.
        NotFound: a result names a payment that is not of this run.
    """
    run = reads.run(session, run_ref, lock=True)
    if run.state not in ("released", "closed"):
        raise Refused.because(
            "run_state", f"No result was booked: {run_ref} is {run.state}, so nothing of it has left. Release it first."
        )
    if "finance" not in roles:
        raise Refused.because("run_role", f"No result was booked for {run_ref}: that is for finance. Ask finance.")
    payments = {row.ref: row for row in reads.payments_of_run(session, run.id)}
    strange = [result.payment_ref for result in results if result.payment_ref not in payments]
    if strange:
        raise NotFound(f"{run_ref} has no payment {strange[0]}: check that the results file belongs to this run")
    claims = {row.id: claim_reads.claim(session, row.ref, lock=True) for row in reads.claims_of_run(session, run_ref)}
    booked = [_book(session, payments[at.payment_ref], claims[payments[at.payment_ref].claim_id], at) for at in results]
    for paid in payments.values():
        if paid.state == "released" and not paid.net_pence and results:
            settled = Result(paid.ref, "paid", results[-1].on)
            booked.append(_book(session, paid, claims[paid.claim_id], settled))
    for claim in claims.values():
        _follow(session, claim, act=act, roles=roles)
    if all(row.state in ("paid", "failed", "returned") for row in payments.values()):
        run.state = "closed"
        session.add(run)
    session.flush()
    return booked


def _book(session: Session, paid: Payment, claim: Claim, result: Result) -> ResultBooked:
    facts = (paid.ref, claim.ref, claim.case_ref, claim.fund, paid.commissioner)
    if result.result == "accepted":
        return ResultBooked(*facts, "unchanged")
    after = "paid" if result.result == "paid" else "returned" if paid.state == "paid" else "failed"
    if paid.state == after or (paid.state == "returned" and result.result == "failed"):
        return ResultBooked(*facts, "unchanged")
    if paid.state not in ("released", "paid") or claim.state == "settled":
        when = f" on {day_words(paid.result_on)}" if paid.result_on else ""
        now = "settled" if claim.state == "settled" else paid.state
        raise Refused.because(
            "result_once",
            f"No result was booked. {paid.ref} is {now}{when}, and the file says {result.result}. "
            "Check the payment reference with the bank; a payment made again has a reference of its own.",
        )
    paid.state, paid.result_on, paid.result_reason = after, result.on, result.reason
    session.add(paid)
    session.flush()
    if after == "paid":
        return ResultBooked(*facts, "paid")
    outcome: Literal["failed", "returned"] = "returned" if after == "returned" else "failed"
    return ResultBooked(*facts, outcome, reads.payment_parts(session, paid), paid.pay_entry)


def _follow(session: Session, claim: Claim, *, act: Act, roles: Collection[str]) -> None:
    """Let a claim follow its payments: failed or bounced ones first, paid only when nothing is left to pay."""
    latest = {row.commissioner: row for row in reads.payments_of_claim(session, claim.id) if row.state != "dropped"}
    states = {row.state for row in latest.values()}
    if states & {"failed", "returned"} and claim.state in ("in_payment", "paid"):
        action = "payment_failed" if claim.state == "in_payment" else "bounced"
        claim.released_by, claim.released_name, claim.paid_at = None, "", None
        move_claim(session, claim, action, act=act, roles=roles)
    elif states == {"paid"} and claim.state == "in_payment":
        claim.paid_at = act.now
        move_claim(session, claim, "confirm_paid", act=act, roles=roles)
    refresh(session, claim.application_id)
