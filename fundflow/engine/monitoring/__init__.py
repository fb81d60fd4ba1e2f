"""What an award promised and reports, each verb recorded: milestones, measures, returns, events, the rating."""

from fundflow.engine.monitoring.promises import (
    add_measure,
    add_milestone,
    begin_milestone,
    correct_rating,
    meet_milestone,
    name_evidence,
    note_event,
    read_measure,
    remark,
    reopen_milestone,
)
from fundflow.engine.monitoring.returns import (
    accept_return,
    extend_return,
    plan_returns,
    send_return_back,
    snooze_return,
    submit_return,
)

__all__ = [
    "accept_return",
    "add_measure",
    "add_milestone",
    "begin_milestone",
    "correct_rating",
    "extend_return",
    "meet_milestone",
    "name_evidence",
    "note_event",
    "plan_returns",
    "read_measure",
    "remark",
    "reopen_milestone",
    "send_return_back",
    "snooze_return",
    "submit_return",
]
