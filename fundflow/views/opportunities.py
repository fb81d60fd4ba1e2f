"""Rounds as opportunities for anybody to find: their dates, their money, and when each was last changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, col

from fundflow import ledger, together
from fundflow.applications import Round, RoundChange

_OURS = uuid5(NAMESPACE_URL, "https://fundflow.invalid/rounds")


@dataclass(frozen=True)
class Opportunity:
    """A round with the whole money of its fund in pence, when it was changed last, and an identity that never changes."""

    id: UUID
    round: Round
    allocated_pence: int
    changed_at: datetime


def opportunities(session: Session) -> Sequence[Opportunity]:
    """Every round, the one that was changed last first."""
    found = together.read(
        session, [(Round, col(Round.id).is_not(None)), (RoundChange, col(RoundChange.id).is_not(None))]
    )
    money: dict[str, int] = {}
    for one in ledger.positions(session):
        money[one.key.fund] = money.get(one.key.fund, 0) + one.allocated
    changed: dict[int, datetime] = {}
    for change in found[RoundChange]:
        changed[change.round_id] = max(change.at, changed.get(change.round_id, change.at))
    made = [
        Opportunity(
            uuid5(_OURS, row.ref),
            row,
            money.get(row.fund, 0),
            max(row.created_at, row.closed_at or row.created_at, changed.get(row.id, row.created_at)),
        )
        for row in found[Round]
    ]
    return sorted(made, key=lambda one: (one.changed_at, one.round.ref), reverse=True)
