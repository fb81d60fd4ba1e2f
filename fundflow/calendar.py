"""Financial years, periods of whole years, and working days in England."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import holidays

from fundflow.clock import end_of, london_day
from fundflow.errors import BadInput

_EARLIEST, _LATEST = 1900, 2190
_YEAR = re.compile(r"(\d{4})/(\d{2})")


@cache
def _closed_days(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not a bank holiday in England."""
    return day.weekday() < 5 and day not in _closed_days(day.year)


def add_working_days(day: date, days: int) -> date:
    """The working day that comes `days` working days after `day` (before it, if below zero)."""
    forward = 1 if days >= 0 else -1
    left = abs(days)
    while left:
        day += timedelta(days=forward)
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; nought when `end` is not later."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def deadline(at: datetime, *, working_days: int) -> datetime:
    """The end of the working day that is so many working days after a moment, in UTC."""
    return end_of(add_working_days(london_day(at), working_days))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_force(starts: date, ends: date | None, *, on: date) -> bool:
    """Whether what runs from a first to a last day, both of them in, or with no end yet, holds on a day."""
    return starts <= on and (ends is None or on <= ends)


def financial_year(day: date) -> str:
    """The year from 1 April in which a Europe/London day falls: `2017/18`."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return year_label(first)


def year_label(first: int) -> str:
    """`2017` to `2017/18`."""
    return f"{first}/{(first + 1) % 100:02d}"


@dataclass(frozen=True, order=True)
class Period:
    """One or more whole financial years, by the calendar years in which the first and the last begin."""

    first: int
    last: int

    @classmethod
    def parse(cls, text: str, *, place: str = "period") -> "Period":
        """Read `2017/18`, `2017/18-2018/19`, or `2017/19` for the same span.

        Raises:
            BadInput: not a period, or its years run backwards.
        """
        parts = [_YEAR.fullmatch(part) for part in str(text).strip().replace("\u2013", "-").split("-")]
        years = [(int(part[1]), int(part[2])) for part in parts if part]
        if len(years) != len(parts) or not 1 <= len(years) <= 2:
            raise BadInput(f"'{text}' is not a financial year: write it as 2017/18 or 2017/18-2018/19", place=place)
        if len(years) == 1:
            start, end = years[0]
            last = start + (end - start) % 100 - 1
        else:
            start, last = years[0][0], years[1][0]
            if any((first + 1) % 100 != end for first, end in years):
                raise BadInput(f"'{text}' is not two financial years: write it as 2017/18-2018/19", place=place)
        if not _EARLIEST <= start <= _LATEST:
            raise BadInput(f"'{text}' is not a financial year between {_EARLIEST} and {_LATEST}", place=place)
        if not start <= last <= start + 9:
            raise BadInput(f"'{text}' does not run forward by whole years: write it as 2017/18", place=place)
        return cls(start, last)

    @classmethod
    def of(cls, day: date) -> "Period":
        """The single financial year in which a day falls."""
        first = int(financial_year(day)[:4])
        return cls(first, first)

    @property
    def years(self) -> tuple[str, ...]:
        """The labels of the years it covers, in order."""
        return tuple(year_label(first) for first in range(self.first, self.last + 1))

    @property
    def starts(self) -> date:
        """1 April of its first year."""
        return date(self.first, 4, 1)

    @property
    def ends(self) -> date:
        """31 March of its last year."""
        return date(self.last + 1, 3, 31)

    def covers(self, day: date) -> bool:
        """Whether a Europe/London day falls in it."""
        return self.starts <= day <= self.ends

    def __str__(self) -> str:
        if self.first == self.last:
            return year_label(self.first)
        return f"{year_label(self.first)}-{year_label(self.last)}"
