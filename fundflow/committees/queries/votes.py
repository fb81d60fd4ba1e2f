"""Reads motions and votes."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from fundflow.committees.rules.voting import Count, count
from fundflow.committees.tables import Attendance, Item, Motion, Vote
from fundflow.errors import BadInput, NotFound


def motion_by_id(session: Session, motion_id: int) -> Motion:
    """The motion of an id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Motion, motion_id)
    if found is None:
        raise NotFound(f"There is no motion {motion_id}.")
    return found


def vote_by_id(session: Session, vote_id: int) -> Vote:
    """The vote of an id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Vote, vote_id)
    if found is None:
        raise NotFound(f"There is no vote {vote_id}.")
    return found


def motions(session: Session, sitting_id: int, item_id: int) -> Sequence[Motion]:
    """Every motion of a sitting on an item, in order; the last one counts."""
    return session.exec(
        select(Motion).where(Motion.sitting_id == sitting_id, Motion.item_id == item_id).order_by(col(Motion.number))
    ).all()


def open_motions(session: Session, sitting_ids: Sequence[int]) -> Sequence[Motion]:
    """Motions whose vote is not closed yet."""
    return session.exec(
        select(Motion)
        .where(col(Motion.sitting_id).in_(sitting_ids), col(Motion.closed_at).is_(None))
        .order_by(col(Motion.id))
    ).all()


def votes_of(session: Session, motion_id: int, *, casting: bool = False, void: bool = False) -> Sequence[Vote]:
    """The standing votes on a motion, in time order; the casting vote, or the void ones, where asked."""
    struck = col(Vote.void_at)
    return session.exec(
        select(Vote)
        .where(
            Vote.motion_id == motion_id,
            col(Vote.casting).is_(casting),
            struck.is_not(None) if void else struck.is_(None),
        )
        .order_by(col(Vote.cast_at), col(Vote.id))
    ).all()


def choices(session: Session, motion_id: int) -> tuple[dict[int, str], str | None]:
    """The standing votes by person, and the casting vote, if one was given."""
    cast = votes_of(session, motion_id, casting=True)
    return {vote.person_id: vote.choice for vote in votes_of(session, motion_id)}, cast[0].choice if cast else None


def counted(session: Session, motion_id: int, *, casting_allowed: bool) -> Count:
    """The count of a motion as its votes stand."""
    votes, casting = choices(session, motion_id)
    return count(votes, casting=casting, casting_allowed=casting_allowed)


def last_vote(session: Session, sitting_id: int, item_id: int) -> tuple[str, list[str]]:
    """The count of the last motion on an item in words, and the names of those who counted and did not vote on it."""
    motion = motions(session, sitting_id, item_id)[-1]
    votes, casting = choices(session, motion.id or 0)
    counted = count(votes, casting=casting, casting_allowed=bool(motion.casting))
    silent = sorted(set((motion.quorum or {}).get("counting", ())) - votes.keys())
    stays = session.exec(
        select(Attendance.person_id, Attendance.name).where(
            Attendance.sitting_id == sitting_id, col(Attendance.person_id).in_(silent)
        )
    ).all()
    return counted.words(), list(dict(stays).values())


def votes_by(session: Session, sitting_id: int, person_id: int) -> Sequence[Vote]:
    """A person's standing votes in a sitting (not the casting ones), in time order."""
    return session.exec(
        select(Vote)
        .join(Motion)
        .where(
            Motion.sitting_id == sitting_id,
            Vote.person_id == person_id,
            col(Vote.casting).is_(False),
            col(Vote.void_at).is_(None),
        )
        .order_by(col(Vote.cast_at), col(Vote.id))
    ).all()


def vote_on(session: Session, sitting_id: int, item_id: int, person_id: int) -> int:
    """The number of a person's standing vote on an item's last motion.

    Raises:
        BadInput: no motion was put, or the person has no standing vote on it.
    """
    put = motions(session, sitting_id, item_id)
    cast = votes_of(session, put[-1].id or 0) if put else ()
    found = next((vote.id for vote in cast if vote.person_id == person_id), None)
    if found is None:
        who = ", ".join(vote.name for vote in cast) or "nobody"
        raise BadInput(f"this person has no standing vote on this item; those who have: {who}", place="person")
    return found


def voters_on(session: Session, application_id: int) -> dict[int, str]:
    """Everybody who voted on a bid in any meeting, void votes included: person and name."""
    rows = session.exec(
        select(Vote.person_id, Vote.name)
        .join(Motion)
        .join(Item, col(Motion.item_id) == col(Item.id))
        .where(Item.application_id == application_id)
    ).all()
    return dict(rows)
