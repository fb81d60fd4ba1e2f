"""Months of a commissioner's books: whether each is open, and which day an entry gets when its own month is closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class State(StrEnum):
    """What may still be dated in a month."""

    OPEN = "open"
    SOFT_CLOSED = "soft-closed"
    CLOSED = "closed"


@dataclass(frozen=True)
class Month:
    """One month: first and last day, and the days from which only accruals, and then nothing, is dated in it.

    `closed_on` is the day on which somebody closed it before its day, `reopened_on` the day from which its soft close
    does not count.
    """

    commissioner: str
    label: str
    starts: date
    ends: date
    soft_closes_on: date
    closes_on: date
    closed_on: date | None = None
    closed_by: str = ""
    reopened_on: date | None = None
    reopened_by: str = ""


def state_of(month: Month, today: date) -> State:
    """How a month stands on a day."""
    if month.closed_on is not None or today >= month.closes_on:
        return State.CLOSED
    soft = today >= month.soft_closes_on and month.reopened_on is None
    return State.SOFT_CLOSED if soft else State.OPEN


def first_open(months: Collection[Month], wanted: date, *, today: date, late: bool) -> date:
    """The first day from a day on that every one of some calendars leaves open; `late` may go into a soft-closed month.

    Whatever lies before the end of a closed month is closed with it, or that month's reports would change.
    """
    ends = [one.ends for one in months if state_of(one, today) is State.CLOSED]
    on = max([wanted, *(end + timedelta(days=1) for end in ends)])
    if late:
        return on
    soft = sorted((one for one in months if state_of(one, today) is State.SOFT_CLOSED), key=lambda one: one.starts)
    for one in soft:
        if one.starts <= on <= one.ends:
            on = one.ends + timedelta(days=1)
    return on
