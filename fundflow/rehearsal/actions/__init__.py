"""Every verb of a scenario, by theme; importing this makes them known."""

from fundflow.rehearsal.actions import (
    awarding,
    bidding,
    deciding,
    expecting,
    meeting,
    monitoring,
    paying,
    scoring,
    setting,
)

__all__ = ["awarding", "bidding", "deciding", "expecting", "meeting", "monitoring", "paying", "scoring", "setting"]
