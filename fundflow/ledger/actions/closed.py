"""Closing a key's books, and what may still be posted there."""

from collections.abc import Collection, Mapping

from sqlalchemy import insert, update
from sqlmodel import Session

from fundflow import audit
from fundflow.errors import NotFound, Refusal, Refused
from fundflow.ledger.queries import balances, entries
from fundflow.ledger.rules import sentences
from fundflow.ledger.rules.balances import Balances, BudgetKey
from fundflow.ledger.rules.changes import Change
from fundflow.ledger.rules.entries import CLOSE_PERIOD, closing_fingerprint
from fundflow.ledger.rules.kinds import RULES, Closed
from fundflow.ledger.tables import PERIOD_CLOSE, POSITION, Account, Kind
from fundflow.money import Pence

_FREED = ((Kind.REVERSE_ACCRUAL, Account.ACCRUED, -1), (Kind.PAYMENT_FAILED, Account.PAYABLE, 1))
_USED = ((Kind.PAY, Account.PAYABLE, 1), (Kind.ACCRUE, Account.ACCRUED, -1))


def close_period(
    session: Session, key: BudgetKey, *, act: audit.Act, names: Mapping[str, str] | None = None
) -> Balances:
    """Lock a key's books: last in the order release, accrue, move or hand back, carry forward, lapse, lock.

    Nothing may be free, reserved, or committed and neither paid nor accrued; nothing noted as pipeline or contingent.

    Raises:
        NotFound: nothing was ever entered at the key.
        Refused: money is loose in it (`close_in_order`), or it is closed already (`period_open`).
    """
    found = balances.locked_positions(session, {key}).get(key)
    if found is None:
        raise NotFound(f"There are no books for {key}: nothing was ever entered.")
    if found.closed:
        raise Refused([sentences.period_closed(key, names or {})])
    left = {
        "is free": found.uncommitted,
        "is reserved": found.reserved,
        "is agreed and neither paid nor accrued": found.remaining,
        "is supported in principle": found.pipeline,
        "waits for an allocation": found.contingent,
    }
    loose = {what: pence for what, pence in left.items() if pence}
    if loose:
        raise Refused([sentences.not_in_order(key, loose, names or {})])
    columns: dict[str, object] = {
        "commissioner": key.commissioner,
        "period": key.period,
        "fund": key.fund,
        "closed_at": act.now,
        "actor_id": act.actor_id,
        "actor": act.actor,
        "reason": act.reason,
    }
    fingerprint = closing_fingerprint(columns)
    connection = session.connection()
    connection.execute(insert(PERIOD_CLOSE).values(**columns, fingerprint=fingerprint))
    connection.execute(update(POSITION).where(balances.at(POSITION, key)).values(closed=True))
    audit.record(session, act, what=CLOSE_PERIOD, item=f"period {key}", fingerprint=fingerprint)
    return balances.position(session, key) or found


def guard_closed(
    session: Session, kind: Kind, change: Change, *, posted: Collection[int], names: Mapping[str, str]
) -> list[Refusal]:
    """Why a kind that a closed key knows still goes beyond what was accrued for this holder."""
    rule, holder = RULES[kind], change.holder or ""
    if rule.closed in (Closed.ALWAYS, Closed.NEVER):
        return []
    need = change.deltas.get(rule.moves[0].target[1].value, 0)
    if rule.closed is Closed.WITHIN_ACCRUED:
        found = balances.holding(session, change.key, holder)
        left = found.accrued if found else 0
        return [sentences.beyond_accrued(change.key, holder, need, left, names)] if need > left else []
    if rule.closed is Closed.WITH_PAYMENT and not _paid(session, posted, change):
        return [sentences.without_payment(change.key, holder, need, 0, names)]
    left = _freed(session, posted, change)
    return [sentences.without_payment(change.key, holder, need, left, names)] if need > left else []


def _freed(session: Session, posted: Collection[int], change: Change) -> Pence:
    """What this transaction reversed of accruals or got back of payments, less what it paid and accrued again."""
    return sum(
        sign
        * entries.moved(session, posted, kinds=(kind,), account=account, key=change.key, holder=change.holder or "")
        for kind, account, sign in (*_FREED, *_USED)
    )


def _paid(session: Session, posted: Collection[int], change: Change) -> bool:
    return any(
        entries.moved(
            session, posted, kinds=(kind,), account=Account.PAYABLE, key=change.key, holder=change.holder or ""
        )
        for kind in (Kind.PAY, Kind.PAYMENT_FAILED)
    )
