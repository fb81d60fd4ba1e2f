"""The frozen facts that rules take and verbs hand back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from fundflow.calendar import financial_year

Key: TypeAlias = tuple[str, str]
"""Commissioner and period of a budget key; the fund is the case's."""


@dataclass(frozen=True, order=True)
class Part:
    """Pence of one commissioner, period and year of delivery, as the ledger is to post them.

    `released` is what goes back to unclaimed when less is approved than was claimed.
    """

    commissioner: str
    period: str
    delivery_year: str
    pence: int
    released: int = 0

    @property
    def key(self) -> Key:
        """Its budget key without the fund."""
        return self.commissioner, self.period


@dataclass(frozen=True)
class CaseFacts:
    """The case that a schedule, claim or recovery belongs to: row id, reference, fund id, who is paid."""

    application_id: int
    ref: str
    fund: str
    payee: str

    def columns(self, number: int, *, kind: Literal["C", "R"]) -> dict[str, Any]:
        """What its numbered claims (C) and recoveries (R) carry: `TF-17-0001/C1`, and the case's own names."""
        return {
            "ref": f"{self.ref}/{kind}{number}",
            "application_id": self.application_id,
            "case_ref": self.ref,
            "number": number,
            "fund": self.fund,
            "payee": self.payee,
        }


@dataclass(frozen=True)
class Standing:
    """What the rest of the product knows about a case when its recipient claims.

    `claims` is what the case's state says about claims; `suspended_on` the first day of a suspension;
    `overdue_returns` their titles; `final_report` whether one was received; `closed_periods` those whose books are closed.
    """

    claims: Literal["closed", "open", "held"]
    starts: date
    ends: date
    last_claim: date
    precedents_met: bool = True
    suspended_on: date | None = None
    final_report: bool = False
    overdue_returns: tuple[str, ...] = ()
    closed_periods: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Cost:
    """One line of a claim: gross pence, of which VAT, delivered from one day to another."""

    number: int
    cost_type: str
    description: str
    delivered_from: date
    delivered_to: date
    pence: int
    vat_pence: int = 0

    @property
    def years(self) -> tuple[str, ...]:
        """The financial years in which it was delivered, in order."""
        first, last = int(financial_year(self.delivered_from)[:4]), int(financial_year(self.delivered_to)[:4])
        return tuple(financial_year(date(year, 4, 1)) for year in range(first, last + 1))


@dataclass(frozen=True)
class Room:
    """What one tranche still lets be claimed for one key, in pence."""

    tranche_id: int
    number: int
    title: str
    kind: str
    commissioner: str
    period: str
    pence: int


@dataclass(frozen=True)
class Draw:
    """What a claim takes from a tranche for one key and year of delivery, in pence."""

    tranche_id: int
    commissioner: str
    period: str
    delivery_year: str
    pence: int


@dataclass(frozen=True)
class BudgetLine:
    """What the agreed budget holds for a kind of cost in a period, and what earlier claims have used of it."""

    cost_type: str
    period: str
    pence: int
    used_pence: int = 0


@dataclass(frozen=True)
class Tolerance:
    """How far a budget line may be passed: the larger of a percentage of it and a sum (a fund sets the other to 0)."""

    percent: int
    pence: int

    def ceiling(self, pence: int) -> int:
        """The most that may be claimed on a line of so many pence."""
        return pence + max(pence * self.percent // 100, self.pence)


def merge(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Add up parts of the same key and year, in the order of commissioner, period and year."""
    sums: dict[tuple[str, str, str], tuple[int, int]] = {}
    for part in parts:
        at = part.commissioner, part.period, part.delivery_year
        pence, released = sums.get(at, (0, 0))
        sums[at] = pence + part.pence, released + part.released
    return tuple(Part(*at, pence, released) for at, (pence, released) in sorted(sums.items()))


def by_key(parts: Iterable[Part]) -> Mapping[Key, int]:
    """Pence by budget key."""
    sums: dict[Key, int] = {}
    for part in parts:
        sums[part.key] = sums.get(part.key, 0) + part.pence
    return sums
