"""What of a claim was delivered up to a day: by year of delivery and kind of cost, by the days of each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fundflow import money
from fundflow.calendar import Period
from fundflow.payments.rules.claims import years_of
from fundflow.payments.rules.facts import Cost

_FINE = 1_000_000
"""Weights are millionths of a penny, so that a part of a line's days is not rounded before it is shared."""
_LATER = ""


@dataclass(frozen=True)
class Delivered:
    """Work of an award that was delivered and is not paid: pence of one commissioner, and the paper that shows it.

    `cost_line` is the kind of cost, or nothing where the paper does not say.
    """

    case_ref: str
    fund: str
    payee: str
    commissioner: str
    period: str
    delivery_year: str
    cost_line: str
    pence: int
    evidence: str


@dataclass(frozen=True)
class Advanced:
    """An advance that was paid: pence, until when its work goes on, and what of it is for work after a day."""

    case_ref: str
    claim_ref: str
    fund: str
    commissioner: str
    period: str
    paid_on: date
    until: date
    pence: int
    later_pence: int


def weights(costs: Sequence[Cost], *, until: date) -> dict[str, dict[str, int]]:
    """By year of delivery, what weight each kind of cost has that was delivered by a day; the rest of the year is `""`."""
    found: dict[str, dict[str, int]] = {}
    for cost in costs:
        for year, pence in years_of(cost).items():
            span = Period.parse(year)
            first, last = max(cost.delivered_from, span.starts), min(cost.delivered_to, span.ends)
            done = max(0, (min(last, until) - first).days + 1)
            part = pence * _FINE * done // ((last - first).days + 1)
            mine = found.setdefault(year, {})
            mine[cost.cost_type] = mine.get(cost.cost_type, 0) + part
            mine[_LATER] = mine.get(_LATER, 0) + pence * _FINE - part
    return found


def by_kind(pence: int, shares: dict[str, int]) -> dict[str, int]:
    """A commissioner's pence of one year by kind of cost, as far as delivered; what is not is left out."""
    if not sum(shares.values()):
        return {}
    split = money.apportion(pence, dict(sorted(shares.items())), ties="first")
    return {kind: part for kind, part in split.items() if kind != _LATER and part}
