"""Reads what claims show as delivered and not paid."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from fundflow import together
from fundflow.clock import london_day, start_of
from fundflow.payments.rules.delivered import Advanced, Delivered, by_kind, weights
from fundflow.payments.rules.facts import Cost, Room
from fundflow.payments.tables import Claim, ClaimLine, ClaimShare, Payment, Tranche, TrancheAmount
from fundflow.payments.tables.states import DEAD_CLAIM_STATES

UNPAID = ("submitted", "held", "queried", "checked", "approved", "held_approved", "in_payment")
"""States of a claim that was sent in and of which something may not be paid yet."""


def delivered_unpaid(
    session: Session, commissioners: Collection[str], *, until: date, unpaid_on: date | None = None
) -> list[Delivered]:
    """What sent claims show of work delivered up to and with a day that some commissioners have not paid.

    Not paid now, or, where a day is given, not by the end of that day. An advance shows a forecast and no delivery, so
    instalments of that kind are left out. Order: commissioner, then claim.
    """
    found = together.read(session, _papers(commissioners, unpaid_on))
    advances = {one.id for one in found[Tranche] if one.kind == "advance"}
    left = {
        (one.claim_id, one.commissioner)
        for one in found[Payment]
        if one.released_at is not None and (unpaid_on is None or london_day(one.released_at) <= unpaid_on)
    }
    lines, shares = _by_claim(found[ClaimLine]), _by_claim(found[ClaimShare])
    delivered: list[Delivered] = []
    for claim in sorted(found[Claim], key=lambda one: one.ref):
        by_year = weights(_standing(lines[claim.id]), until=until)
        sums: dict[tuple[str, str, str], int] = defaultdict(int)
        for row in shares[claim.id]:
            if row.tranche_id not in advances and (claim.id, row.commissioner) not in left:
                at = (row.commissioner, row.period, row.delivery_year)
                sums[at] += row.pence if row.approved_pence is None else row.approved_pence
        for (commissioner, period, year), pence in sums.items():
            delivered += [
                Delivered(claim.case_ref, claim.fund, claim.payee, commissioner, period, year, kind, part, _said(claim))
                for kind, part in by_kind(pence, by_year.get(year, {})).items()
            ]
    return sorted(delivered, key=lambda one: one.commissioner)


def _papers(commissioners: Collection[str], unpaid_on: date | None) -> list[together.Wanted]:
    """Claims that may show work not paid, with what they draw, and the payments of them that have left."""
    state: ColumnElement[bool] = col(Claim.state).in_(UNPAID)
    if unpaid_on is not None:
        later = select(Payment.claim_id).where(col(Payment.released_at) >= start_of(unpaid_on + timedelta(days=1)))
        state = or_(state, col(Claim.state).in_(("paid", "settled")) & col(Claim.id).in_(later))
    bodies = sorted(commissioners)
    drawing = select(ClaimShare.claim_id).where(col(ClaimShare.commissioner).in_(bodies))
    claims = state & col(Claim.id).in_(drawing)
    mine = select(Claim.id).where(claims)
    drawn = col(ClaimShare.claim_id).in_(mine) & col(ClaimShare.commissioner).in_(bodies)
    gone = col(Payment.claim_id).in_(mine) & col(Payment.state).in_(("released", "paid"))
    return [
        (Claim, claims),
        (ClaimLine, col(ClaimLine.claim_id).in_(mine)),
        (ClaimShare, drawn),
        (Payment, gone & col(Payment.commissioner).in_(bodies)),
        (Tranche, col(Tranche.id).in_(select(ClaimShare.tranche_id).where(drawn))),
    ]


def _by_claim(rows: Sequence[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.claim_id].append(row)
    return found


def _said(claim: Claim) -> str:
    return f"claim {claim.ref}, {claim.state.replace('_', ' ')}"


def milestone_rooms(session: Session, application_ids: Collection[int]) -> dict[int, list[tuple[Tranche, list[Room]]]]:
    """The instalments for milestones of some cases, in order, each with what it still lets be claimed, by key."""
    if not application_ids:
        return {}
    mine = col(Tranche.application_id).in_(sorted(application_ids)) & (Tranche.kind == "milestone")
    tranches = select(Tranche.id).where(mine)
    drawn = col(ClaimShare.tranche_id).in_(tranches)
    alive = col(Claim.id).in_(select(ClaimShare.claim_id).where(drawn)) & col(Claim.state).not_in(DEAD_CLAIM_STATES)
    found = together.read(
        session,
        [
            (Tranche, mine),
            (TrancheAmount, col(TrancheAmount.tranche_id).in_(tranches)),
            (ClaimShare, drawn),
            (Claim, alive),
        ],
    )
    live = {one.id for one in found[Claim]}
    taken: dict[tuple[int, str, str], int] = defaultdict(int)
    for share in found[ClaimShare]:
        if share.claim_id in live:
            pence = share.pence if share.approved_pence is None else share.approved_pence
            taken[share.tranche_id, share.commissioner, share.period] += pence
    rooms: dict[int, list[tuple[Tranche, list[Room]]]] = defaultdict(list)
    for one in sorted(found[Tranche], key=lambda each: each.number):
        amounts = [row for row in found[TrancheAmount] if row.tranche_id == one.id and one.state != "cancelled"]
        rooms[one.application_id].append((one, [_room(one, row, taken) for row in sorted(amounts, key=_by_key)]))
    return rooms


def _by_key(row: TrancheAmount) -> tuple[str, str]:
    return row.commissioner, row.period


def _room(one: Tranche, row: TrancheAmount, taken: dict[tuple[int, str, str], int]) -> Room:
    left = row.pence + row.returned_pence - taken.get((row.tranche_id, row.commissioner, row.period), 0)
    return Room(row.tranche_id, one.number, one.title, one.kind, row.commissioner, row.period, left)


def advances_paid(session: Session, *, on: date) -> list[Advanced]:
    """Every advance that had been paid by the end of a day, with what of it is for work after that day."""
    tranche = Tranche.kind == "advance"
    share = col(ClaimShare.tranche_id).in_(select(Tranche.id).where(tranche))
    claims = select(ClaimShare.claim_id).where(share)
    left = col(Payment.state).in_(("released", "paid")) & (col(Payment.released_at) < start_of(on + timedelta(days=1)))
    found = together.read(
        session,
        [
            (ClaimShare, share),
            (Claim, col(Claim.id).in_(claims)),
            (ClaimLine, col(ClaimLine.claim_id).in_(claims)),
            (Payment, col(Payment.claim_id).in_(claims) & left),
        ],
    )
    claim_of, lines = {one.id: one for one in found[Claim]}, _by_claim(found[ClaimLine])
    gone = {(one.claim_id, one.commissioner): london_day(one.released_at) for one in found[Payment]}
    advanced = []
    for one in sorted(found[ClaimShare], key=lambda each: (claim_of[each.claim_id].ref, each.commissioner, each.id)):
        paid_on, claim = gone.get((one.claim_id, one.commissioner)), claim_of[one.claim_id]
        if paid_on is None:
            continue
        costs = _standing(lines[claim.id])
        pence = one.pence if one.approved_pence is None else one.approved_pence
        done = by_kind(pence, weights(costs, until=on).get(one.delivery_year, {}))
        facts = (claim.case_ref, claim.ref, claim.fund, one.commissioner, one.period, paid_on)
        until = max(cost.delivered_to for cost in costs)
        advanced.append(Advanced(*facts, until, pence, pence - sum(done.values())))
    return advanced


def _standing(lines: Sequence[ClaimLine]) -> list[Cost]:
    """Lines as they stand: what is approved of each, else what is claimed."""
    return [
        Cost(one.number, one.cost_type, one.description, one.delivered_from, one.delivered_to, pence)
        for one in sorted(lines, key=lambda each: each.number)
        if (pence := one.pence if one.approved_pence is None else one.approved_pence)
    ]
