"""Reads claims: their lines, shares, invoices, evidence and questions, and their sums by key."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from fundflow.errors import NotFound
from fundflow.payments.rules.duties import Hands
from fundflow.payments.rules.facts import Cost, Draw, Key, Part, merge
from fundflow.payments.tables import (
    Claim,
    ClaimLine,
    ClaimQuery,
    ClaimShare,
    ClaimTranche,
    Evidence,
    Invoice,
    Payment,
    PaymentLine,
)


@dataclass(frozen=True)
class KeyTotals:
    """Pence of one case and key, cumulative: paid is within approved, approved within claimed."""

    claimed: int = 0
    approved: int = 0
    paid: int = 0


def claim(session: Session, ref: str, *, lock: bool = False) -> Claim:
    """One claim by reference, its row locked for this transaction if asked.

    Raises:
        NotFound: there is none of that name.
    """
    wanted = select(Claim).where(Claim.ref == ref)
    if lock:
        wanted = wanted.with_for_update()
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound(f"there is no claim {ref}")
    return found


def claims_of(session: Session, application_id: int) -> list[Claim]:
    """The claims of a case, in order."""
    return list(
        session.exec(select(Claim).where(Claim.application_id == application_id).order_by(col(Claim.number))).all()
    )


def claims_in(session: Session, states: Sequence[str], *, fund: str | None = None) -> list[Claim]:
    """Claims in these states, longest waiting first: the lists to check, to approve, to release."""
    wanted = select(Claim).where(col(Claim.state).in_(states))
    if fund is not None:
        wanted = wanted.where(Claim.fund == fund)
    return list(session.exec(wanted.order_by(col(Claim.state_since), col(Claim.ref))).all())


def lines(session: Session, claim_id: int | None) -> list[ClaimLine]:
    """A claim's lines, in order."""
    return list(
        session.exec(select(ClaimLine).where(ClaimLine.claim_id == claim_id).order_by(col(ClaimLine.number))).all()
    )


def costs(session: Session, claim_id: int | None) -> list[Cost]:
    """A claim's lines as facts for the rules."""
    return [cost(row) for row in lines(session, claim_id)]


def cost(row: ClaimLine) -> Cost:
    """One line of a claim as a fact for the rules."""
    return Cost(
        *(row.number, row.cost_type, row.description),
        *(row.delivered_from, row.delivered_to),
        *(row.pence, row.vat_pence),
    )


def shares(session: Session, claim_id: int | None) -> list[ClaimShare]:
    """What a claim draws, by tranche, commissioner, period and year of delivery, in the order of drawing."""
    return list(
        session.exec(select(ClaimShare).where(ClaimShare.claim_id == claim_id).order_by(col(ClaimShare.id))).all()
    )


def draws(session: Session, claim_id: int | None) -> list[Draw]:
    """A claim's shares as facts for the rules, in the same order."""
    return [
        Draw(row.tranche_id, row.commissioner, row.period, row.delivery_year, row.pence)
        for row in shares(session, claim_id)
    ]


def claimed_parts(session: Session, claim_id: int | None) -> tuple[Part, ...]:
    """What CLAIM posts, or reverses, of a claim."""
    return merge(Part(row.commissioner, row.period, row.delivery_year, row.pence) for row in shares(session, claim_id))


def approved_parts(session: Session, claim_id: int | None) -> tuple[Part, ...]:
    """What APPROVE_CLAIM posts, or reverses, of a claim: approved, and released back to unclaimed."""
    return merge(
        Part(
            row.commissioner,
            row.period,
            row.delivery_year,
            row.approved_pence or 0,
            row.pence - (row.approved_pence or 0),
        )
        for row in shares(session, claim_id)
    )


def tranche_links(session: Session, claim_id: int | None) -> list[ClaimTranche]:
    """The links from a claim to its tranches."""
    return list(
        session.exec(
            select(ClaimTranche).where(ClaimTranche.claim_id == claim_id).order_by(col(ClaimTranche.tranche_id))
        ).all()
    )


def tranche_ids(session: Session, claim_id: int | None) -> list[int]:
    """The tranches that a claim names."""
    return [link.tranche_id for link in tranche_links(session, claim_id)]


def invoices(session: Session, claim_id: int | None) -> list[Invoice]:
    """A claim's invoices."""
    return list(session.exec(select(Invoice).where(Invoice.claim_id == claim_id).order_by(col(Invoice.id))).all())


def evidence(session: Session, claim_id: int | None) -> list[Evidence]:
    """A claim's evidence."""
    return list(session.exec(select(Evidence).where(Evidence.claim_id == claim_id).order_by(col(Evidence.id))).all())


def questions(session: Session, claim_id: int | None) -> list[ClaimQuery]:
    """The numbered questions asked about a claim."""
    return list(
        session.exec(select(ClaimQuery).where(ClaimQuery.claim_id == claim_id).order_by(col(ClaimQuery.number))).all()
    )


def same_invoice(session: Session, sha: str) -> tuple[Invoice, Claim] | None:
    """The live invoice with this fingerprint and its claim, if there is one."""
    return session.exec(
        select(Invoice, Claim)
        .join(Claim, col(Claim.id) == col(Invoice.claim_id))
        .where(Invoice.sha == sha, col(Invoice.live).is_(True))
    ).first()


def invoices_used_again(session: Session) -> list[tuple[Invoice, Claim]]:
    """Invoices that were put to more than one claim, dead claims too, each with its claim; the same ones together."""
    again = select(Invoice.sha).group_by(col(Invoice.sha)).having(func.count() > 1)
    return list(
        session.exec(
            select(Invoice, Claim)
            .join(Claim, col(Claim.id) == col(Invoice.claim_id))
            .where(col(Invoice.sha).in_(again))
            .order_by(col(Invoice.sha), col(Claim.ref))
        ).all()
    )


def hands(claim: Claim) -> Hands:
    """Who has done what with a claim so far."""
    done = {
        "declare": (claim.declared_by, claim.declared_name),
        "check": (claim.checked_by, claim.checked_name),
        "approve": (claim.approved_by, claim.approved_name),
        "release": (claim.released_by, claim.released_name),
    }
    return Hands(claim.ref, {what: (who, name) for what, (who, name) in done.items() if who is not None})


def totals(session: Session, application_id: int) -> dict[Key, KeyTotals]:
    """Claimed, approved and paid of a case by key; paid counts released and paid payments, before recoveries."""
    claimed: dict[Key, int] = defaultdict(int)
    approved: dict[Key, int] = defaultdict(int)
    paid: dict[Key, int] = defaultdict(int)
    live = session.exec(
        select(ClaimShare, Claim)
        .join(Claim, col(Claim.id) == col(ClaimShare.claim_id))
        .where(Claim.application_id == application_id, col(Claim.state).not_in(("refused", "cancelled")))
    ).all()
    for share, _ in live:
        key = share.commissioner, share.period
        claimed[key] += share.pence if share.approved_pence is None else share.approved_pence
        approved[key] += share.approved_pence or 0
    lines_paid = session.exec(
        select(Payment.commissioner, PaymentLine.period, PaymentLine.pence)
        .join(PaymentLine, col(PaymentLine.payment_id) == col(Payment.id))
        .where(Payment.application_id == application_id, col(Payment.state).in_(("released", "paid")))
    ).all()
    for commissioner, period, pence in lines_paid:
        paid[commissioner, period] += pence
    return {key: KeyTotals(claimed[key], approved[key], paid[key]) for key in sorted({*claimed, *approved, *paid})}
