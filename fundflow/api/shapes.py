"""How values travel: moments with `Z`, days, whole pence, pages; what is too odd to be meant is refused here."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from fundflow import clock
from fundflow.errors import BadInput
from fundflow.plain import MOST_COUNT, MOST_NUMBER

_FIRST, _LAST = 1900, 2199


class Shape(BaseModel):
    """Anything that travels; a key that is not known is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True, populate_by_name=True)


def _sensible(day: date) -> date:
    if not _FIRST <= day.year <= _LAST:
        raise ValueError(f"the year {day.year} cannot be meant: write a day between {_FIRST} and {_LAST}")
    return day


def _moment(given: datetime) -> datetime:
    _sensible(given)
    try:
        return clock.aware(given)
    except BadInput as error:
        raise ValueError(error.reason) from None


Moment: TypeAlias = Annotated[
    datetime,
    PlainSerializer(clock.wire, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment that is told: UTC with `Z`, to the second."""
When: TypeAlias = Annotated[datetime, AfterValidator(_moment)]
"""A moment that is given; one without a zone is Europe/London."""
Day: TypeAlias = Annotated[date, AfterValidator(_sensible)]
"""A day that is given."""
Pence: TypeAlias = Annotated[int, Field(ge=-MOST_NUMBER, le=MOST_NUMBER)]
"""Whole pence that are given."""
Count: TypeAlias = Annotated[int, Field(ge=-MOST_COUNT, le=MOST_COUNT)]
"""How many."""
Number: TypeAlias = Annotated[int, Field(ge=1, le=MOST_COUNT)]
"""Which of a row of things."""

Item = TypeVar("Item")


class Page(Shape, Generic[Item]):
    """Some of a list. `next` is the cursor to ask for what follows; null at the end."""

    items: list[Item]
    next: str | None = None


class Pages(Shape):
    """Which part of a list is asked for."""

    after: str = Field(default="", max_length=200, description="The `next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200, description="The most items of one page.")


def page(found: list[Any], asked: Pages, *, key: str) -> Page[Any]:
    """Those after the cursor, in the order of `key`, which is the cursor too."""
    rest = [one for one in found if getattr(one, key) > asked.after] if asked.after else found
    shown = rest[: asked.limit]
    return Page(items=shown, next=str(getattr(shown[-1], key)) if len(rest) > asked.limit else None)


class Figures(Shape):
    """Money of one commissioner and period in whole pence, by where it stands."""

    reserved_pence: int = 0
    committed_pence: int = 0
    claimed_pence: int = 0
    approved_pence: int = 0
    paid_pence: int = 0
    recoverable_pence: int = 0
    accrued_pence: int = 0


def figures(held: Any) -> dict[str, int]:
    """The figures of one balance of the ledger."""
    return {name: getattr(held, name.removesuffix("_pence")) for name in Figures.model_fields}
