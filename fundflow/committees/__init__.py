"""Committees and groups: terms, meetings, quorum, interests, votes and each commissioner's own decision."""
