"""Fund money in pictures: spend against budget, pounds a head, commitments by age, forecast."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from fundflow import ledger, reporting
from fundflow.clock import london_day
from fundflow.definitions import Library
from fundflow.engine import sight
from fundflow.exchange.exports.bars import Bar, Group, bars
from fundflow.money import Pence, pounds
from fundflow.people import Actor
from fundflow.reporting import Row
from fundflow.views.finance_queries import accepted

AGES = ((90, "up to 90 days"), (180, "91 to 180 days"), (365, "181 days to a year"), (None, "more than a year"))
"""How old commitments are counted: the most days of each, and its words."""


@dataclass(frozen=True)
class Chart:
    """One picture with its figures: `about` says what it shows, `svg` is safe to stand in a page."""

    key: str
    title: str
    about: str
    groups: Sequence[Group]

    @property
    def svg(self) -> str:
        """The picture."""
        return bars(self.title, self.groups)


def charts(
    session: Session, actor: Actor, *, fund: str | None, commissioner: str | None, library: Library, now: datetime
) -> list[Chart]:
    """The four pictures of the money that fits, for the funds for which this person works."""
    report = reporting.run(session, "finance", library=library, now=now, fund=fund, commissioner=commissioner)
    rows = [one for one in report.rows if sight.in_office(actor, fund=one["fund"])]
    keys = {(one["fund"], one["commissioner"], one["period"]) for one in rows}
    return [
        Chart(
            "spend",
            "Spend against budget",
            "By fund: what was allocated, what is committed (accepted, for the life of the award), and what is spent "
            "(paid or accrued).",
            _sums(rows, "fund_title", (("Allocated", ("allocated",)), ("Committed", ("committed",)), _SPENT)),
        ),
        Chart(
            "per-head",
            "Pounds a head",
            "By commissioner and year, for keys of one year with a list of patients: allocated and spent for each patient.",
            _per_head(rows),
        ),
        Chart(
            "age",
            "Commitments by age",
            "What is accepted and not spent, by the time since it was accepted.",
            _by_age(session, keys, now),
        ),
        Chart(
            "forecast",
            "Forecast",
            "By year: what was allocated, what is spent, and what is forecast (spent, and what is still promised by its "
            "likelihood).",
            _sums(rows, "period", (("Allocated", ("allocated",)), _SPENT, ("Forecast", ("forecast",)))),
        ),
    ]


_SPENT = ("Spent", ("paid", "accrued"))
_KINDS: dict[str, Literal["budget", "promised", "spent"]] = {"Allocated": "budget", "Spent": "spent"}


def _sums(rows: Iterable[Row], by: str, series: Sequence[tuple[str, Sequence[str]]]) -> list[Group]:
    sums: dict[str, dict[str, Pence]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for label, columns in series:
            sums[row[by]][label] += sum(row[f"{column}_pence"] for column in columns)
    return [Group(key, [_bar(label, sums[key][label]) for label, _ in series]) for key in sorted(sums)]


def _bar(label: str, pence: Pence) -> Bar:
    return Bar(label, pence, pounds(pence), _KINDS.get(label, "promised"))


def _per_head(rows: Iterable[Row]) -> list[Group]:
    sums: dict[tuple[str, str], dict[str, Pence]] = defaultdict(lambda: defaultdict(int))
    lists: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["list_size"]:
            at = (row["commissioner_name"], row["period"])
            lists[at] = max(lists.get(at, 0), row["list_size"])
            sums[at]["Allocated"] += row["allocated_pence"]
            sums[at]["Spent"] += row["paid_pence"] + row["accrued_pence"]
    return [
        Group(
            f"{at[0]}, {at[1]} ({lists[at]:,} patients)",
            [_bar(one, round(pence / lists[at])) for one, pence in row.items()],
        )
        for at, row in sorted(sums.items())
    ]


def _by_age(session: Session, keys: set[tuple[str, str, str]], now: datetime) -> list[Group]:
    held = [
        one
        for one in ledger.holdings(session)
        if one.remaining and (one.key.fund, one.key.commissioner, one.key.period) in keys
    ]
    refs = {str(one.holder).rsplit("/", 1)[0] for one in held}
    since = accepted(session, refs)
    today, sums = london_day(now), dict.fromkeys((words for _, words in AGES), 0)
    for one in held:
        at = since.get(str(one.holder).rsplit("/", 1)[0])
        days = (today - london_day(at)).days if at else 0
        sums[next(words for most, words in AGES if most is None or days <= most)] += one.remaining
    return [Group(words[:1].upper() + words[1:], [_bar("Not spent", pence)]) for words, pence in sums.items()]
