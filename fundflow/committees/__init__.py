"""Committees and groups: terms of reference, meetings, quorum, interests, votes and each commissioner's own decision."""
