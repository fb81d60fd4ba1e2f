"""`fundflow year lists`: what to pay, to accrue, to carry forward and to let lapse at the end of a year."""

from typing import Annotated

import typer

from fundflow.cli import below, reports, terminal
from fundflow.cli.money import period_of
from fundflow.cli.reports import AsAt, Commissioner, Format, Fund, How, Out


def lists(
    *,
    year: Annotated[str | None, typer.Option(help="2017/18; default: the year of today.")] = None,
    as_at: AsAt = None,
    fund: Fund = None,
    commissioner: Commissioner = None,
    how: How = None,
    out: Out = None,
) -> None:
    """Show the year's four lists by award; together with what is paid they are what was allocated."""
    if year and not as_at:
        ends = below.calendar.Period.parse(period_of(year, "--year")).ends
        as_at = ends.isoformat() if ends < below.clock.london_day(terminal.now()) else None
    reports.report("year-lists", as_at=as_at, fund=fund, commissioner=commissioner, how=how or _plain(), out=out)


def _plain() -> Format | None:
    return Format.JSON if terminal.wishes.json else None
