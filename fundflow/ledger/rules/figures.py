"""What each printed figure of a key is made of, account by account, so that a figure opens to its postings."""

from collections.abc import Mapping
from typing import Final

from fundflow.ledger.rules.balances import BudgetKey
from fundflow.ledger.rules.kinds import HELD, REAL, SPENT
from fundflow.ledger.rules.lines import Place, Posting
from fundflow.ledger.tables import Account
from fundflow.money import Pence

_PROMISED = (Account.UNCLAIMED, Account.CLAIMED, Account.PAYABLE)

FIGURES: Final[Mapping[str, Mapping[Account, int]]] = {
    "allocated": dict.fromkeys(REAL, 1),
    "expenditure": dict.fromkeys(SPENT, 1),
    "remaining": {**dict.fromkeys(_PROMISED, 1), Account.ACCRUED: -1},
    "reserved": {Account.RESERVED: 1},
    "uncommitted": {Account.UNCOMMITTED: 1},
    "committed": {one: 1 for one in HELD if one is not Account.RESERVED},
    "paid": dict.fromkeys((Account.PAID_OUT, Account.RECOVERABLE, Account.WRITTEN_OFF), 1),
    "accrued": {Account.ACCRUED: 1},
}
"""By figure, the accounts that make it, each with its sign."""


def effect(posting: Posting, key: BudgetKey, figure: str) -> Pence:
    """What one posting adds to a figure of a key, in pence; below nought where it takes away."""
    return _at(posting.target, key, figure) * posting.pence - _at(posting.source, key, figure) * posting.pence


def _at(place: Place, key: BudgetKey, figure: str) -> int:
    return FIGURES[figure].get(place.account, 0) if place.key == key else 0
