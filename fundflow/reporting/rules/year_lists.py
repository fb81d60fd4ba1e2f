"""The four lists of a year's end, which with what is paid are what was allocated: pay, accrue, carry forward, lapse."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fundflow.ledger import Balances, BudgetKey
from fundflow.money import Pence

Name: TypeAlias = Literal["pay", "accrue", "carry forward requested", "lapse"]
NAMES: tuple[Name, ...] = ("pay", "accrue", "carry forward requested", "lapse")


@dataclass(frozen=True)
class Item:
    """One line of a list: an award's money, or a key's own where `case` is empty, with the paper or the reason."""

    name: Name
    case: str
    key: BudgetKey
    pence: Pence
    about: str


def of_holding(
    case: str, held: Balances, *, delivered: Pence, papers: str, asked: Pence, asked_in: str
) -> Iterable[Item]:
    """How an award's unspent money of one key falls to the lists.

    `delivered` is what papers show as delivered and unpaid, `asked` what a request would move to a later year.
    """
    waiting = held.unclaimed + held.in_check
    accrue = min(waiting, max(0, max(delivered, held.accrued) - held.payable))
    carry = min(waiting - accrue, max(0, asked))
    yield Item("pay", case, held.key, held.payable, "approved and not released")
    yield Item("accrue", case, held.key, accrue, papers or "accrued before")
    yield Item("carry forward requested", case, held.key, carry, asked_in)
    yield Item("lapse", case, held.key, waiting - accrue - carry, "agreed, not delivered, and nobody asked to move it")
    yield Item("lapse", case, held.key, held.reserved, "offered and not accepted")


def of_key(position: Balances) -> Iterable[Item]:
    """What of a key nobody was promised."""
    yield Item("lapse", "", position.key, position.uncommitted, "not committed")


def sums(items: Iterable[Item]) -> dict[BudgetKey, dict[Name, Pence]]:
    """Each key's four totals."""
    found: dict[BudgetKey, dict[Name, Pence]] = {}
    for one in items:
        mine = found.setdefault(one.key, dict.fromkeys(NAMES, 0))
        mine[one.name] += one.pence
    return found
