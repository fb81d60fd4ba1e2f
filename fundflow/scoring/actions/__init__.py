"""Verbs of assessment, in the order of a round."""

from fundflow.scoring.actions.advising import (
    build_feedback,
    edit_feedback,
    note_correction,
    recommend,
    tell_committee,
    withdraw_recommendation,
)
from fundflow.scoring.actions.assigning import (
    assign,
    fresh_panel,
    hand_back,
    plan_assignment,
    reassign,
    void,
)
from fundflow.scoring.actions.declaring import declare, open_papers, rule_on_declaration
from fundflow.scoring.actions.marking import lock, save_score, unlock, why_not_lock
from fundflow.scoring.actions.ranking import freeze_ranking, rank_round, record_option
from fundflow.scoring.actions.settling import (
    agree_score,
    consolidate_application,
    moderation_needed,
    open_moderation,
    reopen_scoring,
    why_not_agreed,
)

__all__ = [
    "agree_score",
    "assign",
    "build_feedback",
    "consolidate_application",
    "declare",
    "edit_feedback",
    "freeze_ranking",
    "fresh_panel",
    "hand_back",
    "lock",
    "moderation_needed",
    "note_correction",
    "open_moderation",
    "open_papers",
    "plan_assignment",
    "rank_round",
    "reassign",
    "recommend",
    "record_option",
    "reopen_scoring",
    "rule_on_declaration",
    "save_score",
    "tell_committee",
    "unlock",
    "void",
    "why_not_agreed",
    "why_not_lock",
    "withdraw_recommendation",
]
