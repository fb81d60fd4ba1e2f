"""A claim's costs beside the agreed budget: what is agreed, claimed before, asked now, and the most without a variation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from fundflow import money
from fundflow.errors import Refusal
from fundflow.payments.rules.claims import period_for, years_of
from fundflow.payments.rules.facts import BudgetLine, Cost, Tolerance


@dataclass(frozen=True)
class LineStands:
    """One kind of cost in one period as a claim would leave it; pence. `most_pence` is the ceiling without a variation."""

    cost_type: str
    period: str
    agreed_pence: int
    before_pence: int
    asked_pence: int
    most_pence: int

    @property
    def would_be(self) -> int:
        """What would be claimed of it in all."""
        return self.before_pence + self.asked_pence

    @property
    def left(self) -> int:
        """What would be left of what was agreed; below nothing where the line would be passed."""
        return self.agreed_pence - self.would_be

    @property
    def over(self) -> bool:
        """Whether that is more than may be claimed."""
        return self.would_be > self.most_pence


def stands(costs: Sequence[Cost], budget: Sequence[BudgetLine], tolerance: Tolerance) -> list[LineStands]:
    """Each kind of cost and period that a claim touches; a year never borrows from another."""
    asked: dict[tuple[str, str], int] = defaultdict(int)
    periods = [line.period for line in budget]
    for cost in costs:
        for year, pence in years_of(cost).items():
            asked[cost.cost_type, period_for(year, periods) or year] += pence
    found = []
    for (cost_type, period), pence in asked.items():
        mine = [line for line in budget if (line.cost_type, line.period) == (cost_type, period)]
        agreed, used = sum(line.pence for line in mine), sum(line.used_pence for line in mine)
        most = tolerance.ceiling(agreed) if mine else 0
        found.append(LineStands(cost_type, period, agreed, used, pence, most))
    return found


def over_line(costs: Sequence[Cost], budget: Sequence[BudgetLine], tolerance: Tolerance) -> list[Refusal]:
    """Lines that pass their budget line by more than the tolerance."""
    return [
        Refusal(
            "within_budget_line",
            f"'{one.cost_type.replace('_', ' ')}' in {one.period} would come to {money.pounds(one.would_be)}; "
            f"{money.pounds(one.agreed_pence)} is agreed and {money.pounds(one.most_pence)} is the most without a "
            "variation. Ask the recipient, cut the line, or vary the award.",
        )
        for one in stands(costs, budget, tolerance)
        if one.over
    ]
