"""Milestones, outcome measures and the returns that recipients owe."""
