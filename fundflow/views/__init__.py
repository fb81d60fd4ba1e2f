"""What pages and programs show: facts put together from several floors, for reading alone."""

from fundflow.views.finance import Desk, MonthStands, Waiting
from fundflow.views.finance import desk as finance_desk
from fundflow.views.queries import CaseSheet, ClaimSheet, of_case, of_claim
from fundflow.views.rounds import STUCK_AFTER, KeyOfRound, RoundSheet, Stage, of_round
from fundflow.views.work import Pile, Work, of_person

__all__ = [
    "STUCK_AFTER",
    "CaseSheet",
    "ClaimSheet",
    "Desk",
    "KeyOfRound",
    "MonthStands",
    "Pile",
    "RoundSheet",
    "Stage",
    "Waiting",
    "Work",
    "finance_desk",
    "of_case",
    "of_claim",
    "of_person",
    "of_round",
]
