"""Long lists are shown a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fundflow.web.desk import Desk
from fundflow.web.typed import number_typed

PAGE = 50
"""Rows of a page."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class Part(Generic[Row]):
    """The rows of one page, which page it is, and how many there are; pages count from 1."""

    rows: Sequence[Row]
    page: int
    pages: int


def paged(desk: Desk, found: Sequence[Row]) -> Part[Row]:
    """The page that is asked for in the address; the first where none is, the last where it is beyond."""
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(number_typed(desk.asked.get("page", "").strip()) or 1, 1), pages)
    return Part(found[(page - 1) * PAGE : page * PAGE], page, pages)
