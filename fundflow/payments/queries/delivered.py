"""Reads what claims show as delivered and not paid."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import Session, col, select

from fundflow.clock import london_day
from fundflow.payments.queries.claims import costs, lines
from fundflow.payments.rules.delivered import Advanced, Delivered, by_kind, weights
from fundflow.payments.rules.facts import Cost
from fundflow.payments.tables import Claim, ClaimShare, Payment, Tranche

UNPAID = ("submitted", "held", "queried", "checked", "approved", "held_approved", "in_payment")
"""States of a claim that was sent in and of which something may not be paid yet."""


def delivered_unpaid(
    session: Session, commissioner: str, *, until: date, unpaid_on: date | None = None
) -> list[Delivered]:
    """What sent claims show of work delivered up to and with a day that one commissioner has not paid.

    Not paid now, or, where a day is given, not by the end of that day. An advance shows a forecast and no delivery, so
    instalments of that kind are left out.
    """
    claims = _claims(session, commissioner, UNPAID if unpaid_on is None else (*UNPAID, "paid", "settled"))
    left = _left(session, commissioner, [claim.id for claim in claims])
    gone = {claim for claim, on in left.items() if unpaid_on is None or on <= unpaid_on}
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


def _claims(session: Session, commissioner: str, states: Sequence[str]) -> list[Claim]:
    mine = select(ClaimShare.claim_id).where(ClaimShare.commissioner == commissioner)
    wanted = select(Claim).where(col(Claim.state).in_(states), col(Claim.id).in_(mine))
    return list(session.exec(wanted.order_by(col(Claim.ref))).all())


def _left(session: Session, commissioner: str, claims: Collection[int | None]) -> dict[int, date]:
    """Claims of which this commissioner's payment has left, with the day."""
    wanted = select(Payment.claim_id, Payment.released_at).where(
        col(Payment.claim_id).in_(claims),
        Payment.commissioner == commissioner,
        col(Payment.state).in_(("released", "paid")),
    )
    return {claim: london_day(at) for claim, at in session.exec(wanted).all() if at is not None}


def advances_paid(session: Session, *, on: date) -> list[Advanced]:
    """Every advance that had been paid by the end of a day, with what of it is for work after that day."""
    wanted = (
        select(ClaimShare, Claim, Payment.released_at)
        .join(Claim, col(Claim.id) == col(ClaimShare.claim_id))
        .join(Tranche, col(Tranche.id) == col(ClaimShare.tranche_id))
        .join(Payment, (col(Payment.claim_id) == Claim.id) & (Payment.commissioner == ClaimShare.commissioner))
        .where(Tranche.kind == "advance", col(Payment.state).in_(("released", "paid")))
        .order_by(col(Claim.ref), col(ClaimShare.commissioner), col(ClaimShare.id))
    )
    found = []
    for share, claim, released_at in session.exec(wanted):
        if released_at is None or london_day(released_at) > on:
            continue
        lines = _standing_costs(session, claim)
        pence = share.pence if share.approved_pence is None else share.approved_pence
        done = by_kind(pence, weights(lines, until=on).get(share.delivery_year, {}))
        facts = (claim.case_ref, claim.ref, claim.fund, share.commissioner, share.period, london_day(released_at))
        until = max(line.delivered_to for line in lines)
        found.append(Advanced(*facts, until, pence, pence - sum(done.values())))
    return found


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
