"""Meetings: called, attended, interests handled, votes taken, decisions staged, then applied together after a look."""

from fundflow.engine.guards.deciding import COVER_SHEET
from fundflow.engine.meetings.deciding import Choice, apply, decide, not_quorate, take_back, vote
from fundflow.engine.meetings.delegated import decide_by_delegation
from fundflow.engine.meetings.forecast import Ahead, Forecast, forecast
from fundflow.engine.meetings.keeping import (
    SECRETARIES,
    add_item,
    attend,
    call,
    close_meeting,
    declare,
    leave,
    open_meeting,
    rule,
    send_papers,
)
from fundflow.engine.meetings.known import KnownTie, declare_known, known_ties, ties_told
from fundflow.engine.meetings.minuting import (
    Written,
    add_action,
    advance_minutes,
    amend_minutes,
    co_opt,
    confirm_sheet,
    enter_sheet,
    finish_action,
    set_chair,
    will_leave,
)
from fundflow.engine.meetings.resolving import resolve
from fundflow.engine.meetings.tabling import table, waiting
from fundflow.engine.meetings.urgent import consult, decide_action, propose_action, ratify_action, record_route
from fundflow.engine.meetings.voiding import Struck, reopen_share, strike_vote

__all__ = [
    "COVER_SHEET",
    "SECRETARIES",
    "Ahead",
    "Choice",
    "Forecast",
    "KnownTie",
    "Struck",
    "Written",
    "add_action",
    "add_item",
    "advance_minutes",
    "amend_minutes",
    "apply",
    "attend",
    "call",
    "close_meeting",
    "co_opt",
    "confirm_sheet",
    "consult",
    "decide",
    "decide_action",
    "decide_by_delegation",
    "declare",
    "declare_known",
    "enter_sheet",
    "finish_action",
    "forecast",
    "known_ties",
    "leave",
    "not_quorate",
    "open_meeting",
    "propose_action",
    "ratify_action",
    "record_route",
    "reopen_share",
    "resolve",
    "rule",
    "send_papers",
    "set_chair",
    "strike_vote",
    "table",
    "take_back",
    "ties_told",
    "vote",
    "waiting",
    "will_leave",
]
