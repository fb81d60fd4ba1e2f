"""Every reading of schedules, claims, runs and recoveries."""
