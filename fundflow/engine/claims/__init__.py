"""Claims and payment runs, from the recipient's request to the bank's answer."""

from fundflow.engine.claims.evidence import attach
from fundflow.engine.claims.lodging import (
    ACTIONS,
    Claiming,
    Invoice,
    act_on,
    begin,
    letters_of,
    lines_of,
    look_again,
    roles_of,
)
from fundflow.engine.claims.runs import discard_run, make_run, record_results, release_run, verify_payee
from fundflow.engine.standing import standing_of

__all__ = [
    "ACTIONS",
    "Claiming",
    "Invoice",
    "act_on",
    "attach",
    "begin",
    "discard_run",
    "letters_of",
    "lines_of",
    "look_again",
    "make_run",
    "record_results",
    "release_run",
    "roles_of",
    "standing_of",
    "verify_payee",
]
