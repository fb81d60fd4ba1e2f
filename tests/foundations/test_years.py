"""A financial year begins by the clocks of the United Kingdom, whatever the hour is elsewhere (case 73)."""

from datetime import UTC, datetime

import pytest

from fundflow.calendar import financial_year
from fundflow.clock import london_day


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2017, 3, 31, 22, 59, 59, tzinfo=UTC), "2016/17"),
        (datetime(2017, 3, 31, 23, 0, tzinfo=UTC), "2017/18"),
        (datetime(2017, 3, 31, 23, 30, tzinfo=UTC), "2017/18"),
        (datetime(2018, 3, 31, 22, 59, 59, tzinfo=UTC), "2017/18"),
        (datetime(2018, 3, 31, 23, 30, tzinfo=UTC), "2018/19"),
        (datetime(2018, 1, 1, 0, 0, tzinfo=UTC), "2017/18"),
    ],
)
def test_half_past_eleven_at_night_on_the_last_of_march_is_the_new_year_in_summer_time(at: datetime, year: str) -> None:
    assert financial_year(london_day(at)) == year
