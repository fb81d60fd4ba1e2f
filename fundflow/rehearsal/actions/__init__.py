"""Every verb of a scenario, by theme; importing this makes them known."""

from fundflow.rehearsal.actions import (
    awarding,
    bidding,
    changing,
    deciding,
    expecting,
    meeting,
    minuting,
    monitoring,
    panels,
    partnering,
    paying,
    registers,
    scoring,
    setting,
    supporting,
    urgent,
)

__all__ = [
    "awarding",
    "bidding",
    "changing",
    "deciding",
    "expecting",
    "meeting",
    "minuting",
    "monitoring",
    "panels",
    "partnering",
    "paying",
    "registers",
    "scoring",
    "setting",
    "supporting",
    "urgent",
]
