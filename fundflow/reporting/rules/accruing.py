"""What a month's end accrues: work delivered and not paid by award, beside what is accrued already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fundflow.ledger import BudgetKey
from fundflow.money import Pence
from fundflow.payments import Delivered

Place: TypeAlias = tuple[str, BudgetKey, str]
"""An award's reference, the key that pays, and the year of delivery."""


@dataclass(frozen=True)
class Shown:
    """One piece of evidence: the kind of cost where it says so, pence, and the paper."""

    cost_line: str
    pence: Pence
    evidence: str


@dataclass(frozen=True)
class Accrual:
    """One award's work at one key and year of delivery.

    `shown` is what papers show as delivered and unpaid, `standing_pence` what is accrued already, `cover_pence` how much
    more can be accrued: never more than is agreed and unpaid. `closed` says that the key's year is closed.
    """

    case: str
    key: BudgetKey
    delivery_year: str
    payee: str
    shown: tuple[Shown, ...]
    standing_pence: Pence
    standing_on: tuple[str, ...]
    cover_pence: Pence
    closed: bool = False

    @property
    def shown_pence(self) -> Pence:
        """What papers show."""
        return sum(one.pence for one in self.shown)

    @property
    def proposed_pence(self) -> Pence:
        """What is still to be accrued."""
        if self.closed:
            return 0
        return max(0, min(self.shown_pence - self.standing_pence, self.cover_pence))

    @property
    def over_pence(self) -> Pence:
        """What is accrued and no paper of ours shows: it stands on its own evidence until somebody writes it back."""
        return max(0, self.standing_pence - self.shown_pence)

    @property
    def whole_pence(self) -> Pence:
        """What is accrued once the proposal is accepted."""
        return self.standing_pence + self.proposed_pence

    @property
    def evidence(self) -> str:
        """The papers, in words."""
        return "; ".join(dict.fromkeys([*(one.evidence for one in self.shown), *self.standing_on]))

    def by_cost_line(self) -> dict[str, Pence]:
        """The whole by kind of cost: what papers show first, the rest without a kind."""
        left, parts = self.whole_pence, dict[str, Pence]()
        for one in self.shown:
            taken = min(left, one.pence)
            parts[one.cost_line] = parts.get(one.cost_line, 0) + taken
            left -= taken
        if left:
            parts[""] = parts.get("", 0) + left
        return {line: pence for line, pence in parts.items() if pence}


@dataclass(frozen=True)
class Movement:
    """One key's expenditure in a month beside that of the month before; with what the proposal would add."""

    key: BudgetKey
    last_pence: Pence
    pence: Pence

    @property
    def name(self) -> str:
        """The key as a person types it."""
        return f"{self.key.commissioner}/{self.key.period}/{self.key.fund}"

    @property
    def variance_pence(self) -> Pence:
        """This month's less last month's."""
        return self.pence - self.last_pence

    def asks(self, above: Pence) -> bool:
        """Whether somebody must say why."""
        return abs(self.variance_pence) > above


def shown_by_place(delivered: Iterable[Delivered]) -> dict[Place, list[Delivered]]:
    """What was delivered, by the place where it would be accrued."""
    found: dict[Place, list[Delivered]] = {}
    for one in delivered:
        place = (one.case_ref, BudgetKey(one.commissioner, one.period, one.fund), one.delivery_year)
        found.setdefault(place, []).append(one)
    return found


def movements(
    keys: Sequence[BudgetKey],
    *,
    before_last: Mapping[BudgetKey, Pence],
    before: Mapping[BudgetKey, Pence],
    now: Mapping[BudgetKey, Pence],
    proposed: Mapping[BudgetKey, Pence],
) -> list[Movement]:
    """Each key's two months of expenditure, from what was spent to date at three month ends."""
    found = []
    for key in keys:
        spent = now.get(key, 0) + proposed.get(key, 0) - before.get(key, 0)
        last = before.get(key, 0) - before_last.get(key, 0)
        if spent or last:
            found.append(Movement(key, last, spent))
    return found
