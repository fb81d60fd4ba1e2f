"""The books: codes of the outside ledger, and what that ledger says happened."""

from fundflow.finance.actions.coding import add_code
from fundflow.finance.queries.coding import codes
from fundflow.finance.rules.coding import (
    ANY,
    PAYEE_TYPES,
    Code,
    CodingNeed,
    code_for,
    coding_gaps,
    coding_said,
    payee_type_of,
    shortened,
)
from fundflow.finance.tables import Coding

__all__ = [
    "ANY",
    "PAYEE_TYPES",
    "Code",
    "Coding",
    "CodingNeed",
    "add_code",
    "code_for",
    "codes",
    "coding_gaps",
    "coding_said",
    "payee_type_of",
    "shortened",
]
