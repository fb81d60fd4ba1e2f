"""Reads which rounds are taken over, what their files say, and what the outside ledger knows of it."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from fundflow import finance
from fundflow.takeovers.tables import TakenLine, TakeOver


def find(session: Session, round_id: int) -> TakeOver | None:
    """The taking over of a round, if it was declared to be taken over."""
    return session.exec(select(TakeOver).where(TakeOver.round_id == round_id)).first()


def of_round(session: Session, ref: str, *, lock: bool = False) -> TakeOver | None:
    """The taking over of a round by the round's reference."""
    wanted = select(TakeOver).where(TakeOver.round == ref)
    return session.exec(wanted.with_for_update() if lock else wanted).first()


def take_overs(session: Session, *, fund: str | None = None) -> list[TakeOver]:
    """Every taking over, in the order in which they were declared."""
    wanted = select(TakeOver).order_by(col(TakeOver.id))
    return list(session.exec(wanted if fund is None else wanted.where(TakeOver.fund == fund)))


def standing_still(session: Session, round_id: int) -> bool:
    """Whether the bids of a round are being taken over, so that nothing happens to them yet."""
    wanted = select(TakeOver.id).where(TakeOver.round_id == round_id, col(TakeOver.live_at).is_(None))
    return session.exec(wanted).first() is not None


def lines(session: Session, take_over_ids: Collection[int | None], *, every: bool = False) -> list[TakenLine]:
    """The rows of the present position of some rounds, in the order of their file; `every` adds those replaced since."""
    wanted = select(TakenLine).where(col(TakenLine.take_over_id).in_(list(take_over_ids)))
    if not every:
        wanted = wanted.where(col(TakenLine.current))
    return list(session.exec(wanted.order_by(col(TakenLine.take_over_id), col(TakenLine.line), col(TakenLine.id))))


def lines_of_case(session: Session, application_id: int) -> list[TakenLine]:
    """The rows from which a case was taken over."""
    wanted = select(TakenLine).where(TakenLine.application_id == application_id, col(TakenLine.current))
    return list(session.exec(wanted.order_by(col(TakenLine.line))))


def outside_paid(session: Session, refs: Collection[str]) -> dict[str, int]:
    """Pence that the outside ledger says have left, by its own reference; a rejected payment counts nothing."""
    last = {one.reference: one for one in finance.transactions(session) if one.reference in set(refs)}
    return {ref: 0 if one.status == "rejected" else one.pence for ref, one in last.items()}
