"""Reads what claims show as delivered and not paid."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, select

from fundflow.payments.queries.claims import costs, lines
from fundflow.payments.rules.delivered import Delivered, by_kind, weights
from fundflow.payments.rules.facts import Cost
from fundflow.payments.tables import Claim, ClaimShare, Payment, Tranche

UNPAID = ("submitted", "held", "queried", "checked", "approved", "held_approved", "in_payment")
"""States of a claim that was sent in and of which something may not be paid yet."""


def delivered_unpaid(session: Session, commissioner: str, *, until: date) -> list[Delivered]:
    """What sent claims show of work delivered up to and with a day that one commissioner has not paid.

    An advance shows a forecast and no delivery, so instalments of that kind are left out.
    """
    claims = _claims(session, commissioner)
    gone = _released(session, commissioner, [claim.id for claim in claims])
    found: list[Delivered] = []
    for claim in claims:
        if claim.id in gone:
            continue
        by_year = weights(_standing_costs(session, claim), until=until)
        for (period, year), pence in _shares(session, claim, commissioner).items():
            found += [
                Delivered(claim.case_ref, claim.fund, claim.payee, commissioner, period, year, kind, part, _said(claim))
                for kind, part in by_kind(pence, by_year.get(year, {})).items()
            ]
    return found


def _said(claim: Claim) -> str:
    return f"claim {claim.ref}, {claim.state.replace('_', ' ')}"


def _claims(session: Session, commissioner: str) -> list[Claim]:
    mine = select(ClaimShare.claim_id).where(ClaimShare.commissioner == commissioner)
    wanted = select(Claim).where(col(Claim.state).in_(UNPAID), col(Claim.id).in_(mine))
    return list(session.exec(wanted.order_by(col(Claim.ref))).all())


def _released(session: Session, commissioner: str, claims: Collection[int | None]) -> set[int]:
    """Claims of which this commissioner's payment has left."""
    wanted = select(Payment.claim_id).where(
        col(Payment.claim_id).in_(claims),
        Payment.commissioner == commissioner,
        col(Payment.state).in_(("released", "paid")),
    )
    return set(session.exec(wanted).all())


def _standing_costs(session: Session, claim: Claim) -> list[Cost]:
    """The lines as they stand: what is approved of each, else what is claimed."""
    rows = zip(lines(session, claim.id), costs(session, claim.id), strict=True)
    return [
        Cost(cost.number, cost.cost_type, cost.description, cost.delivered_from, cost.delivered_to, pence)
        for line, cost in rows
        if (pence := line.pence if line.approved_pence is None else line.approved_pence)
    ]


def _shares(session: Session, claim: Claim, commissioner: str) -> dict[tuple[str, str], int]:
    wanted = (
        select(ClaimShare)
        .join(Tranche, col(Tranche.id) == col(ClaimShare.tranche_id))
        .where(ClaimShare.claim_id == claim.id, ClaimShare.commissioner == commissioner, Tranche.kind != "advance")
        .order_by(col(ClaimShare.id))
    )
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in session.exec(wanted):
        sums[row.period, row.delivery_year] += row.pence if row.approved_pence is None else row.approved_pence
    return dict(sums)
