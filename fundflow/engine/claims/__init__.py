"""Claims and payment runs, from the recipient's request to the bank's answer."""

from fundflow.engine.claims.lodging import (
    ACTIONS,
    Claiming,
    Invoice,
    act_on,
    begin,
    letters_of,
    lines_of,
    roles_of,
    standing_of,
)
from fundflow.engine.claims.runs import make_run, record_results, release_run

__all__ = [
    "ACTIONS",
    "Claiming",
    "Invoice",
    "act_on",
    "begin",
    "letters_of",
    "lines_of",
    "make_run",
    "record_results",
    "release_run",
    "roles_of",
    "standing_of",
]
