"""The next fund or round from the last one: definitions moved on by years, and what a person should look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from string import ascii_uppercase

from sqlmodel import Session

from fundflow import applications, committees
from fundflow.calendar import financial_year, is_working_day
from fundflow.clock import day_words, london_day
from fundflow.definitions import (
    Copied,
    Library,
    copied,
    later,
    off,
    title_moved_on,
    with_copied,
    written_out,
    years_between,
)
from fundflow.engine import ahead, readiness
from fundflow.engine.rounds.opening import RoundPlan
from fundflow.errors import BadInput, NotFound


@dataclass(frozen=True)
class Renewal:
    """A copied fund: its file, the definitions with it among them, the years moved, and the next round's plan if any."""

    fund: str
    years: int
    copy: Copied
    library: Library
    plan: RoundPlan | None = None


def renewed_fund(
    library: Library, name: str, *, source: str, year: str | None = None, title: str = "", prefix: str = ""
) -> Renewal:
    """A fund of a new name from another's file, for the year after it unless its first year is given.

    Raises:
        NotFound: no such fund. BadInput: the copy has a problem; the first line and column is named.
    """
    fund = library.fund(source)
    letters = prefix or fund.case_prefix or ""
    rivals = (one for one in library.funds.values() if letters and one.case_prefix == letters and one.fund != name)
    taken = next(rivals, None)
    if taken is not None:
        raise BadInput(
            f"{taken.fund} uses the prefix {letters} for its cases too: give the new fund letters of its own, "
            f"such as {_free(library, letters)} (--prefix)",
            place="--prefix",
        )
    years = years_between(fund, year) if year else 1
    file, _ = library.place("fund", source)
    text = Path(file).read_text(encoding="utf-8-sig")
    copy = copied(text, name=name, years=years, title=title, prefix=prefix)
    return Renewal(name, years, copy, with_copied(copy, name, root=library.root))


def _free(library: Library, taken: str) -> str:
    """Letters like those that are taken, which no fund uses."""
    used = {one.case_prefix for one in library.funds.values()}
    near = (f"{taken[:3]}{last}" for last in ascii_uppercase[1:])
    others = (f"{first}{last}" for first in ascii_uppercase for last in ascii_uppercase)
    return next(found for found in chain(near, others) if found not in used)


def renewed_round(
    session: Session,
    ref: str,
    *,
    library: Library,
    opens_at: datetime,
    closes_at: datetime,
    title: str = "",
    year: str | None = None,
) -> Renewal:
    """The plan of a round from another one: its fund as that round pinned it, moved on to the year in which it closes.

    Title, settings, the day of the lists and of the reserve list come from the old round. Another round in the same
    year moves nothing.

    Raises:
        NotFound: no such round. BadInput: the copy has a problem; the first line and column is named.
    """
    row = applications.get_round(session, ref)
    fund = applications.definitions(row).fund
    between = int(_year_of(closes_at)[:4]) - int(_year_of(row.closes_at)[:4])
    years = years_between(fund, year) if year else between
    copy = copied(written_out(fund), name=fund.fund, years=years)
    plan = RoundPlan(
        fund=fund.fund,
        opens_at=opens_at,
        closes_at=closes_at,
        title=title or title_moved_on(row.title, years),
        reserve_until=later(row.reserve_until, years) if row.reserve_until else None,
        snapshot_on=later(row.snapshot_on, years) if row.snapshot_on else None,
        settings=dict(row.settings) or None,
    )
    return Renewal(fund.fund, years, copy, with_copied(copy, fund.fund, root=library.root), plan)


def todo(session: Session, renewal: Renewal, *, on: date) -> list[str]:
    """What a person looks at before the copy is used: days, meetings, and whatever a round of it does not find."""
    ahead.read_setting_up(session, renewal.library.fund(renewal.fund))
    return [
        *renewal.copy.look,
        *_days(renewal.plan),
        *_meetings(session, renewal, on),
        *(
            f"{one.what}: {one.said}"
            for one in readiness.findings(session, renewal.library, renewal.fund, on=on)
            if not one.ready
        ),
    ]


def _year_of(at: datetime) -> str:
    return financial_year(london_day(at))


def _days(plan: RoundPlan | None) -> Iterator[str]:
    if plan is None:
        return
    for what, day in (("opens", london_day(plan.opens_at)), ("closes", london_day(plan.closes_at))):
        if not is_working_day(day):
            yield f"the round {what} on {day_words(day)}, {off(day)}"
    if plan.settings:
        said = "; ".join(f"{key}: {value}".replace("_", " ") for key, value in plan.settings.items())
        yield f"settings are as they were ({said})"


def _meetings(session: Session, renewal: Renewal, on: date) -> Iterator[str]:
    fund = renewal.library.fund(renewal.fund)
    after = london_day(renewal.plan.closes_at) if renewal.plan else on
    for key in dict.fromkeys([*fund.committees.values(), *([fund.group] if fund.group else [])]):
        title = renewal.library.committee(key).short_title
        try:
            body = committees.committee(session, key)
        except NotFound:
            yield f"{title}: no meeting is planned after {day_words(after)}"
            continue
        if committees.next_meeting(session, body.id or 0, after=after) is None:
            yield f"{title}: no meeting is planned after {day_words(after)}"
