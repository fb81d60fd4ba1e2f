"""Offers and awards for tests."""

from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, awards
from fundflow.applications import Application
from fundflow.awards import Award, Offer
from tests.applications.builders import act, submitted_bid

ISSUED = datetime(2017, 7, 3, 9, 0, tzinfo=UTC)
ACCEPTED = datetime(2017, 7, 10, 9, 0, tzinfo=UTC)
AMOUNTS = {"05J": {"2017/18": 1_000_000}, "05T": {"2018/19": 500_000}}


def approved_bid(session: Session) -> Application:
    bid, _ = submitted_bid(session)
    applications.set_shares(session, bid, AMOUNTS, basis="stated")
    for commissioner, amounts in AMOUNTS.items():
        applications.approve_share(session, bid, commissioner, amounts)
    return bid


def offered(session: Session, bid: Application | None = None, **changes: Any) -> Offer:
    given = {"amounts": AMOUNTS, "limit": AMOUNTS, "act": act(ISSUED)} | changes
    return awards.issue_offer(session, bid or approved_bid(session), **given)


def awarded(session: Session, **changes: Any) -> Award:
    offer = awards.accept_offer(session, offered(session), act=act(ACCEPTED, person=2))
    bid = applications.get_by_id(session, offer.application_id)
    given = {
        "recipient": bid.lead,
        "starts": date(2017, 8, 1),
        "ends": date(2019, 3, 31),
        "last_claim_on": date(2019, 4, 30),
        "act": act(ACCEPTED),
    }
    return awards.create_award(session, bid, offer, **(given | changes))
