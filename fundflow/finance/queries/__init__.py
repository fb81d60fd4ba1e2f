"""Every SELECT of the books: codes, periods, the outside ledger."""
