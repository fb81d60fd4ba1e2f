"""What pages and programs show: facts put together from several floors, for reading alone."""

from fundflow.views.assessor import OwnRound, rounds_of
from fundflow.views.bodies import BodyLine, BodySheet, bodies_of, of_body
from fundflow.views.cast import Part, cast
from fundflow.views.chairs_actions import ActionSheet, actions_of, of_action
from fundflow.views.charts import Chart, charts
from fundflow.views.disputed import BidInModeration, in_moderation
from fundflow.views.finance import Desk, MonthStands, Waiting
from fundflow.views.finance import desk as finance_desk
from fundflow.views.finance_queries import Agreed, agreed
from fundflow.views.health import Health, health
from fundflow.views.meetings import BodyItem, ItemSheet, MeetingSheet, meetings_of, of_item, of_meeting
from fundflow.views.panels import ModerationSheet, SeatsSheet, of_moderation, of_seats
from fundflow.views.queries import CaseSheet, ClaimSheet, of_case, of_claim
from fundflow.views.ranking import Listing, RankingSheet, of_ranking, tenths_of, tried
from fundflow.views.rounds import STUCK_AFTER, KeyOfRound, RoundSheet, Stage, of_round
from fundflow.views.taking_over import TakeOverLine, TakeOverSheet, of_take_over, take_overs_of
from fundflow.views.work import ToDo, todo_of

__all__ = [
    "STUCK_AFTER",
    "ActionSheet",
    "Agreed",
    "BidInModeration",
    "BodyItem",
    "BodyLine",
    "BodySheet",
    "CaseSheet",
    "Chart",
    "ClaimSheet",
    "Desk",
    "Health",
    "ItemSheet",
    "KeyOfRound",
    "Listing",
    "MeetingSheet",
    "ModerationSheet",
    "MonthStands",
    "OwnRound",
    "Part",
    "RankingSheet",
    "RoundSheet",
    "SeatsSheet",
    "Stage",
    "TakeOverLine",
    "TakeOverSheet",
    "ToDo",
    "Waiting",
    "actions_of",
    "agreed",
    "bodies_of",
    "cast",
    "charts",
    "finance_desk",
    "health",
    "in_moderation",
    "meetings_of",
    "of_action",
    "of_body",
    "of_case",
    "of_claim",
    "of_item",
    "of_meeting",
    "of_moderation",
    "of_ranking",
    "of_round",
    "of_seats",
    "of_take_over",
    "rounds_of",
    "take_overs_of",
    "tenths_of",
    "todo_of",
    "tried",
]
