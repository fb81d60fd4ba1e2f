"""Writes an offer and an award that were made elsewhere, as they stand; and takes them away while a file is corrected."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from fundflow.applications import Application
from fundflow.audit import Act
from fundflow.awards.actions.awards import authorise_start, create_award
from fundflow.awards.actions.conditions import add_conditions
from fundflow.awards.actions.offers import put_offer
from fundflow.awards.queries import find_award, offers
from fundflow.awards.rules.conditions import Terms
from fundflow.awards.tables import Award, AwardLine, Condition, Offer, OfferLine

Amounts = Mapping[str, Mapping[str, int]]


def stand_offer(
    session: Session,
    application: Application,
    *,
    amounts: Amounts,
    issued_at: datetime,
    expires_at: datetime,
    decided_by: str,
    state: str,
    act: Act,
) -> Offer:
    """An offer as it went out: `open` or `queried` (still to be answered), or `accepted`."""
    assert application.id is not None
    row = Offer(
        application_id=application.id,
        number=1,
        issued_at=issued_at,
        issued_by=act.actor_id,
        expires_at=expires_at,
        state=state,
        decided_by=decided_by,
        unqualified=True if state == "accepted" else None,
        query=act.reason if state == "queried" else "",
        queried_at=act.now if state == "queried" else None,
    )
    return put_offer(session, row, amounts)


def stand_award(
    session: Session,
    application: Application,
    offer: Offer,
    *,
    accepted_at: datetime,
    starts: date,
    ends: date,
    last_claim_on: date,
    precedents_by: date | None,
    running: bool,
    act: Act,
) -> Award:
    """The award that an accepted offer became, running or still waiting for what it must show first."""
    then = replace(act, now=accepted_at)
    row = create_award(
        session,
        application,
        offer,
        recipient=application.lead,
        starts=starts,
        ends=ends,
        last_claim_on=last_claim_on,
        precedents_by=precedents_by,
        act=then,
    )
    return authorise_start(session, row, act=then) if running else row


def stand_conditions(session: Session, application: Application, terms: list[Terms]) -> None:
    """The conditions that are still open."""
    add_conditions(session, application, terms)


def unwrite(session: Session, application_id: int) -> None:
    """Take away what a file said of a bid's offer and award, so that a corrected one can say it anew."""
    award = find_award(session, application_id)
    session.exec(delete(Condition).where(col(Condition.application_id) == application_id))
    if award is not None:
        session.exec(delete(AwardLine).where(col(AwardLine.award_id) == award.id))
        session.exec(delete(Award).where(col(Award.id) == award.id))
    for one in offers(session, application_id):
        session.exec(delete(OfferLine).where(col(OfferLine.offer_id) == one.id))
        session.exec(delete(Offer).where(col(Offer.id) == one.id))
    session.flush()
    session.expire_all()
