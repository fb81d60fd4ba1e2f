"""The ledger: fund money by key and holder, double entry, append-only, in whole pence; it knows nothing of grants."""

from fundflow.ledger.actions.closed import close_period
from fundflow.ledger.actions.holders import register_holder
from fundflow.ledger.actions.months import add_month, close_month, reopen_month
from fundflow.ledger.actions.posting import post
from fundflow.ledger.queries.balances import books, closures, holding, holdings, lock, position, positions
from fundflow.ledger.queries.check import check
from fundflow.ledger.queries.entries import entries, entry, entry_by_key, reversal_of
from fundflow.ledger.queries.months import lock_months, months
from fundflow.ledger.queries.reports import holdings_as_at, positions_as_at, spent_to
from fundflow.ledger.rules.balances import Accounts, Balances, BudgetKey
from fundflow.ledger.rules.entries import Entry, Fault
from fundflow.ledger.rules.figures import FIGURES, effect
from fundflow.ledger.rules.lines import Line, NotAnAmount, Place, Posting, check_period
from fundflow.ledger.rules.months import Month, State, first_open, state_of
from fundflow.ledger.tables import Account, Kind
from fundflow.ledger.triggers import TRIGGERS

__all__ = [
    "FIGURES",
    "TRIGGERS",
    "Account",
    "Accounts",
    "Balances",
    "BudgetKey",
    "Entry",
    "Fault",
    "Kind",
    "Line",
    "Month",
    "NotAnAmount",
    "Place",
    "Posting",
    "State",
    "add_month",
    "books",
    "check",
    "check_period",
    "close_month",
    "close_period",
    "closures",
    "effect",
    "entries",
    "entry",
    "entry_by_key",
    "first_open",
    "holding",
    "holdings",
    "holdings_as_at",
    "lock",
    "lock_months",
    "months",
    "position",
    "positions",
    "positions_as_at",
    "post",
    "register_holder",
    "reopen_month",
    "reversal_of",
    "spent_to",
    "state_of",
]
