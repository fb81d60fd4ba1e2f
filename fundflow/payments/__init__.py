"""Schedules, claims, payment runs and recoveries: how an award's money leaves, and how it comes back."""
