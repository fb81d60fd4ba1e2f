"""Fund money by commissioner, year and fund, on any day and by what was known then, down to each entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from starlette.responses import Response

from fundflow import ledger, organisations
from fundflow.engine import sight, visibility
from fundflow.errors import BadInput, NotFound
from fundflow.ledger import Balances, BudgetKey, Entry
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import day_typed, known_typed
from fundflow.web.who import PAYERS

room = Room()
COLUMNS = {
    "allocated": "Allocated",
    "expenditure": "Expenditure",
    "remaining": "Remaining commitment",
    "reserved": "Reserved",
    "uncommitted": "Uncommitted",
}
WORDS = {**COLUMNS, "committed": "Committed", "paid": "Paid", "accrued": "Accrued"}
_BY = {"commissioner": "Commissioner", "period": "Year", "fund": "Fund"}


@dataclass(frozen=True)
class Filter:
    """What is looked at: which money, at the end of which day, by what was known at which moment."""

    commissioner: str
    period: str
    fund: str
    as_at: date | None
    known_at: datetime | None
    typed: dict[str, str]

    def link(self, path: str, **more: str) -> str:
        """An address that carries the filters on."""
        return f"{path}?{urlencode({**self.typed, **more})}"

    def fits(self, key: BudgetKey) -> bool:
        """Whether a key passes."""
        wanted = ((self.commissioner, key.commissioner), (self.period, key.period), (self.fund, key.fund))
        return all(not asked or asked == held for asked, held in wanted)


def _filter(desk: Desk) -> Filter:
    asked = {name: desk.asked.get(name, "").strip() for name in ("commissioner", "period", "fund", "as_at", "known_at")}
    typed = {name: text for name, text in asked.items() if text}
    known_at = known_typed(asked["known_at"], now=desk.now)
    return Filter(
        asked["commissioner"],
        asked["period"],
        asked["fund"],
        day_typed(asked["as_at"], "as_at"),
        known_at,
        typed,
    )


@room.page("/finance/allocations", who=PAYERS)
def allocations(desk: Desk) -> Response:
    """Every key that fits, each figure open to its entries; together by commissioner, by year, and by fund."""
    wanted = _filter(desk)
    every = [
        one
        for one in ledger.positions_as_at(desk.session, as_at=wanted.as_at, known_at=wanted.known_at)
        if sight.in_office(desk.actor, fund=one.key.fund)
    ]
    found = [one for one in every if wanted.fits(one.key)]
    names = organisations.names(desk.session, {one.key.commissioner for one in every})
    titles = {key: fund.short_title for key, fund in desk.library.funds.items()}
    return desk.page(
        "finance/allocations.html",
        wanted=wanted,
        found=found,
        names=names,
        titles=titles,
        columns=COLUMNS,
        groups={label: _together(found, by) for by, label in _BY.items()},
        by={label: by for by, label in _BY.items()},
        choices={by: sorted({getattr(one.key, by) for one in every}) for by in _BY},
    )


def _together(found: Sequence[Balances], by: str) -> dict[str, dict[str, int]]:
    sums: dict[str, dict[str, int]] = {}
    for one in sorted(found, key=lambda each: str(getattr(each.key, by))):
        row = sums.setdefault(getattr(one.key, by), dict.fromkeys(COLUMNS, 0))
        for column in COLUMNS:
            row[column] += getattr(one, column)
    return sums


@room.page("/finance/entries", who=PAYERS)
def entries(desk: Desk) -> Response:
    """Every entry at one key of money, or those that make one of its figures, which they add up to."""
    wanted = _filter(desk)
    key = BudgetKey(wanted.commissioner, wanted.period, wanted.fund)
    if not sight.in_office(desk.actor, fund=key.fund):
        raise NotFound(f"There is no money of '{key.fund}' among what you may see. Check the fund's name.")
    positions = ledger.positions_as_at(desk.session, as_at=wanted.as_at, known_at=wanted.known_at)
    position = next((one for one in positions if one.key == key), None)
    if position is None:
        raise NotFound(f"Nothing was ever allocated to {key.commissioner}, {key.fund}, {key.period} by then.")
    figure = desk.asked.get("figure", "")
    if figure and figure not in WORDS:
        raise BadInput(f"There is no figure '{figure}': choose one of {', '.join(WORDS)}.", place="figure")
    rows = [(one, _effects(one, key, figure)) for one in ledger.entries(desk.session, key=key) if _counts(one, wanted)]
    shown = [(one, pence) for one, pence in rows if not figure or pence]
    visibility.all_seen(
        desk.session, {one.case for one, _ in shown if one.case}, what=f"The entries of {key}", actor=desk.actor
    )
    return desk.page(
        "finance/entries.html",
        key=key,
        wanted=wanted,
        figure=figure,
        figures=WORDS,
        entries=list(reversed(shown)),
        total=sum(pence for _, pence in shown),
        position=position,
        names=organisations.names(desk.session, [key.commissioner]),
        titles={name: fund.short_title for name, fund in desk.library.funds.items()},
    )


def _effects(entry: Entry, key: BudgetKey, figure: str) -> int:
    return sum(ledger.effect(posting, key, figure) for posting in entry.postings) if figure else 0


def _counts(entry: Entry, wanted: Filter) -> bool:
    if wanted.as_at is not None and entry.effective_on > wanted.as_at:
        return False
    return wanted.known_at is None or entry.recorded_at <= wanted.known_at
