"""The tables of the books."""

from fundflow.finance.tables.agreement import AgreementSignature, DifferenceNote, LedgerTransaction
from fundflow.finance.tables.coding import Coding

__all__ = ["AgreementSignature", "Coding", "DifferenceNote", "LedgerTransaction"]
