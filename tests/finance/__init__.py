"""Proofs about the books: codes, periods, the outside ledger."""
