"""The ledger's rules: which money each kind moves, what must hold, and how it is said."""
