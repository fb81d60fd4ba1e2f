"""Drafts the minutes of a meeting from what was recorded: quorum, interests, decisions, votes, conditions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fundflow.clock import day_words
from fundflow.committees.queries.agendas import (
    actions_minuted,
    amendments,
    attendance,
    interests,
    item_by_id,
    items,
    matters_arising,
    meeting_by_id,
    rulings,
    sitting_by_id,
    sittings,
)
from fundflow.committees.queries.quorums import as_interest, room
from fundflow.committees.queries.votes import counted, motions, votes_of
from fundflow.committees.rules.quorum import Room, evaluate
from fundflow.committees.rules.sentences import attended, decision_minute, interest_minute, quorum_minute, why_not
from fundflow.committees.tables import Item, MinuteAction, Motion, Resolution, ShareDecision, ShareEvent


@dataclass(frozen=True)
class ItemMinute:
    """The minute of one item in one sitting, sentence by sentence."""

    item: int
    title: str
    private: bool
    minute_number: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Minutes:
    """One body's minutes of a meeting; corrections stand beside the text, numbered."""

    meeting: str
    held: str
    body: str
    state: str
    present: tuple[str, ...]
    items: tuple[ItemMinute, ...]
    amendments: tuple[str, ...]
    arising: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def minutes(session: Session, sitting_id: int, *, private: bool = True) -> Minutes:
    """A sitting's minutes as they stand; without its private items for publication."""
    sitting = sitting_by_id(session, sitting_id)
    meeting = meeting_by_id(session, sitting.meeting_id)
    facts = room(session, sitting_id)
    agenda = [item for item in items(session, meeting.id or 0) if private or not item.private]
    kept = {item.id for item in agenda}
    return Minutes(
        meeting=meeting.ref,
        held=day_words(meeting.held_on) + (f", {meeting.place}" if meeting.place else ""),
        body=facts.terms.title,
        state=sitting.minutes,
        present=tuple(
            attended(stay.name, stay.came_at, stay.left_at, stay.mode) for stay in attendance(session, sitting_id)
        ),
        items=tuple(minute(session, sitting_id, item.id or 0) for item in agenda),
        amendments=tuple(
            f"{row.number}. {row.text}" for row in amendments(session, sitting_id) if row.item_id in {None, *kept}
        ),
        arising=tuple(_asked(row) for row in matters_arising(session, sitting_id)),
        actions=tuple(_asked(row) for row in actions_minuted(session, sitting_id) if row.item_id in kept),
    )


def _asked(row: MinuteAction) -> str:
    """`Sam Reed: ring the landlord, by Friday 23 June 2017 (done: she agreed)`."""
    by = f", by {day_words(row.due_on)}" if row.due_on else ""
    return f"{row.owner}: {row.text.rstrip('.')}{by}{f' (done: {row.outcome})' if row.done_at else ''}."


def draft_minute(session: Session, item_id: int) -> dict[str, ItemMinute]:
    """The draft minute of one item by body, as it is being written."""
    item = item_by_id(session, item_id)
    return {
        room(session, sitting.id or 0).terms.short_title: minute(session, sitting.id or 0, item_id)
        for sitting in sittings(session, item.meeting_id)
    }


def minute(session: Session, sitting_id: int, item_id: int) -> ItemMinute:
    """One item's standard sentences in one sitting."""
    item = item_by_id(session, item_id)
    facts = room(session, sitting_id)
    put = motions(session, sitting_id, item_id)
    number, decided = _decisions(session, facts, sitting_id, item)
    said = [*_interests(session, sitting_id, item_id, put), *_motions(session, facts, put)]
    said += _lost(session, facts, sitting_id, item)
    return ItemMinute(item.number, item.title, item.private, number, (*said, *decided))


def _interests(session: Session, sitting_id: int, item_id: int, put: Sequence[Motion]) -> list[str]:
    ruled = rulings(session, sitting_id)
    first = min((motion.closed_at for motion in put if motion.closed_at), default=None)
    return [
        interest_minute(
            row.name,
            as_interest(row, ruled.get(row.id or 0, [])),
            late=first is not None and row.declared_at > first,
        )
        for row in interests(session, sitting_id, item_id=item_id)
    ]


def _motions(session: Session, facts: Room, put: Sequence[Motion]) -> list[str]:
    said = []
    for motion in put:
        if motion.closed_at is None or motion.quorum is None:
            said.append(f"Motion: {motion.text} The vote is open.")
            continue
        count = counted(session, motion.id or 0, casting_allowed=facts.terms.casting_vote)
        state = "carried" if motion.carried else "not carried"
        said += [quorum_minute(facts, motion.quorum), f"Motion: {motion.text.rstrip('.')}. {count.words()}: {state}."]
        said += [
            f"{vote.name}'s vote was struck out: {vote.void_reason.rstrip('.')}."
            for vote in votes_of(session, motion.id or 0, void=True)
        ]
    return said


def _lost(session: Session, facts: Room, sitting_id: int, item: Item) -> list[str]:
    rows = session.exec(
        select(ShareEvent, ShareDecision)
        .join(ShareDecision)
        .where(
            ShareEvent.sitting_id == sitting_id,
            ShareEvent.action == "not_quorate",
            ShareDecision.application_id == item.application_id,
        )
        .order_by(col(ShareEvent.id))
    ).all()
    return [_inquorate(facts, item, event.at) for event, _ in rows]


def _inquorate(facts: Room, item: Item, at: datetime) -> str:
    found = evaluate(facts, item=item.id or 0, at=at)
    return f"{quorum_minute(facts, found.snapshot())} {why_not(facts, found)} No decision was taken."


def _decisions(session: Session, facts: Room, sitting_id: int, item: Item) -> tuple[str, list[str]]:
    number, said = "", []
    for share in session.exec(
        select(ShareDecision)
        .where(
            ShareDecision.sitting_id == sitting_id,
            ShareDecision.item_id == item.id,
            col(ShareDecision.outcome).is_not(None),
        )
        .order_by(col(ShareDecision.decided_at))
    ):
        detail = [
            share.reason,
            *(f"{key.replace('_', ' ').capitalize()}: {text}" for key, text in share.reasons.items()),
        ]
        detail += [f"Cut: {share.cut_lines}"] if share.cut_lines else []
        detail += [f"Asked of the applicant: {share.information}"] if share.information else []
        said.append(
            decision_minute(
                facts.terms.short_title,
                share.outcome or "",
                amounts=share.amounts,
                detail=detail,
                conditions=share.conditions,
            )
        )
        number = share.minute_number
    for row in session.exec(
        select(Resolution)
        .where(Resolution.sitting_id == sitting_id, Resolution.item_id == item.id)
        .order_by(col(Resolution.id))
    ):
        said.append(f"{facts.terms.short_title} resolved: {row.text}" + (f" {row.reason}" if row.reason else ""))
        number = row.minute_number
    return number, said
