"""The register of organisations: who they are, to whom they belong, their lists; how they are paid for the office."""

from typing import Annotated

from fastapi import Query

from fundflow import organisations, payments
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Page, Pages, Shape, page
from fundflow.api.verbs import verb
from fundflow.clock import london_day
from fundflow.engine import belonging, desk, sight

shelf = Shelf("organisations")


class Body(Shape):
    """An organisation."""

    code: str
    name: str
    kind: str
    status: str
    opened: Day | None
    closed: Day | None


class ListSize(Shape):
    """How many patients were on a list on a day."""

    basis: str
    on: Day
    patients: int
    source: str


class Event(Shape):
    """Something that happened to an organisation."""

    happened_on: Day
    kind: str
    other: str | None
    detail: str


class Payee(Shape):
    """How an organisation is paid, and how far its details have been checked."""

    id: int
    vendor_reference: str
    route: str
    state: str
    requested_at: Moment
    confirmed_at: Moment | None


class BodyWhole(Body):
    """An organisation, whole. How it is paid is told to the office alone."""

    legal_entity: bool
    commissioner: str | None
    groups: list[str]
    members: list[str]
    also_called: list[str]
    lists: list[ListSize]
    events: list[Event]
    payees: list[Payee] | None


class Asked(Pages):
    """Which organisations are asked for."""

    kind: str = ""
    words: str = ""


@shelf.read("/organisations")
def every(call: Call, asked: Annotated[Asked, Query()]) -> Page[Body]:
    """The register, by code; narrowed by kind and by words of the name."""
    words = asked.words.casefold().split()
    found = [
        row
        for row in organisations.list_all(call.session, kind=asked.kind or None)
        if all(word in f"{row.code} {row.name}".casefold() for word in words)
    ]
    made = page(sorted(found, key=lambda row: row.code), asked, key="code")
    return Page[Body](items=[Body.model_validate(row) for row in made.items], next=made.next)


@shelf.read("/organisations/{code}")
def one(call: Call, code: str) -> BodyWhole:
    """One organisation."""
    session, today = call.session, london_day(call.now)
    row = organisations.require(session, code)
    payees = payments.payees(session, code) if sight.in_office(call.actor) else None
    return BodyWhole.model_validate(
        {
            **{name: getattr(row, name) for name in (*Body.model_fields, "legal_entity")},
            "commissioner": organisations.commissioner_of(session, code, on=today),
            "groups": list(organisations.groups_of(session, code, on=today)),
            "members": list(organisations.members(session, code, on=today)),
            "also_called": [one.alias for one in organisations.aliases(session, code)],
            "lists": [ListSize.model_validate(one) for one in organisations.list_history(session, code)],
            "events": [Event.model_validate(one) for one in organisations.events(session, code)],
            "payees": [Payee.model_validate(one) for one in payees] if payees is not None else None,
        }
    )


verb(shelf, "/organisations/{code}/groups/{group}/join", belonging.join, gives="organisation group_code")
verb(shelf, "/organisations/{code}/groups/{group}/leave", belonging.leave, gives="organisation group_code")
verb(shelf, "/organisations/{organisation}/payees", desk.request_payee, gives="id vendor_reference route state")
