"""The tables of the books."""

from fundflow.finance.tables.agreement import AgreementSignature, DifferenceNote, LedgerTransaction
from fundflow.finance.tables.coding import Coding
from fundflow.finance.tables.journal import JournalLine

__all__ = ["AgreementSignature", "Coding", "DifferenceNote", "JournalLine", "LedgerTransaction"]
