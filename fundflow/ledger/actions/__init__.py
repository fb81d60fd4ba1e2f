"""The ledger's verbs that write."""
