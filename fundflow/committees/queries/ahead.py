"""Reads everything of a meeting at once, for a page that asks about every body and item of it."""

from sqlmodel import Session

from fundflow import together
from fundflow.committees.tables import (
    Attendance,
    Committee,
    CommitteeMember,
    Item,
    ItemInterest,
    Meeting,
    MinuteAction,
    MinuteAmendment,
    Motion,
    QuorumRoute,
    Resolution,
    Ruling,
    ShareDecision,
    ShareEvent,
    Sitting,
    TermsVersion,
    Vote,
)
from fundflow.together import Part


def read_ahead(session: Session, ref: str) -> None:
    """Hold a meeting, its sittings with who sits, came, declared and voted, its agenda, and what was decided in it.

    The other meetings of its bodies come along: a page says which is next.
    """
    meeting = Part(Meeting, "ref", (ref,))
    sitting = Part(Sitting, "meeting_id", meeting)
    item = Part(Item, "meeting_id", meeting)
    interest = Part(ItemInterest, "sitting_id", sitting)
    motion = Part(Motion, "sitting_id", sitting)
    share = Part(ShareDecision, "application_id", item, "application_id")
    other = Part(Sitting, "committee_id", sitting, "committee_id")
    beside = (Attendance, MinuteAction, MinuteAmendment, QuorumRoute, Resolution, ShareDecision, ShareEvent)
    together.hold(
        session,
        f"meeting {ref}",
        [
            *(meeting, sitting, item, interest, motion, share, other),
            Part(Meeting, "id", other, "meeting_id"),
            Part(Committee, "id", sitting, "committee_id"),
            Part(TermsVersion, "id", sitting, "terms_id"),
            Part(CommitteeMember, "committee_id", sitting, "committee_id"),
            Part(Ruling, "interest_id", interest),
            Part(Vote, "motion_id", motion),
            Part(ShareEvent, "share_decision_id", share),
            *(Part(table, "sitting_id", sitting) for table in beside),
        ],
    )
