"""The office's part of a claim: checking, approving, refusing, reversing, settling."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.calendar import add_working_days
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, Refused
from fundflow.payments.actions.moves import ClaimMoved, end_unpaid, keep_apart, move_claim
from fundflow.payments.actions.schedule import refresh
from fundflow.payments.queries import claims as reads
from fundflow.payments.queries import recoveries as recovery_reads
from fundflow.payments.queries import schedule as schedule_reads
from fundflow.payments.queries.budgets import used
from fundflow.payments.queries.runs import payments_of_claim
from fundflow.payments.rules.budgets import over_line
from fundflow.payments.rules.claims import approved_draws, evidence_missing
from fundflow.payments.rules.evidence import months_missing
from fundflow.payments.rules.facts import BudgetLine, Tolerance
from fundflow.payments.rules.life import CLAIM
from fundflow.payments.tables import Claim, ClaimLine

__all__ = ["approve_claim", "check_claim", "refuse_claim", "return_claim", "reverse_claim", "settle_claim"]


def check_claim(
    session: Session,
    ref: str,
    *,
    budget: Sequence[BudgetLine],
    tolerance: Tolerance,
    act: Act,
    roles: Collection[str],
    ties: Mapping[str, str],
) -> ClaimMoved:
    """Pass a claim as checked: lines within their budget lines, evidence there, no invoice used twice.

    `budget` is the agreed budget by cost type and period (`used_pence` is filled in here from earlier claims; give an
    empty budget where the award has no lines). Nothing is posted.

    Raises:
        Refused: a rule is not met, or this person declared the claim or has an interest.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "check", roles, ref=ref)
    keep_apart(claim, "check", act=act, ties=ties)
    costs = reads.costs(session, claim.id)
    papers = [row for row in reads.evidence(session, claim.id) if row.deleted_at is None]
    kinds = [row.kind for row in papers]
    kinds += ["invoice" for _ in reads.invoices(session, claim.id)]
    ids = reads.tranche_ids(session, claim.id)
    wanted = "; ".join(row.evidence for row in schedule_reads.tranches(session, claim.application_id) if row.id in ids)
    said = [f"{row.kind} {row.description}" for row in papers]
    refusals = evidence_missing(costs, kinds, wanted=wanted) or months_missing(costs, said)
    if budget:
        refusals += over_line(costs, used(session, claim.application_id, budget, besides=claim.id), tolerance)
    if refusals:
        raise Refused(refusals)
    claim.checked_by, claim.checked_name = act.actor_id, act.actor
    return ClaimMoved(move_claim(session, claim, "check", act=act, roles=roles))


def return_claim(session: Session, ref: str, *, reason: str, act: Act, roles: Collection[str]) -> ClaimMoved:
    """Send a checked claim back to its checker, with what to look at again."""
    claim = move_claim(session, reads.claim(session, ref, lock=True), "return_to_checker", act=act, roles=roles)
    claim.checked_by, claim.checked_name, claim.held_reason = None, "", reason
    session.add(claim)
    session.flush()
    return ClaimMoved(claim)


def approve_claim(
    session: Session,
    ref: str,
    *,
    act: Act,
    roles: Collection[str],
    ties: Mapping[str, str],
    approved: Mapping[int, int] | None = None,
    reasons: Mapping[int, str] | None = None,
) -> ClaimMoved:
    """Approve a checked claim, whole or in part: APPROVE_CLAIM is to be posted for its parts.

    `approved` gives pence by line number where a line is cut (lines left out stand whole), `reasons` why.

    Raises:
        Refused: a second hand of the same person, an interest, a cut without a reason, or nothing left to approve.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "approve", roles, ref=ref)
    keep_apart(claim, "approve", act=act, ties=ties)
    lines = reads.lines(session, claim.id)
    given = _decided(ref, lines, approved or {}, reasons or {})
    for line in lines:
        line.approved_pence = given[line.number]
        line.cut_reason = (reasons or {}).get(line.number, "") if given[line.number] < line.pence else ""
        session.add(line)
    shares = reads.shares(session, claim.id)
    split = approved_draws(reads.costs(session, claim.id), given, reads.draws(session, claim.id))
    for share, pence in zip(shares, split, strict=True):
        share.approved_pence = pence
        session.add(share)
    claim.approved_by, claim.approved_name, claim.approved_at = act.actor_id, act.actor, act.now
    move_claim(session, claim, "approve", act=act, roles=roles)
    refresh(session, claim.application_id)
    return ClaimMoved(claim, reads.approved_parts(session, claim.id))


def _decided(
    ref: str, lines: Sequence[ClaimLine], approved: Mapping[int, int], reasons: Mapping[int, str]
) -> dict[int, int]:
    strange = sorted(set(approved) - {line.number for line in lines})
    if strange:
        raise BadInput(f"{ref} has no line {strange[0]}", place="approved")
    given = {line.number: approved.get(line.number, line.pence) for line in lines}
    for line in lines:
        pence = given[line.number]
        if not 0 <= pence <= line.pence:
            raise Refused.because(
                "within_claimed",
                f"{ref} was not approved. Line {line.number} claims {money.pounds(line.pence)} and "
                f"{money.pounds(pence)} was to be approved. Approve from nothing up to what is claimed.",
            )
        if pence < line.pence and not reasons.get(line.number, "").strip():
            raise Refused.because(
                "cut_has_reason",
                f"{ref} was not approved. Line {line.number} is cut by {money.pounds(line.pence - pence)} without a "
                "reason. Write one: the recipient reads it.",
            )
    if not sum(given.values()):
        raise Refused.because(
            "something_approved",
            f"{ref} was not approved: every line is cut to £0.00. Refuse the claim instead, with the reason.",
        )
    return given


def refuse_claim(
    session: Session, ref: str, *, reason: str, act: Act, roles: Collection[str], ties: Mapping[str, str]
) -> ClaimMoved:
    """Refuse a held claim (finance, the award ended for cause) or a checked one (L08b): its CLAIM is to be reversed.

    Raises:
        Refused: no reason, or a second hand of the same person.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "refuse", roles, ref=ref)
    _reasoned(ref, reason)
    if claim.state == "checked":
        keep_apart(claim, "approve", act=act, ties=ties)
    return end_unpaid(session, claim, "refuse", act=act, roles=roles, reason=reason)


def reverse_claim(
    session: Session, ref: str, *, reason: str, act: Act, roles: Collection[str], ties: Mapping[str, str]
) -> ClaimMoved:
    """Refuse a claim held after approval (L08b): its APPROVE_CLAIM and then its CLAIM are to be reversed.

    Raises:
        Refused: no reason; part of it is paid or in a run; or a recovery was taken off it.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "reverse", roles, ref=ref)
    _reasoned(ref, reason)
    keep_apart(claim, "approve", act=act, ties=ties)
    if recovery_reads.set_offs_against(session, claim.id):
        raise Refused.because(
            "no_set_off",
            f"{ref} was not refused: a recovery was taken off it, so it counts as money received. Pay the rest, "
            "or raise a recovery for what is not due.",
        )
    _unpaid(session, claim)
    parts = reads.approved_parts(session, claim.id)
    end_unpaid(session, claim, "reverse", act=act, roles=roles, reason=reason)
    return ClaimMoved(claim, parts, reverses=(claim.approval_entry, claim.claim_entry))


def _unpaid(session: Session, claim: Claim) -> None:
    live = [row for row in payments_of_claim(session, claim.id) if row.state in ("proposed", "released", "paid")]
    if live:
        raise Refused.because(
            "nothing_paid",
            f"{claim.ref} was not refused: payment {live[0].ref} ({money.pounds(live[0].gross_pence)}) of it is "
            f"{live[0].state}. Raise a recovery for what was paid, or take it out of its run first.",
        )


def _reasoned(ref: str, reason: str) -> None:
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"{ref} was not refused: there is no reason. Write one; the recipient reads it in the letter.",
        )


def settle_claim(session: Session, ref: str, *, act: Act, roles: Collection[str], working_days: int = 10) -> ClaimMoved:
    """End a paid claim once the bank cannot send it back any more (by default 10 working days).

    Raises:
        Refused: that day has not passed.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "bank_final", roles, ref=ref)
    final = bank_final_on(claim, working_days=working_days)
    if final is None or london_day(act.now) < final:
        raise Refused.because(
            "bank_final",
            f"{ref} was not settled. The bank may send its payment back until {day_words(final or london_day(act.now))}"
            ". It settles by itself on that day.",
        )
    return ClaimMoved(move_claim(session, claim, "bank_final", act=act, roles=roles))


def bank_final_on(claim: Claim, *, working_days: int = 10) -> date | None:
    """The day on which a paid claim settles."""
    return add_working_days(london_day(claim.paid_at), working_days) if claim.paid_at else None
