"""Before an item is reached: which body could decide it, with the ties that are known, and what somebody's leaving costs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import committees, plural
from fundflow.engine.meetings.known import known_ties, ties_told
from fundflow.people import Actor


@dataclass(frozen=True)
class Ahead:
    """One item as one body would meet it."""

    item: int
    title: str
    body: str
    can_decide: bool
    why: str


@dataclass(frozen=True)
class Forecast:
    """Every item that is still to be decided, and a sentence for each person whose leaving would cost items."""

    items: tuple[Ahead, ...]
    warnings: tuple[str, ...]


def forecast(session: Session, ref: str, *, now: datetime, actor: Actor | None = None) -> Forecast:
    """What a meeting can expect: before it opens as if every voting member came, then of those who are there.

    Whoever the registers tie to an item is counted out of it, declared or not; a reader is told the names that they may
    know (`ties_told`), and of the others how many there are.
    """
    meeting = committees.meeting(session, ref)
    told = ties_told(session, ref, actor=actor)
    out: dict[tuple[int, int], dict[int, str]] = {}
    for tie in known_ties(session, ref):
        out.setdefault((tie.sitting_id, tie.item_id), {})[tie.person_id] = tie.person if tie in told else ""
    at = now if meeting.state == "open" else meeting.opened_at or meeting.starts_at
    items = [
        Ahead(item.number, item.title, one.body, one.can_decide, f"{one.why}{_tied(names.values())}")
        for item in committees.items(session, meeting.id or 0)
        for sitting in committees.sittings(session, meeting.id or 0)
        for names in [out.get((sitting.id or 0, item.id or 0), {})]
        for one in committees.foreseen(session, sitting.id or 0, item, without=names, at=at)
    ]
    return Forecast(tuple(items), tuple(one.sentence for one in committees.at_risk(session, meeting.id or 0, at=at)))


def _tied(names: Collection[str]) -> str:
    told = [one for one in names if one]
    others = len(names) - len(told)
    if others:
        told.append(plural.counted(others, "other") if told else f"{others} of the members")
    return f" Not counted, for a tie: {', '.join(told)}." if told else ""
