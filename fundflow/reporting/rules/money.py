"""Figures of fund money: the printed columns, the check line, pounds a head, percentages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from fundflow.calendar import Period
from fundflow.definitions import Library
from fundflow.errors import BadInput
from fundflow.ledger import Balances
from fundflow.money import Pence, plain, pounds

PRINTED = (
    *("allocated", "reserved", "committed", "claimed", "approved", "paid", "accrued", "recoverable", "uncommitted"),
    *("pipeline", "contingent", "cut_due"),
)
"""Columns that the ledger prints as they stand."""


@dataclass(frozen=True)
class PatientList:
    """How many patients a commissioner had for a year: its own figure, or its practices' added up.

    `missing` counts practices that have no list; `stale` is true where the list is of an earlier year.
    """

    hundredths: int
    basis: str
    on: date
    practices: int = 0
    missing: int = 0

    @property
    def patients(self) -> int:
        """Whole patients."""
        return self.hundredths // 100

    def per_head(self, pence: Pence) -> str | None:
        """Pounds a head to two places, half up; None where nobody is on the list."""
        if not self.hundredths:
            return None
        return plain(int(Fraction(pence * 100, self.hundredths) + Fraction(1, 2)))


def effective(snapshots: Iterable[tuple[date, int]], year: Period) -> tuple[date, int] | None:
    """Of one body's lists (day, hundredths of a patient), the one that counts for a financial year.

    The latest on or before its 1 April, or else the first in the year itself.
    """
    known = sorted(snapshots)
    before = [one for one in known if one[0] <= year.starts]
    within = [one for one in known if year.starts < one[0] <= year.ends]
    return before[-1] if before else next(iter(within), None)


def single_year(text: str) -> Period | None:
    """The financial year that a key's period is; nothing for a span or for what is no period."""
    try:
        period = Period.parse(text)
    except BadInput:
        return None
    return period if period.first == period.last else None


def basis_of(library: Library, fund: str, commissioner: str, period: str) -> str:
    """By which list a fund's line is shared for a commissioner and year; `registered` where the fund names none."""
    found = library.funds.get(fund)
    for rate in found.rates if found else ():
        named = getattr(rate, "commissioners", ())
        if period in rate.periods and (not named or commissioner in named):
            return rate.basis
    return "registered"


def likelihood(library: Library, fund: str) -> int:
    """How likely a fund's promises are to be spent, in percent."""
    found = library.funds.get(fund)
    return found.money.likelihood_percent if found else 100


def printed(balances: Balances, *, likelihood_percent: int) -> dict[str, Pence]:
    """Every printed column of a key or a holder, with `_pence` at its name."""
    columns = {f"{name}_pence": getattr(balances, name) for name in PRINTED}
    return {**columns, "forecast_pence": balances.forecast(likelihood_percent)}


def faults(balances: Balances) -> list[str]:
    """What is wrong with one row of figures: the check line, or an order of columns that cannot be."""
    found = []
    parts = balances.expenditure + balances.remaining + balances.reserved + balances.uncommitted
    if balances.allocated != parts:
        found.append(
            f"{balances.key}: allocated {pounds(balances.allocated)} is not spent, remaining, reserved and uncommitted "
            f"together ({pounds(parts)}). Ask your administrator to look into it (fundflow ledger check)."
        )
    if not balances.paid <= balances.approved <= balances.claimed <= balances.committed:
        found.append(
            f"{balances.key}: paid {pounds(balances.paid)}, approved {pounds(balances.approved)}, claimed "
            f"{pounds(balances.claimed)} and committed {pounds(balances.committed)} are out of order. "
            "Ask your administrator to look into it (fundflow ledger check)."
        )
    return found


def percent(part: Pence, whole: Pence) -> str | None:
    """A share in percent to one decimal, half up; None of nothing."""
    if not whole:
        return None
    tenths = int(abs(Fraction(part * 1000, whole)) + Fraction(1, 2))
    return f"{'-' if part < 0 < tenths else ''}{tenths // 10}.{tenths % 10}"


def whole_pounds(pence: Pence) -> int:
    """Pence as whole pounds, half up, as table 7.2 prints them."""
    rounded = (abs(pence) + 50) // 100
    return -rounded if pence < 0 else rounded


def rounding_notes(
    rows: Sequence[Mapping[str, Any]], totals: Mapping[str, Any], titles: Mapping[str, str]
) -> list[str]:
    """A note for every column whose figures, shown in whole pounds, do not add up to the total shown.

    Totals add the unrounded pence, as the paper's own spreadsheet did (domain, D-01 to D-08).
    """
    notes = []
    for key, title in titles.items():
        shown = sum(whole_pounds(row[key]) for row in rows)
        gap = whole_pounds(totals[key]) - shown
        if gap:
            notes.append(
                f"{title}: the figures shown add up to £{shown:,} and the total is £{whole_pounds(totals[key]):,}, "
                f"because pence are added before they are rounded (difference £{abs(gap)})."
            )
    return notes
