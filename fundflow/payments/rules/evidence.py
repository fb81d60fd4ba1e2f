"""Evidence by month: a cost that runs over 31 March falls to two years, so each of its months must be shown (case 39)."""

import re
from calendar import month_name
from collections.abc import Sequence
from datetime import date

from fundflow import money
from fundflow.errors import Refusal
from fundflow.payments.rules.facts import Cost

_NAMES = {name.casefold(): number for number, name in enumerate(month_name) if name}
_WRITTEN = re.compile(rf"\b({'|'.join(_NAMES)})\s+(20\d\d)\b|\b(20\d\d)-(0[1-9]|1[0-2])\b", re.IGNORECASE)


def months_named(text: str) -> set[tuple[int, int]]:
    """The months that a description names, as `March 2018` or `2018-03`: year and number."""
    return {
        (int(found[2]), _NAMES[found[1].casefold()]) if found[1] else (int(found[3]), int(found[4]))
        for found in _WRITTEN.finditer(text)
    }


def months_of(first: date, last: date) -> list[tuple[int, int]]:
    """Every month from one day to another: year and number."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(at // 12, at % 12 + 1) for at in range(begin, end + 1)]


def months_missing(costs: Sequence[Cost], descriptions: Sequence[str]) -> list[Refusal]:
    """Why a claim over a year's end cannot be checked: the months of a cost that no piece of evidence names."""
    shown = {month for text in descriptions for month in months_named(text)}
    refusals = []
    for cost in costs:
        missing = [at for at in months_of(cost.delivered_from, cost.delivered_to) if at not in shown]
        if len(cost.years) > 1 and missing:
            said = ", ".join(f"{month_name[month]} {year}" for year, month in missing)
            refusals.append(
                Refusal(
                    "evidence_by_month",
                    f"This claim was not checked. Line {cost.number} ({money.pounds(cost.pence)}) runs over 31 March, so "
                    f"two years pay, and no evidence names {said}. Ask the recipient for each month's, or attach it "
                    "with its month.",
                )
            )
    return refusals
