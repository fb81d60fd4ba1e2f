"""Committees' tables: bodies, meetings, decisions."""

from fundflow.committees.tables.bodies import Committee, CommitteeMember, TermsVersion
from fundflow.committees.tables.breaches import InterestBreach
from fundflow.committees.tables.decisions import Motion, Resolution, ShareDecision, ShareEvent, Vote
from fundflow.committees.tables.meetings import (
    Attendance,
    Item,
    ItemInterest,
    Meeting,
    MinuteAction,
    MinuteAmendment,
    Ruling,
    Sitting,
)
from fundflow.committees.tables.urgent import ChairsAction, Consultee, QuorumRoute

__all__ = [
    "Attendance",
    "ChairsAction",
    "Committee",
    "CommitteeMember",
    "Consultee",
    "InterestBreach",
    "Item",
    "ItemInterest",
    "Meeting",
    "MinuteAction",
    "MinuteAmendment",
    "Motion",
    "QuorumRoute",
    "Resolution",
    "Ruling",
    "ShareDecision",
    "ShareEvent",
    "Sitting",
    "TermsVersion",
    "Vote",
]
