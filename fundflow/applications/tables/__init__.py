"""Rows of rounds and cases.

People are named by id and organisations by code; the engine checks both against their own domains.
"""

from fundflow.applications.tables.cases import Application, ApplicationVersion, BudgetLine, Participant
from fundflow.applications.tables.consents import ConsentAnswer
from fundflow.applications.tables.desk import CaseTask, Clarification, GateResult, Note, Signature
from fundflow.applications.tables.rounds import Round, RoundChange, RoundDefinition
from fundflow.applications.tables.shares import Share, ShareAmount

__all__ = [
    "Application",
    "ApplicationVersion",
    "BudgetLine",
    "CaseTask",
    "Clarification",
    "ConsentAnswer",
    "GateResult",
    "Note",
    "Participant",
    "Round",
    "RoundChange",
    "RoundDefinition",
    "Share",
    "ShareAmount",
    "Signature",
]
