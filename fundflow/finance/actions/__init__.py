"""Every verb of the books: codes, periods, the outside ledger."""
