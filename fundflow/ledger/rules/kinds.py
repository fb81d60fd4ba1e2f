"""The kinds of entry as one table: which money each moves, and what may still be posted after a period closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fundflow.ledger.tables import Account, Kind


class Side(StrEnum):
    """Whose account a move takes from or gives to; `standing` is the holder's account that the line names."""

    OUTSIDE = "outside"
    KEY = "key"
    TO = "to"
    HOLDER = "holder"
    STANDING = "standing"
    POOL = "pool"


class Closed(StrEnum):
    """What a kind may do at a closed key."""

    NEVER = "never"
    ALWAYS = "always"
    WITHIN_ACCRUED = "within accrued"
    WITH_REVERSAL = "with the accrual's reversal in the same transaction"
    WITH_PAYMENT = "with a payment, or a failed one, in the same transaction"


class Amount(StrEnum):
    """Which amount of a line a move carries."""

    PENCE = "pence"
    RELEASED = "released"


@dataclass(frozen=True)
class Move:
    """One transfer that a line of this kind makes."""

    source: tuple[Side, Account]
    target: tuple[Side, Account]
    amount: Amount = Amount.PENCE


@dataclass(frozen=True)
class Rule:
    """What one kind of entry does.

    `opens` lets it make a position or a holding that is not there yet; `reverses` is the kind that it undoes, whole;
    `pooled` are its moves when the line names a pool.
    """

    moves: tuple[Move, ...] = ()
    pooled: tuple[Move, ...] = ()
    closed: Closed = Closed.NEVER
    opens: bool = False
    reverses: Kind | None = None

    @property
    def names_holder(self) -> bool:
        """Whether each line says whose money it is."""
        held = {Side.HOLDER, Side.STANDING}
        return any(held & {move.source[0], move.target[0]} for move in self.moves)

    @property
    def names_account(self) -> bool:
        """Whether each line says in which of the holder's accounts its money stands."""
        return any(move.target[0] is Side.STANDING for move in self.moves)

    @property
    def names_two_keys(self) -> bool:
        """Whether each line says which key the money goes to."""
        return any(move.target[0] is Side.TO for move in self.moves)

    @property
    def releases(self) -> bool:
        """Whether a line may give part of the amount back."""
        return any(move.amount is Amount.RELEASED for move in self.moves)


_WORLD = (Side.OUTSIDE, Account.WORLD)
_MEMO = (Side.OUTSIDE, Account.MEMO)
_FREE = (Side.KEY, Account.UNCOMMITTED)
_FREE_THERE = (Side.TO, Account.UNCOMMITTED)
_CUT = (Side.KEY, Account.CUT_DUE)
_POOL = (Side.POOL, Account.RESERVED)


def _held(account: Account) -> tuple[Side, Account]:
    return Side.HOLDER, account


_RESERVED, _UNCLAIMED, _CLAIMED = _held(Account.RESERVED), _held(Account.UNCLAIMED), _held(Account.CLAIMED)
_PAYABLE, _PAID_OUT, _RECOVERABLE = _held(Account.PAYABLE), _held(Account.PAID_OUT), _held(Account.RECOVERABLE)
_PIPELINE, _CONTINGENT, _ACCRUED = _held(Account.PIPELINE), _held(Account.CONTINGENT), _held(Account.ACCRUED)

RULES: Mapping[Kind, Rule] = {
    # Fund money. The two adjustments are split between the key and its `cut_due` when they are posted.
    Kind.ALLOCATE: Rule((Move(_WORLD, _FREE),), opens=True),
    Kind.ADJUST_ALLOCATION_UP: Rule((Move(_WORLD, _FREE),)),
    Kind.ADJUST_ALLOCATION_DOWN: Rule((Move(_FREE, _WORLD),)),
    Kind.APPLY_CUT: Rule((Move(_FREE, _WORLD), Move(_CUT, _MEMO))),
    Kind.VIRE: Rule((Move(_FREE, _FREE_THERE),), opens=True),
    Kind.CARRY_FORWARD: Rule((Move(_FREE, _FREE_THERE),), opens=True),
    Kind.LAPSE: Rule((Move(_FREE, _WORLD),), closed=Closed.ALWAYS),
    # Noted only.
    Kind.PIPELINE_UP: Rule((Move(_MEMO, _PIPELINE),), opens=True),
    Kind.PIPELINE_DOWN: Rule((Move(_PIPELINE, _MEMO),)),
    Kind.CONTINGENT_UP: Rule((Move(_MEMO, _CONTINGENT),), opens=True),
    Kind.CONTINGENT_DOWN: Rule((Move(_CONTINGENT, _MEMO),)),
    # Promised.
    Kind.RESERVE: Rule((Move(_FREE, _RESERVED),), pooled=(Move(_POOL, _RESERVED),), opens=True),
    Kind.RELEASE: Rule((Move(_RESERVED, _FREE),), pooled=(Move(_RESERVED, _POOL),), opens=True),
    Kind.COMMIT: Rule((Move(_RESERVED, _UNCLAIMED),)),
    Kind.DECOMMIT: Rule((Move(_UNCLAIMED, _FREE),), closed=Closed.ALWAYS),
    # Claimed and paid.
    Kind.CLAIM: Rule((Move(_UNCLAIMED, _CLAIMED),), closed=Closed.WITHIN_ACCRUED),
    Kind.REVERSE_CLAIM: Rule(closed=Closed.ALWAYS, reverses=Kind.CLAIM),
    Kind.APPROVE_CLAIM: Rule(
        (Move(_CLAIMED, _PAYABLE), Move(_CLAIMED, _UNCLAIMED, Amount.RELEASED)), closed=Closed.WITHIN_ACCRUED
    ),
    Kind.REVERSE_APPROVE_CLAIM: Rule(closed=Closed.ALWAYS, reverses=Kind.APPROVE_CLAIM),
    Kind.ACCRUE: Rule((Move(_MEMO, _ACCRUED),), closed=Closed.WITH_PAYMENT),
    Kind.REVERSE_ACCRUAL: Rule(closed=Closed.ALWAYS, reverses=Kind.ACCRUE),
    Kind.PAY: Rule((Move(_PAYABLE, _PAID_OUT),), closed=Closed.WITH_REVERSAL),
    Kind.PAYMENT_FAILED: Rule(closed=Closed.ALWAYS, reverses=Kind.PAY),
    # Asked back.
    Kind.RECOVERY_DUE: Rule((Move(_PAID_OUT, _RECOVERABLE),), closed=Closed.ALWAYS),
    Kind.REVERSE_RECOVERY_DUE: Rule(closed=Closed.ALWAYS, reverses=Kind.RECOVERY_DUE),
    Kind.RECOVERY_RECEIVED: Rule((Move(_RECOVERABLE, _FREE),), closed=Closed.ALWAYS),
    Kind.RECOVERY_RECEIVED_ENTITLED: Rule((Move(_RECOVERABLE, _UNCLAIMED),), closed=Closed.ALWAYS),
    Kind.WRITE_OFF: Rule((Move(_RECOVERABLE, _held(Account.WRITTEN_OFF)),), closed=Closed.ALWAYS),
    # Taken over: what stood elsewhere until now, each line in the account that it names.
    Kind.OPENING: Rule((Move(_FREE, (Side.STANDING, Account.MEMO)),), opens=True),
    Kind.REVERSE_OPENING: Rule(reverses=Kind.OPENING),
}

HELD = (
    Account.RESERVED,
    Account.UNCLAIMED,
    Account.CLAIMED,
    Account.PAYABLE,
    Account.PAID_OUT,
    Account.RECOVERABLE,
    Account.WRITTEN_OFF,
)
"""The accounts that money can stand in for a holder."""

REAL = (Account.UNCOMMITTED, *HELD)
"""What `allocated` is the sum of."""

HOLDER_ACCOUNTS = (*HELD, Account.PIPELINE, Account.CONTINGENT, Account.ACCRUED)
KEY_ACCOUNTS = (*REAL, Account.PIPELINE, Account.CONTINGENT, Account.ACCRUED, Account.CUT_DUE)
SPENT = (Account.PAID_OUT, Account.RECOVERABLE, Account.WRITTEN_OFF, Account.ACCRUED)
"""Accounts that together are expenditure: what was paid, less what came back, and what is accrued."""

COVER = (Account.UNCLAIMED, Account.CLAIMED, Account.PAYABLE)
"""What an accrual must be covered by."""
