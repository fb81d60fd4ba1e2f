"""The books: codes of the outside ledger, and what that ledger says happened."""

from fundflow.finance.actions.agreement import note_difference, sign_month, take_transaction
from fundflow.finance.actions.coding import add_code
from fundflow.finance.queries.agreement import difference_notes, on_record, signatures, transactions
from fundflow.finance.queries.coding import codes
from fundflow.finance.rules.agreement import (
    STATUSES,
    Pairing,
    Sent,
    Transaction,
    agree,
    difference,
    month_of,
    payment_of,
)
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
from fundflow.finance.tables import AgreementSignature, Coding, DifferenceNote, LedgerTransaction

__all__ = [
    "ANY",
    "PAYEE_TYPES",
    "STATUSES",
    "AgreementSignature",
    "Code",
    "Coding",
    "CodingNeed",
    "DifferenceNote",
    "LedgerTransaction",
    "Pairing",
    "Sent",
    "Transaction",
    "add_code",
    "agree",
    "code_for",
    "codes",
    "coding_gaps",
    "coding_said",
    "difference",
    "difference_notes",
    "month_of",
    "note_difference",
    "on_record",
    "payee_type_of",
    "payment_of",
    "shortened",
    "sign_month",
    "signatures",
    "take_transaction",
    "transactions",
]
