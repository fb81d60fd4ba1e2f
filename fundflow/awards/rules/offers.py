"""How long an offer stands, what it may contain, and what becomes free when it is cut."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from fundflow import calendar
from fundflow.calendar import Period
from fundflow.clock import end_of

Amounts: TypeAlias = dict[str, dict[str, int]]
"""Pence by commissioner and period."""

MOVES: Mapping[str, frozenset[str]] = {
    "open": frozenset({"queried", "accepted", "declined", "lapsed", "superseded", "withdrawn"}),
    "queried": frozenset({"open", "declined", "lapsed", "superseded", "withdrawn"}),
}
"""Where an offer can go; a state that is not listed is an end."""


def last_expiry(periods: Iterable[str]) -> datetime:
    """The last moment at which an offer of these periods can be accepted: 31 March of the period that ends first.

    A reservation lapses with its year (domain, case 31).
    """
    return end_of(min(Period.parse(period).ends for period in periods))


def expiry(start: datetime, periods: Iterable[str], *, working_days: int) -> datetime:
    """The end of the working day so many working days on, but never past `last_expiry`."""
    return min(calendar.deadline(start, working_days=working_days), last_expiry(periods))


def stand_by_expiry(expires_at: datetime, now: datetime, periods: Iterable[str], *, working_days: int = 5) -> datetime:
    """When an offer that stands unchanged after a query expires: with at least five working days left to accept it."""
    listed = list(periods)
    return min(max(expires_at, calendar.deadline(now, working_days=working_days)), last_expiry(listed))


def cells(amounts: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], int]:
    """The table by (commissioner, period), in that order, without noughts."""
    return {
        (commissioner, period): pence
        for commissioner, row in sorted(amounts.items())
        for period, pence in sorted(row.items())
        if pence
    }


def table(by_cell: Mapping[tuple[str, str], int]) -> Amounts:
    """The inverse of `cells`."""
    amounts: Amounts = {}
    for (commissioner, period), pence in by_cell.items():
        amounts.setdefault(commissioner, {})[period] = pence
    return amounts


def above(
    amounts: Mapping[str, Mapping[str, int]], limit: Mapping[str, Mapping[str, int]]
) -> tuple[str, str, int, int] | None:
    """The first cell that exceeds what was decided: commissioner, period, pence wanted and pence decided."""
    decided = cells(limit)
    for (commissioner, period), pence in cells(amounts).items():
        if pence > decided.get((commissioner, period), 0):
            return commissioner, period, pence, decided.get((commissioner, period), 0)
    return None


def freed(before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]]) -> Amounts:
    """What is no longer offered and is to be released."""
    was, is_now = cells(before), cells(after)
    return table({cell: pence - is_now.get(cell, 0) for cell, pence in was.items() if pence > is_now.get(cell, 0)})
