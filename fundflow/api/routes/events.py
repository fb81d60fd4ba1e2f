"""What happened, in order: a feed to be followed by its cursor, made of the audit chain."""

from typing import Annotated, Any

from fastapi import Query

from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Moment, Shape
from fundflow.audit import Event
from fundflow.engine import readership

shelf = Shelf("events")


class Happened(Shape):
    """One thing that was done: to what, by whom (to a bid's own people the office is one), and what it changed."""

    seq: int
    at: Moment
    what: str
    subject: str
    by: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    hash: str


class Feed(Shape):
    """Some events. Ask again with `next` as `after`; where `more` is false, everything so far was looked at."""

    items: list[Happened]
    next: int
    more: bool


@shelf.read("/events")
def feed(
    call: Call,
    after: Annotated[
        int, Query(ge=0, le=2**53, description="The `next` of the answer before; 0 is the beginning.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Feed:
    """What happened since an event, as far as this person may know of it, oldest first."""
    found = readership.events(call.session, after=after, limit=limit, actor=call.actor)
    return Feed(items=[_told(one) for one in found.told], next=found.last, more=found.more)


def _told(event: Event) -> Happened:
    contents = event.contents
    return Happened(
        seq=event.seq,
        at=event.at,
        what=event.what,
        subject=event.subject,
        by=event.actor,
        reason=contents.get("reason", ""),
        before=_figures(contents.get("before")),
        after=_figures(contents.get("after")),
        hash=event.hash,
    )


def _figures(part: Any) -> dict[str, Any]:
    return {name: part[name] for name in readership.FIGURES if name in part} if isinstance(part, dict) else {}
