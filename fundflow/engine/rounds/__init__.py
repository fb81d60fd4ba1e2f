"""Rounds: opened with their definitions pinned, changed by two people with notice to everybody, closed, cancelled."""

from fundflow.engine.rounds.amending import Amendment, amend_round, propose_amendment
from fundflow.engine.rounds.changing import CANCEL, Changed, cancel_round, extend_round, reopen_round, withdraw_request
from fundflow.engine.rounds.effect import GateEffect, gate_effect
from fundflow.engine.rounds.messaging import Messaged, message_all
from fundflow.engine.rounds.notices import Notice, affected
from fundflow.engine.rounds.opening import (
    BEGINNING,
    CLOSING,
    RoundPlan,
    act_of,
    begin_round,
    close_round,
    enter_bodies,
    must_hold,
    must_take_bids,
    no_bids,
    open_round,
    opened_words,
)
from fundflow.engine.rounds.renewing import Renewal, renewed_fund, renewed_round, todo

__all__ = [
    "BEGINNING",
    "CANCEL",
    "CLOSING",
    "Amendment",
    "Changed",
    "GateEffect",
    "Messaged",
    "Notice",
    "Renewal",
    "RoundPlan",
    "act_of",
    "affected",
    "amend_round",
    "begin_round",
    "cancel_round",
    "close_round",
    "enter_bodies",
    "extend_round",
    "gate_effect",
    "message_all",
    "must_hold",
    "must_take_bids",
    "no_bids",
    "open_round",
    "opened_words",
    "propose_amendment",
    "renewed_fund",
    "renewed_round",
    "reopen_round",
    "todo",
    "withdraw_request",
]
