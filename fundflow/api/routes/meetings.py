"""Meetings: called, attended, interests declared, votes taken, decisions staged and applied; the register of decisions."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from fundflow import committees
from fundflow.api.calls import Call, Shelf
from fundflow.api.cases import Amount
from fundflow.api.routes.steps import Taken
from fundflow.api.shapes import Day, Moment, Number, Page, Pages, Pence, Shape, When, page
from fundflow.api.verbs import verb
from fundflow.engine import meetings, readership, sight
from fundflow.engine.meetings import Choice
from fundflow.views.sittings import of_meeting

shelf = Shelf("meetings")
ITEM = "/meetings/{ref}/items/{item}/bodies/{body}"


class Line(Shape):
    """A meeting."""

    ref: str
    title: str
    state: str
    held_on: Day
    starts_at: Moment
    opened_at: Moment | None
    closed_at: Moment | None
    place: str


class Stay(Shape):
    """Somebody's stay in one body's sitting."""

    name: str
    came_at: Moment
    left_at: Moment | None
    mode: str


class Sitting(Shape):
    """One body's sitting: who is there, and how far its minutes are."""

    body: str
    title: str
    commissioner: str | None
    minutes: str
    attendance: list[Stay]


class Standing(Shape):
    """Whether a body can decide an item now; if not, why, and what would let it."""

    body: str
    commissioner: str | None
    can_decide: bool
    why: str
    ways_out: list[str]


class ItemLine(Shape):
    """One item of an agenda."""

    number: int
    title: str
    private: bool
    organisations: list[str]


class Item(ItemLine):
    """One item, and for each body whether it can decide it."""

    standing: list[Standing]


class Whole(Line):
    """A meeting with its sittings and its agenda."""

    sittings: list[Sitting]
    items: list[ItemLine]


class Decided(Shape):
    """One line of the register of decisions."""

    decided_at: Moment
    meeting: str
    held_on: Day
    body: str
    commissioner: str | None
    item: int
    title: str
    decision: str
    amounts: list[Amount]
    reason: str
    vote: str
    interests: list[str]
    minute_number: str
    standing: str


class DecisionGiven(Shape):
    """What one body decides about its share; nothing moves until the meeting's decisions are applied."""

    outcome: str = Field(description="approve, approve_less, reserve, defer or reject")
    amounts: dict[str, Pence] | None = Field(default=None, description="Pence by period.")
    cut_lines: str = ""
    conditions: list[dict[str, str]] = []
    reason: str = ""
    reasons: dict[str, str] = {}
    information: str = ""
    answer_by: Day | None = None
    departs_from_rank: bool = False


class Staged(Shape):
    """A decision that is staged."""

    commissioner: str
    outcome: str | None
    state: str


class Applied(Shape):
    """Which items are applied; all of them where none is named."""

    items: list[Number] | None = None


@shelf.read("/meetings")
def every(call: Call, asked: Annotated[Pages, Query()]) -> Page[Line]:
    """The meetings that this person may see, by reference."""
    found = sorted(readership.meetings(call.session, actor=call.actor, now=call.now), key=lambda row: row.ref)
    made = page(found, asked, key="ref")
    return Page[Line](items=[Line.model_validate(row) for row in made.items], next=made.next)


@shelf.read("/meetings/{ref}")
def one(call: Call, ref: str) -> Whole:
    """One meeting: the bodies that sit, who is there, and the agenda."""
    row = readership.meeting(call.session, ref, actor=call.actor, now=call.now)
    whole = of_meeting(call.session, row.id or 0)
    sittings = [
        Sitting(
            body=one.body.key,
            title=one.body.title,
            commissioner=one.body.commissioner,
            minutes=one.sitting.minutes,
            attendance=[Stay.model_validate(stay) for stay in one.attendance],
        )
        for one in whole.sittings
    ]
    items = [ItemLine.model_validate(item) for item in whole.items]
    plain = {name: getattr(row, name) for name in Line.model_fields}
    return Whole.model_validate({**plain, "sittings": sittings, "items": items})


@shelf.read("/meetings/{ref}/items/{item}")
def item(call: Call, ref: str, item: Number, at: When | None = None) -> Item:
    """One item; whether each body can decide it (now, or at another moment), if not why, and what would let it."""
    committees.read_ahead(call.session, ref)
    readership.meeting(call.session, ref, actor=call.actor, now=call.now)
    row = committees.item(call.session, ref, item)
    found = [
        Standing(
            body=one.body,
            commissioner=one.commissioner,
            can_decide=one.can_decide,
            why=one.why,
            ways_out=[way.sentence for way in one.remedies],
        )
        for one in committees.standing(call.session, row.id or 0, at=at or call.now)
    ]
    plain = {name: getattr(row, name) for name in ItemLine.model_fields}
    return Item.model_validate({**plain, "standing": found})


@shelf.read("/decisions")
def decisions(call: Call) -> list[Decided]:
    """The register of decisions, oldest first; private items are the office's alone."""
    found = committees.register(call.session, public_only=not sight.in_office(call.actor))
    return [_decided(one) for one in found]


def _decided(row: committees.Registered) -> Decided:
    plain = {name: getattr(row, name) for name in Decided.model_fields if name != "amounts"}
    amounts = [Amount(period=period, amount_pence=pence) for period, pence in row.amounts]
    return Decided.model_validate({**plain, "amounts": amounts})


@shelf.write(ITEM + "/decision", method="PUT")
def decide(call: Call, ref: str, item: Number, body: str, given: DecisionGiven) -> Staged:
    """Stage one body's decision on its share of the item's bid; nothing moves until it is applied."""
    choice = Choice(**given.model_dump())
    row = meetings.decide(call.session, ref, item, body, choice, actor=call.actor, now=call.now)
    return Staged.model_validate(row)


@shelf.write("/meetings/{ref}/apply")
def apply(call: Call, ref: str, body: Applied) -> list[Taken]:
    """Apply every staged decision of a meeting, in agenda order: all of them, or none."""
    found = meetings.apply(call.session, ref, actor=call.actor, now=call.now, items=body.items)
    return [Taken.model_validate(one) for one in found]


verb(shelf, "/meetings", meetings.call, gives="ref title state held_on starts_at place")
verb(shelf, "/meetings/{ref}/papers", meetings.send_papers, gives="ref state papers_out_on", method="PUT")
verb(shelf, "/meetings/{ref}/items", meetings.add_item, gives="number title private")
verb(shelf, "/meetings/{ref}/open", meetings.open_meeting)
verb(shelf, "/meetings/{ref}/close", meetings.close_meeting)
verb(shelf, "/meetings/{ref}/people/{who}/attend", meetings.attend)
verb(shelf, "/meetings/{ref}/people/{who}/leave", meetings.leave)
verb(shelf, "/meetings/{ref}/people/{who}/will-leave", meetings.will_leave)
verb(shelf, "/meetings/{ref}/items/{item}/interests/{who}", meetings.declare)
verb(shelf, "/meetings/{ref}/items/{item}/interests/{who}/rule", meetings.rule)
verb(shelf, "/meetings/{ref}/bids/{case_ref}/table", meetings.table, gives="number title private")
verb(shelf, "/meetings/{ref}/bodies/{body}/chair", meetings.set_chair, method="PUT")
verb(shelf, "/meetings/{ref}/bodies/{body}/co-opt", meetings.co_opt)
verb(shelf, "/meetings/{ref}/bodies/{body}/minutes", meetings.advance_minutes)
verb(shelf, "/meetings/{ref}/bodies/{body}/minutes/amendments", meetings.amend_minutes)
verb(shelf, ITEM + "/vote", meetings.vote)
verb(shelf, ITEM + "/resolve", meetings.resolve, gives="action outcome text minute_number")
verb(shelf, ITEM + "/take-back", meetings.take_back)
verb(shelf, ITEM + "/not-quorate", meetings.not_quorate)
verb(shelf, ITEM + "/route", meetings.record_route)
verb(shelf, ITEM + "/actions", meetings.add_action)
verb(shelf, ITEM + "/strike-vote", meetings.strike_vote, gives="person item material reopened rescinded alarmed")
verb(shelf, "/minuted-actions/{number}/finish", meetings.finish_action)
verb(shelf, "/meetings/{ref}/sheet/confirm", meetings.confirm_sheet)
verb(
    shelf, "/applications/{ref}/shares/{commissioner}/reopen", meetings.reopen_share, gives="commissioner outcome state"
)
