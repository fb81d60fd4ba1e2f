"""What waits for a second person, wherever it was asked: shown to those whom it concerns, taken back by who asked."""

from datetime import datetime

from sqlmodel import Session

from fundflow import people
from fundflow.engine import seconding
from fundflow.engine.rounds import act_of
from fundflow.errors import NotFound
from fundflow.people import Actor, Proposal


def waiting(session: Session, *, actor: Actor) -> list[Proposal]:
    """What waits for a second person and concerns this one: they asked for it, or may agree to it. The oldest first."""
    return [row for row in people.proposals(session, state="open") if _concerns(row, actor)]


def one(session: Session, number: int, *, actor: Actor) -> Proposal:
    """One request, open or settled.

    Raises:
        NotFound: there is none, or it concerns others.
    """
    row = people.proposal(session, number)
    if row is None or not _concerns(row, actor):
        raise NotFound(
            f"There is no request {number} among those that concern you. Look at the list for the numbers (fundflow request list)."
        )
    return row


def take_back(session: Session, number: int, *, reason: str, actor: Actor, now: datetime) -> Proposal:
    """Take back what one asked for before anybody agreed; nothing of it was done, so nothing is undone.

    Raises:
        Refused: it no longer waits (`request_open`), or somebody else asked for it (`own_request`).
        NotFound: there is none, or it concerns others.
    """
    row = one(session, number, actor=actor)
    act = act_of(actor, now=now, what="withdraw_request", subject=row.subject, reason=reason)
    return seconding.take_back(session, row, actor=actor, act=act)


def take_back_on(session: Session, subject: str, *, reason: str, actor: Actor, now: datetime) -> list[Proposal]:
    """Take back everything that one asked for on a case, a key or another subject, as `take_back` does.

    Raises:
        Refused: nothing on it waits (`request_open`), or only what somebody else asked for (`own_request`).
    """
    act = act_of(actor, now=now, what="withdraw_request", subject=subject, reason=reason)
    return seconding.withdraw(session, subject, actor=actor, act=act)


def _concerns(row: Proposal, actor: Actor) -> bool:
    return row.asked_by == actor.id or any(
        actor.has(role, fund=row.fund) for role in (*row.agrees, "administrator", "auditor")
    )
