"""Every SELECT of the ledger."""
