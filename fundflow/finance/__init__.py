"""The books: codes of the outside ledger, and what that ledger says happened."""

from fundflow.finance.actions.agreement import note_difference, sign_month, take_transaction
from fundflow.finance.actions.coding import add_code
from fundflow.finance.actions.journal import keep_journal
from fundflow.finance.queries.agreement import difference_notes, on_record, outside, signatures, transactions
from fundflow.finance.queries.coding import codes
from fundflow.finance.queries.journal import journals, month_papers
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
from fundflow.finance.rules.journal import Account, Cost, JournalRow, journal, still_to_book
from fundflow.finance.tables import AgreementSignature, Coding, DifferenceNote, JournalLine, LedgerTransaction

__all__ = [
    "ANY",
    "PAYEE_TYPES",
    "STATUSES",
    "Account",
    "AgreementSignature",
    "Code",
    "Coding",
    "CodingNeed",
    "Cost",
    "DifferenceNote",
    "JournalLine",
    "JournalRow",
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
    "journal",
    "journals",
    "keep_journal",
    "month_of",
    "month_papers",
    "note_difference",
    "on_record",
    "outside",
    "payee_type_of",
    "payment_of",
    "shortened",
    "sign_month",
    "signatures",
    "still_to_book",
    "take_transaction",
    "transactions",
]
