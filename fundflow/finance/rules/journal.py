"""A month's journal for the outside ledger: what is accrued, the other side of it, and both undone the day after."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

from fundflow.finance.rules.coding import Code
from fundflow.money import Pence

Cost: TypeAlias = tuple[str, str, str, str, str]
"""Whose cost a line is: case, fund, period, year of delivery, kind of cost."""
NARRATIVE = 35
_CODES = ("entity", "cost_centre", "subjective", "analysis_1", "analysis_2", "tax_code")
_NOBODY: Cost = ("", "", "", "", "")


@dataclass(frozen=True)
class Account:
    """The other side of every accrual, as the outside ledger writes it; its entity is that of the cost."""

    cost_centre: str
    subjective: str
    analysis_1: str = ""
    analysis_2: str = ""
    tax_code: str = ""


@dataclass(frozen=True)
class JournalRow:
    """One line of a journal; `pence` is a debit above nought and a credit below."""

    number: int
    side: Literal["accrual", "reversal"]
    dated: date
    pence: Pence
    case_ref: str
    fund: str
    period: str
    delivery_year: str
    cost_line: str
    entity: str
    cost_centre: str
    subjective: str
    analysis_1: str
    analysis_2: str
    tax_code: str
    narrative: str

    @property
    def cost(self) -> Cost:
        """Whose cost it is; five empty texts on the other side."""
        return self.case_ref, self.fund, self.period, self.delivery_year, self.cost_line


def journal(
    costs: Mapping[Cost, Pence], codes: Mapping[Cost, Code | None], account: Account, *, month: str, ends: date
) -> list[JournalRow]:
    """The lines of a month's journal in order: debits by cost, credits by entity, then the same undone the day after.

    Every side sums to nought, and so does the whole.
    """
    rows: list[JournalRow] = []
    other_side: dict[str, Pence] = defaultdict(int)
    for cost in sorted(costs):
        code = codes.get(cost)
        texts = code.texts if code else ("",) * len(_CODES)
        if costs[cost]:
            rows.append(_row(ends, costs[cost], cost, texts, f"ACCRUAL {month} {cost[0]}"))
            other_side[texts[0]] += costs[cost]
    for entity, pence in sorted(other_side.items()):
        if pence:
            texts = (entity, *astuple(account))
            rows.append(_row(ends, -pence, _NOBODY, texts, f"ACCRUALS {month}"))
    return _numbered([*rows, *(_undone(row) for row in rows)])


def _row(dated: date, pence: Pence, cost: Cost, texts: Sequence[str], narrative: str) -> JournalRow:
    codes = dict(zip(_CODES, texts, strict=True))
    return JournalRow(0, "accrual", dated, pence, *cost, **codes, narrative=narrative[:NARRATIVE])


def _undone(row: JournalRow) -> JournalRow:
    narrative = f"REV {row.narrative}"[:NARRATIVE]
    return replace(row, side="reversal", dated=row.dated + timedelta(days=1), pence=-row.pence, narrative=narrative)


def _numbered(rows: Sequence[JournalRow]) -> list[JournalRow]:
    return [replace(row, number=number) for number, row in enumerate(rows, start=1)]


def still_to_book(costs: Mapping[Cost, Pence], booked: Sequence[JournalRow]) -> dict[Cost, Pence]:
    """What a month's whole accruals are above (or below) the journals that it has had."""
    left = dict(costs)
    for row in booked:
        if row.side == "accrual" and row.case_ref:
            left[row.cost] = left.get(row.cost, 0) - row.pence
    return {cost: pence for cost, pence in left.items() if pence}
