"""Claims and payment runs, from the recipient's request to the bank's answer."""

from fundflow.engine.claims.budgets import against_budget, tolerance_of, whole_budget
from fundflow.engine.claims.drafting import Claiming, Invoice, begin, change, facts_of, roles_of
from fundflow.engine.claims.evidence import attach
from fundflow.engine.claims.lodging import (
    ACTIONS,
    act_on,
    letters_of,
    lines_of,
)
from fundflow.engine.claims.runs import discard_run, make_run, record_results, release_run, verify_payee
from fundflow.engine.standing import standing_of

__all__ = [
    "ACTIONS",
    "Claiming",
    "Invoice",
    "act_on",
    "against_budget",
    "attach",
    "begin",
    "change",
    "discard_run",
    "facts_of",
    "letters_of",
    "lines_of",
    "make_run",
    "record_results",
    "release_run",
    "roles_of",
    "standing_of",
    "tolerance_of",
    "verify_payee",
    "whole_budget",
]
