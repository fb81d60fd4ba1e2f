"""What pages and programs show: facts put together from several floors, for reading alone."""

from fundflow.views.assessor import OwnRound, rounds_of
from fundflow.views.finance import Desk, MonthStands, Waiting
from fundflow.views.finance import desk as finance_desk
from fundflow.views.meetings import BodyItem, ItemSheet, MeetingSheet, meetings_of, of_item, of_meeting
from fundflow.views.queries import CaseSheet, ClaimSheet, of_case, of_claim
from fundflow.views.rounds import STUCK_AFTER, KeyOfRound, RoundSheet, Stage, of_round
from fundflow.views.work import Pile, Work, of_person

__all__ = [
    "STUCK_AFTER",
    "BodyItem",
    "CaseSheet",
    "ClaimSheet",
    "Desk",
    "ItemSheet",
    "KeyOfRound",
    "MeetingSheet",
    "MonthStands",
    "OwnRound",
    "Pile",
    "RoundSheet",
    "Stage",
    "Waiting",
    "Work",
    "finance_desk",
    "meetings_of",
    "of_case",
    "of_claim",
    "of_item",
    "of_meeting",
    "of_person",
    "of_round",
    "rounds_of",
]
