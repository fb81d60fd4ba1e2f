"""Reads the register of breaches: who voted before declaring, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fundflow.committees.queries.agendas import item_by_id, meeting_by_id
from fundflow.committees.tables import InterestBreach, ItemInterest, Motion, Vote


@dataclass(frozen=True)
class Breach:
    """One line of the register; `done` is `noted`, `struck out`, or `to be voted again`."""

    meeting: str
    item: int
    title: str
    person: str
    nature: str
    voted: str
    voted_at: datetime
    declared_at: datetime
    needs: str
    done: str


def breaches(session: Session, *, meeting_id: int | None = None) -> list[Breach]:
    """The register of breaches, oldest declaration first; of one meeting, where asked."""
    rows = session.exec(
        select(InterestBreach, ItemInterest, Vote, Motion)
        .join(ItemInterest, col(InterestBreach.interest_id) == col(ItemInterest.id))
        .join(Vote, col(InterestBreach.vote_id) == col(Vote.id))
        .join(Motion, col(Vote.motion_id) == col(Motion.id))
        .order_by(col(ItemInterest.declared_at), col(InterestBreach.id))
    ).all()
    found = []
    for breach, interest, vote, motion in rows:
        item = item_by_id(session, motion.item_id)
        if meeting_id not in (None, item.meeting_id):
            continue
        found.append(
            Breach(
                meeting=meeting_by_id(session, item.meeting_id).ref,
                item=item.number,
                title=item.title,
                person=interest.name,
                nature=interest.nature,
                voted=vote.choice,
                voted_at=vote.cast_at,
                declared_at=interest.declared_at,
                needs=breach.needs,
                done=_done(breach, vote),
            )
        )
    return found


def _done(breach: InterestBreach, vote: Vote) -> str:
    if vote.void_at is not None:
        return "struck out"
    return "noted" if breach.needs == "noted" else "to be voted again"
