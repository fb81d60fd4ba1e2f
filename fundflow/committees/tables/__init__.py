"""Committees' tables: bodies, meetings, decisions."""

from fundflow.committees.tables.bodies import Committee, CommitteeMember, TermsVersion
from fundflow.committees.tables.breaches import InterestBreach
from fundflow.committees.tables.decisions import Motion, Resolution, ShareDecision, ShareEvent, Vote
from fundflow.committees.tables.meetings import (
    Attendance,
    Item,
    ItemInterest,
    Meeting,
    MinuteAmendment,
    Ruling,
    Sitting,
)

__all__ = [
    "Attendance",
    "Committee",
    "CommitteeMember",
    "InterestBreach",
    "Item",
    "ItemInterest",
    "Meeting",
    "MinuteAmendment",
    "Motion",
    "Resolution",
    "Ruling",
    "ShareDecision",
    "ShareEvent",
    "Sitting",
    "TermsVersion",
    "Vote",
]
