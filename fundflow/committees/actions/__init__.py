"""Committees' verbs: bodies, meetings, presence, interests, votes, shares and decisions."""
