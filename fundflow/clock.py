"""The one place that reads the time, and the only translator between moments and people's clocks."""

import os
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from fundflow.errors import BadInput

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years of days that can be meant: an old partnership's first, and well after the last that is planned."""


def now() -> datetime:
    """The present moment in UTC; `FUNDFLOW_CLOCK` sets it for demonstrations and training."""
    fixed = os.environ.get("FUNDFLOW_CLOCK")
    return moment(fixed, place="FUNDFLOW_CLOCK") if fixed else datetime.now(UTC)


def is_set() -> bool:
    """Whether the clock was set: what is done then is for a demonstration or for training."""
    return bool(os.environ.get("FUNDFLOW_CLOCK"))


def moment(text: str, *, place: str = "moment") -> datetime:
    """Read an ISO 8601 moment into UTC; one without a zone is Europe/London.

    Raises:
        BadInput: not a moment, or an hour that the clocks skip or pass twice.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"'{text}' is not a date and time: write it as 2017-05-12 17:00", place=place) from None
    _must_be_meant(text, read.year, place)
    return aware(read, place=place)


def aware(read: datetime, *, place: str = "moment") -> datetime:
    """Give a naive Europe/London moment its place in UTC, refusing the hours that are not one moment."""
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    first, second = read.replace(tzinfo=LONDON, fold=0), read.replace(tzinfo=LONDON, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    skipped = first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != read
    what = "does not exist" if skipped else "comes twice"
    raise BadInput(
        f"{read:%Y-%m-%d %H:%M} {what} in the United Kingdom, where the clocks change that night: "
        f"add the offset, for example {read:%Y-%m-%dT%H:%M}+00:00",
        place=place,
    )


def parse_day(text: str, *, place: str = "day") -> date:
    """Read a day as people type it.

    Raises:
        BadInput: it is not one.
    """
    try:
        read = date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(f"'{text}' is not a day: write it as 2017-05-12", place=place) from None
    _must_be_meant(text, read.year, place)
    return read


def _must_be_meant(text: str, year: int, place: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"'{text}' is not between {FIRST_YEAR} and {LAST_YEAR}: check the year", place=place)


def start_of(day: date) -> datetime:
    """The first moment of a Europe/London day, in UTC."""
    return datetime.combine(day, time(0), tzinfo=LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last second of a Europe/London day, in UTC."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=LONDON).astimezone(UTC)


def london_day(at: datetime) -> date:
    """The calendar day in the United Kingdom at a moment."""
    return at.astimezone(LONDON).date()


def wire(at: datetime) -> str:
    """A moment as it is written for programs: UTC with `Z`, to the second."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def day_words(day: date) -> str:
    """`Friday 12 May 2017`, as people write a day."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def time_words(at: datetime) -> str:
    """`5:00 pm`, with seconds only where they matter (`5:00:41 pm`; the end of a day is `11:59 pm`), Europe/London."""
    local = at.astimezone(LONDON)
    seconds = f":{local:%S}" if local.second and (local.hour, local.minute, local.second) != (23, 59, 59) else ""
    return f"{local.hour % 12 or 12}:{local:%M}{seconds} {'am' if local.hour < 12 else 'pm'}"


def clock_time(at: datetime) -> str:
    """`17:00`, Europe/London, as a time is typed."""
    return f"{at.astimezone(LONDON):%H:%M}"


def moment_words(at: datetime) -> str:
    """`Friday 12 May 2017, 5:00 pm`, Europe/London."""
    return f"{day_words(london_day(at))}, {time_words(at)}"


def short_moment(at: datetime) -> str:
    """`Fri 12 May 2017, 5:00 pm`, Europe/London, where there is little room."""
    day = london_day(at)
    return f"{day:%a} {day.day} {day:%b %Y}, {time_words(at)}"
