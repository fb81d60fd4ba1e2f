"""Finds rounds and what they hold."""

from typing import Any, cast

from sqlalchemy import func
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, select

from fundflow.applications.tables import Application, ApplicationVersion, Round, RoundChange, RoundDefinition
from fundflow.definitions import Pinned, kept, unpin
from fundflow.errors import NotFound

_LIGHT = (defer(cast("QueryableAttribute[Any]", Round.pinned)),)
"""A round's copy of its definitions is large, and is read only where this process has not read it before."""


def get_round(session: Session, ref: str) -> Round:
    """One round by reference.

    Raises:
        NotFound: there is none.
    """
    found = session.exec(select(Round).where(Round.ref == ref).options(*_LIGHT)).first()
    if found is None:
        raise NotFound(f"there is no round '{ref}'. Look among all rounds (fundflow round list)")
    return found


def lock_round(session: Session, ref: str) -> Round:
    """One round, read afresh and locked until the transaction ends; rounds are locked before cases.

    Raises:
        NotFound: there is none.
    """
    query = select(Round).where(Round.ref == ref).with_for_update()
    if session.exec(query, execution_options={"populate_existing": True}).first() is None:
        get_round(session, ref)
    return get_round(session, ref)


def round_by_id(session: Session, round_id: int) -> Round:
    """One round by id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Round, round_id, options=_LIGHT)
    if found is None:
        raise NotFound(f"there is no round number {round_id}")
    return found


def rounds(session: Session, *, fund: str | None = None, state: str | None = None) -> list[Round]:
    """Rounds in the order in which they opened."""
    query = select(Round).options(*_LIGHT).order_by(col(Round.opens_at), col(Round.id))
    if fund is not None:
        query = query.where(Round.fund == fund)
    if state is not None:
        query = query.where(Round.state == state)
    return list(session.exec(query))


def round_changes(session: Session, round_id: int) -> list[RoundChange]:
    """Everything that was changed in a round, in order."""
    query = select(RoundChange).where(RoundChange.round_id == round_id).order_by(col(RoundChange.number))
    return list(session.exec(query))


def definitions(round_: Round) -> Pinned:
    """The definitions that a round pinned when it opened, found by their fingerprint where they were read before."""
    return kept(round_.pinned_sha256) or unpin(round_.pinned)


def earlier_definitions(session: Session, round_id: int, *, form_version: int) -> RoundDefinition | None:
    """The definitions that a round had while its form was at a version, where an amendment has replaced them."""
    query = select(RoundDefinition).where(
        RoundDefinition.round_id == round_id, RoundDefinition.form_version == form_version
    )
    return session.exec(query).first()


def drafts_of(session: Session, round_id: int) -> list[ApplicationVersion]:
    """Every open draft of a round's bids."""
    query = (
        select(ApplicationVersion)
        .join(Application, col(Application.id) == ApplicationVersion.application_id)
        .where(Application.round_id == round_id, ApplicationVersion.state == "draft")
        .order_by(col(ApplicationVersion.id))
    )
    return list(session.exec(query))


def state_counts(session: Session, round_id: int) -> dict[str, int]:
    """How many cases of a round stand in each state, without those set aside."""
    query = (
        select(Application.state, func.count())
        .where(Application.round_id == round_id, col(Application.set_aside).is_(False))
        .group_by(Application.state)
        .order_by(Application.state)
    )
    return dict(session.exec(query).all())


def lock_rounds(session: Session, fund: str) -> None:
    """Lock the rounds of a fund until the transaction ends, so that two callers never draw one reference."""
    session.exec(select(Round.id).where(Round.fund == fund).order_by(col(Round.id)).with_for_update()).all()


def last_round_number(session: Session, *, fund: str, year: int) -> int:
    """The highest number of a fund's rounds in a year; nought when there is none."""
    query = select(func.max(Round.number)).where(Round.fund == fund, Round.year == year)
    return session.exec(query).one() or 0


def last_sequence(session: Session, *, prefix: str, year: int) -> int:
    """The highest case number under a prefix in a year; nought when there is none."""
    query = select(func.max(Application.sequence)).where(
        Application.sequence_year == year, col(Application.ref).startswith(f"{prefix}-", autoescape=True)
    )
    return session.exec(query).one() or 0
