"""What the pages of those who bid show."""

from fundflow.views.bids import BidSheet, answers_with, in_the_way, of_bid, writer
from fundflow.views.funds import FundSheet, chosen, of_fund, taking_bids

__all__ = [
    "BidSheet",
    "FundSheet",
    "answers_with",
    "chosen",
    "in_the_way",
    "of_bid",
    "of_fund",
    "taking_bids",
    "writer",
]
