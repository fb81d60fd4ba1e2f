"""The rooms of those who bid: the fund, their bids, one bid and its form, signing."""

from fundflow.web.rooms import Room
from fundflow.web.routes import (
    bid,
    bid_budget,
    bid_documents,
    bid_form,
    bid_offer,
    bid_partners,
    bid_questions,
    bid_returns,
    bid_signing,
    consenting,
    funds,
    our_bids,
)

ROOMS: tuple[Room, ...] = (
    *(funds.room, our_bids.room, bid.room, bid_form.room, bid_budget.room, bid_documents.room),
    *(bid_partners.room, bid_signing.room, bid_questions.room, bid_offer.room, bid_returns.room, consenting.room),
)
