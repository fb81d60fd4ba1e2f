"""Committees' rules: interests, quorum, voting, shares and their outcome, terms of reference, sentences."""
