"""Bids while they are written: begun, saved part by part, agreed by their partners, confirmed, ordered."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Body, Query
from pydantic import Field
from starlette.responses import Response

from fundflow import files
from fundflow.api.calls import Call, Shelf
from fundflow.api.cases import Whole
from fundflow.api.problems import Outdated
from fundflow.api.routes.applications import whole
from fundflow.api.routes.steps import IfMatch, expected
from fundflow.api.shapes import Day, Number, Pence, Shape
from fundflow.applications import CostLine, Partner
from fundflow.engine import bids, consents, openings, portfolio, readership
from fundflow.engine.bids import Draft
from fundflow.errors import NotFound, Stale

shelf = Shelf("bids")


class CostGiven(Shape):
    """One cost: without a commissioner it is shared by patients, without an organisation it is joint."""

    period: str = Field(max_length=20)
    cost_type: str = Field(max_length=100)
    description: str = Field(max_length=2_000)
    amount_pence: Pence
    commissioner: str | None = None
    organisation: str | None = None
    recurrent: bool = False


class PartGiven(Shape):
    """An organisation that takes part, and what it is to do."""

    organisation: str = Field(max_length=40)
    commitments: str = Field(default="", max_length=5_000)


class ActionGiven(Shape):
    """Whether the bid helps with an action, and how."""

    contributes: bool
    text: str = Field(default="", max_length=5_000)


class Saved(Shape):
    """What is saved of a bid; a part that is left out stays as it is."""

    title: str | None = Field(default=None, max_length=300)
    answers: dict[str, str] | None = None
    actions: dict[str, ActionGiven] | None = None
    priorities: list[str] | None = None
    outcomes: dict[str, dict[str, Any]] | None = None
    exit_plan: str | None = None
    budget: list[CostGiven] | None = Field(default=None, max_length=500)
    participants: list[PartGiven] | None = Field(default=None, max_length=200)
    severable: bool | None = None
    minimum_viable_pence: Pence | None = None
    emergency: bool | None = None
    work_starts_on: Day | None = None
    work_ends_on: Day | None = None
    expected_version: Number | None = None

    def draft(self) -> Draft:
        """The same as the product takes it."""
        plain = ("title", "answers", "priorities", "outcomes", "exit_plan", "severable")
        dates = {"work_starts_on": self.work_starts_on, "work_ends_on": self.work_ends_on}
        return Draft(
            **{name: getattr(self, name) for name in plain},
            actions={key: one.model_dump() for key, one in self.actions.items()} if self.actions is not None else None,
            budget=[_cost(one) for one in self.budget] if self.budget is not None else None,
            partners=[Partner(one.organisation, one.commitments) for one in self.participants]
            if self.participants is not None
            else None,
            minimum_viable_pence=self.minimum_viable_pence,
            emergency=self.emergency,
            outline={name: day for name, day in dates.items() if day is not None},
        )


def _cost(one: CostGiven) -> CostLine:
    return CostLine(
        one.period,
        one.cost_type,
        one.description,
        one.amount_pence,
        one.commissioner,
        one.organisation,
        one.recurrent,
    )


class Begun(Shape):
    """What begins a bid: who leads it, its title, by which way in if not the first, and what is known of it already."""

    lead: str = Field(max_length=40)
    title: str = Field(max_length=300)
    opening: str = ""
    values: dict[str, Any] = Field(default={}, max_length=50)
    reason: str = Field(default="", max_length=10_000)
    saved: Saved | None = None


class Answer(Shape):
    """A partner's answer to what it is shown: agree, refuse, ask, leave; or the lead's to its condition or question."""

    answer: str
    text: str = Field(default="", max_length=10_000)
    seen: str = Field(default="", max_length=128)
    condition: str = Field(default="", max_length=2_000)
    reason: str = Field(default="", max_length=10_000)
    interest: str = Field(default="", max_length=2_000)


class Earlier(Shape):
    """The earlier bid of the same lead whose answers are copied."""

    earlier: str


class Order(Shape):
    """A bid's place among its lead's own, and others that it depends on or stands instead of."""

    preference: Number | None = None
    links: dict[str, list[str]] = {}


class Warned(Shape):
    """What screening would say of a bid beside others."""

    warnings: list[str]


@shelf.write("/rounds/{ref}/applications")
def begin(call: Call, ref: str, body: Begun) -> Whole:
    """Begin a bid in a round, or put a case forward by another way in."""
    case = openings.begin(
        call.session,
        ref,
        lead=body.lead,
        title=body.title,
        actor=call.actor,
        now=call.now,
        opening=body.opening,
        values=body.values,
        reason=body.reason,
    )
    if body.saved is not None:
        bids.save(call.session, case.ref, body.saved.draft(), actor=call.actor, now=call.now)
    call.headers["Location"] = f"/api/v1/applications/{case.ref}"
    return whole(call, case.ref)


@shelf.write("/applications/{ref}", method="PATCH")
def save(call: Call, ref: str, body: Saved, if_match: IfMatch = None) -> Whole:
    """Save parts of a bid that is being written; shares follow the budget and the patients of its practices."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    try:
        seen = expected(if_match, body.expected_version)
        bids.save(call.session, ref, body.draft(), actor=call.actor, now=call.now, expected_version=seen)
    except Stale as error:
        raise Outdated(str(error)) if if_match else error from None
    return whole(call, ref)


@shelf.write("/applications/{ref}/consents/{organisation}")
def consent(call: Call, ref: str, organisation: str, body: Answer) -> Whole:
    """A partner agrees to exactly what it is shown, refuses, leaves, or its condition is accepted."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    given = body.model_dump()
    consents.answer(call.session, ref, organisation, actor=call.actor, now=call.now, **given)
    return whole(call, ref)


@shelf.write("/applications/{ref}/confirm")
def confirm(call: Call, ref: str) -> Whole:
    """The lead's own people confirm what an officer entered on their behalf."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    bids.confirm(call.session, ref, actor=call.actor, now=call.now)
    return whole(call, ref)


@shelf.write("/applications/{ref}/start-from")
def start_from(call: Call, ref: str, body: Earlier) -> Whole:
    """Copy the answers of an earlier bid of the same lead, each marked to be checked; nothing else is copied."""
    for one in (ref, body.earlier):
        readership.case(call.session, one, actor=call.actor, now=call.now)
    portfolio.start_from(call.session, ref, body.earlier, actor=call.actor, now=call.now)
    return whole(call, ref)


@shelf.write("/applications/{ref}/preference", method="PUT")
def prefer(call: Call, ref: str, body: Order) -> Whole:
    """Give a bid its place in its lead's own order, and link it to others of theirs."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    portfolio.prefer(call.session, ref, preference=body.preference, links=body.links, actor=call.actor, now=call.now)
    return whole(call, ref)


@shelf.write("/applications/{ref}/documents/{key}", method="PUT")
def attach(
    call: Call,
    ref: str,
    key: str,
    content: Annotated[bytes, Body(media_type="application/octet-stream")],
    file_name: Annotated[str, Query(min_length=1, max_length=200, description="With its ending: equality.docx")],
) -> Whole:
    """Attach a document to a bid that is being written; the file is what is sent, whatever its Content-Type."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    name, media_type, kept = files.checked(file_name, content, place=key)
    stored = files.put(call.session, name=name, media_type=media_type, content=kept, now=call.now)
    bids.save(call.session, ref, Draft(documents={key: stored}), actor=call.actor, now=call.now)
    return whole(call, ref)


@shelf.write("/applications/{ref}/documents/{key}", method="DELETE")
def take_off(call: Call, ref: str, key: str) -> Whole:
    """Take a document off a bid that is being written; what was sent with an earlier version stays there."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    bids.save(call.session, ref, Draft(documents={key: None}), actor=call.actor, now=call.now)
    return whole(call, ref)


@shelf.read("/applications/{ref}/documents/{key}", responses={200: {"content": {"application/octet-stream": {}}}})
def document(call: Call, ref: str, key: str) -> Response:
    """A document of a bid, offered for saving."""
    case, view = readership.case(call.session, ref, actor=call.actor, now=call.now)
    stored = case.dossier.content.documents.get(key) if "content" in view else None
    if not stored:
        raise NotFound(f"{ref} has no document '{key}'.")
    held = files.get(call.session, stored)
    offered = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(held.name)}"}
    return Response(held.content, media_type="application/octet-stream", headers=offered)


@shelf.read("/applications/{ref}/warnings")
def warnings(call: Call, ref: str) -> Warned:
    """What screening would say of this bid beside its lead's others, while it is still written."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    found = portfolio.warnings(call.session, ref, actor=call.actor, now=call.now)
    return Warned(warnings=list(found))
