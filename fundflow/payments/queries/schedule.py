"""Reads an award's tranches: what each may pay, what is claimed of it, what is left."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from fundflow.payments.rules.facts import Key, Room
from fundflow.payments.tables import Claim, ClaimShare, Tranche, TrancheAmount
from fundflow.payments.tables.states import DEAD_CLAIM_STATES

PAID_CLAIM_STATES = ("paid", "settled")


@dataclass(frozen=True)
class TrancheStanding:
    """One tranche as pages and letters show it; amounts in pence by (commissioner, period)."""

    tranche_id: int
    number: int
    key: str
    kind: str
    title: str
    evidence: str
    earliest_on: date | None
    state: str
    amounts: dict[Key, int]
    claimed: dict[Key, int]
    left: dict[Key, int]

    @property
    def pence(self) -> int:
        """Its whole amount."""
        return sum(self.amounts.values())


def tranches(session: Session, application_id: int) -> list[Tranche]:
    """The tranches of a case, in order."""
    return list(
        session.exec(
            select(Tranche).where(Tranche.application_id == application_id).order_by(col(Tranche.number))
        ).all()
    )


def amounts(session: Session, application_id: int) -> list[TrancheAmount]:
    """The amounts of a case's tranches, by tranche number, commissioner and period; cancelled ones too."""
    return list(
        session.exec(
            select(TrancheAmount)
            .join(Tranche, col(Tranche.id) == col(TrancheAmount.tranche_id))
            .where(Tranche.application_id == application_id)
            .order_by(col(Tranche.number), col(TrancheAmount.commissioner), col(TrancheAmount.period))
        ).all()
    )


def claimed_by_tranche(
    session: Session, application_id: int, *, states: Sequence[str] | None = None
) -> dict[tuple[int, str, str], int]:
    """Pence by (tranche, commissioner, period) taken by live claims: what is approved, else what is claimed."""
    taken = func.coalesce(ClaimShare.approved_pence, ClaimShare.pence)
    wanted = col(Claim.state).in_(states) if states else col(Claim.state).not_in(DEAD_CLAIM_STATES)
    rows = session.exec(
        select(ClaimShare.tranche_id, ClaimShare.commissioner, ClaimShare.period, func.sum(taken))
        .join(Claim, col(Claim.id) == col(ClaimShare.claim_id))
        .where(Claim.application_id == application_id, wanted)
        .group_by(col(ClaimShare.tranche_id), col(ClaimShare.commissioner), col(ClaimShare.period))
    ).all()
    return {(tranche_id, commissioner, period): int(pence) for tranche_id, commissioner, period, pence in rows}


def room(session: Session, application_id: int, tranche_ids: Sequence[int] | None = None) -> list[Room]:
    """What each tranche still lets be claimed, by key; cancelled ones hold nothing."""
    taken = claimed_by_tranche(session, application_id)
    rows = {row.id: row for row in tranches(session, application_id) if row.state != "cancelled"}
    found = []
    for amount in amounts(session, application_id):
        row = rows.get(amount.tranche_id)
        if row is None or row.id is None or (tranche_ids is not None and row.id not in tranche_ids):
            continue
        used = taken.get((row.id, amount.commissioner, amount.period), 0)
        left = amount.pence + amount.returned_pence - used
        found.append(Room(row.id, row.number, row.title, row.kind, amount.commissioner, amount.period, left))
    return found


def scheduled(session: Session, application_id: int) -> dict[Key, int]:
    """Pence by key that the schedule holds: what the ledger holds as reserved or committed of the case (I3)."""
    live = {row.id for row in tranches(session, application_id) if row.state != "cancelled"}
    sums: dict[Key, int] = defaultdict(int)
    for amount in amounts(session, application_id):
        if amount.tranche_id in live:
            sums[amount.commissioner, amount.period] += amount.pence - amount.forfeited_pence
    return dict(sums)


def standing(session: Session, application_id: int) -> list[TrancheStanding]:
    """Every tranche with its amounts, what is claimed and what is left, for pages and letters."""
    taken = claimed_by_tranche(session, application_id)
    left = {(row.tranche_id, row.commissioner, row.period): row.pence for row in room(session, application_id)}
    by_tranche: dict[int, list[TrancheAmount]] = defaultdict(list)
    for amount in amounts(session, application_id):
        by_tranche[amount.tranche_id].append(amount)
    found = []
    for row in tranches(session, application_id):
        assert row.id is not None
        mine = by_tranche[row.id]
        found.append(
            TrancheStanding(
                row.id,
                row.number,
                row.key,
                row.kind,
                row.title,
                row.evidence,
                row.earliest_on,
                row.state,
                {(at.commissioner, at.period): at.pence for at in mine},
                {(at.commissioner, at.period): taken.get((row.id, at.commissioner, at.period), 0) for at in mine},
                {(at.commissioner, at.period): left.get((row.id, at.commissioner, at.period), 0) for at in mine},
            )
        )
    return found
