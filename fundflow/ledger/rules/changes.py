"""From postings to the rows that they change, and from a row to the reasons why a change does not fit."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fundflow.errors import Refusal
from fundflow.ledger.rules import sentences
from fundflow.ledger.rules.balances import Balances, BudgetKey
from fundflow.ledger.rules.kinds import COVER, REAL, RULES, Closed
from fundflow.ledger.rules.lines import Place, Posting
from fundflow.ledger.tables import Account, Kind
from fundflow.money import Pence

ALLOCATED = "allocated"


@dataclass
class Change:
    """What an entry does to one row: a position (no holder) or a holding."""

    key: BudgetKey
    holder: str | None
    deltas: dict[str, Pence] = field(default_factory=dict)
    recurrence: str | None = None
    capital: bool | None = None
    opens: bool = False

    @property
    def order(self) -> tuple[bool, BudgetKey, str]:
        """Positions by key, then holdings by key and holder: the one order of locks everywhere."""
        return self.holder is not None, self.key, self.holder or ""

    @property
    def cover(self) -> Pence:
        """By how much what covers an accrual changes."""
        return sum(self.deltas.get(account, 0) for account in COVER)


def changes_of(kind: Kind, postings: Sequence[Posting]) -> list[Change]:
    """The rows that the postings change, in the order in which they must be locked; unchanged rows are left out."""
    found: dict[tuple[BudgetKey, str | None], Change] = {}
    sums: dict[tuple[BudgetKey, str | None], dict[str, Pence]] = defaultdict(lambda: defaultdict(int))
    for posting in postings:
        for place, pence in ((posting.source, -posting.pence), (posting.target, posting.pence)):
            for key, holder, account in _rows(place):
                sums[key, holder][account] += pence
        if posting.target.key is not None and posting.capital is not None:
            opened = found.setdefault((posting.target.key, None), Change(posting.target.key, None))
            opened.recurrence, opened.capital = posting.recurrence, posting.capital
    for (key, holder), accounts in sums.items():
        change = found.setdefault((key, holder), Change(key, holder))
        change.deltas = {account: pence for account, pence in accounts.items() if pence}
        change.opens = RULES[kind].opens and all(pence > 0 for pence in change.deltas.values())
    return sorted((change for change in found.values() if change.deltas), key=lambda change: change.order)


def _rows(place: Place) -> list[tuple[BudgetKey, str | None, str]]:
    if place.key is None:
        return []
    rows: list[tuple[BudgetKey, str | None, str]] = [(place.key, None, place.account.value)]
    if place.account in REAL:
        rows.append((place.key, None, ALLOCATED))
    if place.holder is not None:
        rows.append((place.key, place.holder, place.account.value))
    return rows


def why_not(kind: Kind, change: Change, found: Balances | None, names: Mapping[str, str]) -> list[Refusal]:
    """Every reason why one change does not fit the row as it stands; a row that is not there holds nothing."""
    refusals: list[Refusal] = []
    if found and found.closed and RULES[kind].closed is Closed.NEVER:
        refusals.append(sentences.period_closed(change.key, names))
    if found and change.opens and change.holder is None:
        refusals.extend(_colour_refusals(change, found, names))
    if blocks_on_cut(kind, change) and found and found.cut_due:
        refusals.append(sentences.cut_due(change.key, found.cut_due, names))
    for account, pence in change.deltas.items():
        left = getattr(found.accounts, account) if found else 0
        belongs = (account in (Account.UNCOMMITTED, Account.CUT_DUE)) == (change.holder is None)
        if belongs and account != ALLOCATED and left + pence < 0:
            refusals.append(
                sentences.not_enough(Account(account), change.key, change.holder, need=-pence, left=left, names=names)
            )
    if change.holder is not None and not refusals:
        held = found.accounts if found else None
        covered = (held.unclaimed + held.claimed + held.payable if held else 0) + change.cover
        accrued = (held.accrued if held else 0) + change.deltas.get(Account.ACCRUED, 0)
        if accrued > covered:
            refusals.append(sentences.accrual_uncovered(change.key, change.holder, accrued, covered, names))
    return refusals


def blocks_on_cut(kind: Kind, change: Change) -> bool:
    """Whether a cut that is still due stops this change: new money is promised."""
    return kind is Kind.RESERVE and change.holder is None


def _colour_refusals(change: Change, found: Balances, names: Mapping[str, str]) -> list[Refusal]:
    if change.capital is not None and change.capital != found.capital:
        return [sentences.other_colour(change.key, capital=found.capital, names=names)]
    if change.recurrence and found.recurrence and change.recurrence != found.recurrence:
        return [sentences.other_recurrence(change.key, found.recurrence, change.recurrence, names)]
    return []
