"""Rounds in the words of CommonGrants 0.4, on its own addresses, for whoever gathers opportunities."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import Field

from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Moment, Shape
from fundflow.clock import LONDON
from fundflow.errors import NotFound
from fundflow.money import plain
from fundflow.views.opportunities import Opportunity, opportunities

shelf = Shelf("common grants")
STATUS = {"planned": "forecasted", "open": "open", "closed": "closed", "cancelled": "custom"}


class Status(Shape):
    """Where an opportunity stands."""

    value: Literal["forecasted", "open", "closed", "custom"]
    customValue: str | None = None  # noqa: N815 - CommonGrants' own names
    description: str


class Money(Shape):
    """An amount in pounds, as text."""

    amount: str
    currency: Literal["GBP"] = "GBP"


class Funding(Shape):
    """The money of an opportunity."""

    totalAmountAvailable: Money  # noqa: N815
    details: str


class Dated(Shape):
    """Something that happens on a day, at a time in the United Kingdom."""

    name: str
    eventType: Literal["singleDate"] = "singleDate"  # noqa: N815
    date: date
    time: str = Field(pattern=r"^\d\d:\d\d:\d\d$")
    description: str


class Dates(Shape):
    """The days that matter."""

    postDate: Dated  # noqa: N815
    closeDate: Dated  # noqa: N815


class Applicant(Shape):
    """Who may bid."""

    value: Literal["custom"] = "custom"
    customValue: str  # noqa: N815
    description: str


class Custom(Shape):
    """A fact that CommonGrants has no name for."""

    name: str
    fieldType: Literal["string"] = "string"  # noqa: N815
    value: str
    description: str


class Told(Shape):
    """A round as an opportunity."""

    id: UUID
    title: str
    status: Status
    description: str
    funding: Funding
    keyDates: Dates  # noqa: N815
    acceptedApplicantTypes: list[Applicant]  # noqa: N815
    customFields: dict[str, Custom]  # noqa: N815
    createdAt: Moment  # noqa: N815
    lastModifiedAt: Moment  # noqa: N815


class PageInfo(Shape):
    """Which page of how many."""

    page: int
    pageSize: int  # noqa: N815
    totalItems: int  # noqa: N815
    totalPages: int  # noqa: N815


class Listed(Shape):
    """A page of opportunities."""

    status: int = 200
    message: str = "Success"
    items: list[Told]
    paginationInfo: PageInfo  # noqa: N815


class One(Shape):
    """One opportunity."""

    status: int = 200
    message: str = "Success"
    data: Told


@shelf.read("/common-grants/opportunities", public=True, bare=True)
def every(
    call: Call,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    pageSize: Annotated[int, Query(ge=1, le=100)] = 100,  # noqa: N803
) -> Listed:
    """Every round as an opportunity, the one that was changed last first."""
    found = opportunities(call.session)
    shown = found[(page - 1) * pageSize : page * pageSize]
    info = PageInfo(page=page, pageSize=pageSize, totalItems=len(found), totalPages=-(-len(found) // pageSize))
    return Listed(items=[_told(call, one) for one in shown], paginationInfo=info)


@shelf.read("/common-grants/opportunities/{oppId}", public=True, bare=True)
def one(call: Call, oppId: UUID) -> One:  # noqa: N803
    """One round as an opportunity."""
    found = next((one for one in opportunities(call.session) if one.id == oppId), None)
    if found is None:
        raise NotFound(f"There is no opportunity {oppId}.")
    return One(data=_told(call, found))


def _told(call: Call, found: Opportunity) -> Told:
    row = found.round
    fund = call.library.funds[row.fund]
    applicant = Applicant(customValue="general_practice", description="General practices, and bodies that act for them")
    round_ref = Custom(name="round", value=row.ref, description="The round's reference here")
    return Told.model_validate(
        {
            "id": found.id,
            "title": row.title,
            "status": _status(row.state),
            "description": fund.purpose,
            "funding": {
                "totalAmountAvailable": {"amount": plain(found.allocated_pence)},
                "details": f"The whole money of the {fund.short_title}, of all its commissioners and years.",
            },
            "keyDates": {
                "postDate": _dated("Opens", row.opens_at, "Bids can be begun and sent from now on"),
                "closeDate": _dated("Closes", row.closes_at, "Bids that are not sent by now are not considered"),
            },
            "acceptedApplicantTypes": [applicant],
            "customFields": {"round": round_ref},
            "createdAt": row.created_at,
            "lastModifiedAt": found.changed_at,
        }
    )


def _status(state: str) -> Status:
    words = {"planned": "Not open yet", "open": "Bids can be sent", "closed": "Bids can no longer be sent"}
    value: Any = STATUS[state]
    custom = state if value == "custom" else None
    return Status(value=value, customValue=custom, description=words.get(state, "This round was cancelled"))


def _dated(name: str, at: Moment, description: str) -> Dated:
    local = at.astimezone(LONDON)
    return Dated(name=name, date=local.date(), time=f"{local:%H:%M:%S}", description=description)
