"""What is pure: which code a line gets, which period a posting falls in, what the outside ledger agrees with."""
