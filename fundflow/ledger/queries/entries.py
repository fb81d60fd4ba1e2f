"""Reading entries with their postings."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import Session

from fundflow.errors import NotFound
from fundflow.ledger.rules import entries as rules
from fundflow.ledger.rules.balances import BudgetKey
from fundflow.ledger.rules.entries import Entry
from fundflow.ledger.rules.lines import Posting
from fundflow.ledger.tables import ENTRY, POSTING, Account, Kind
from fundflow.money import Pence

_LINE = "line_"
"""What a posting's columns are called beside those of its entry."""


def entry(session: Session, entry_id: int) -> Entry:
    """One entry with its postings.

    Raises:
        NotFound: there is none of this number.
    """
    found = _read(session, select(ENTRY).where(ENTRY.c.id == entry_id))
    if not found:
        raise NotFound(f"There is no ledger entry {entry_id}.")
    return found[0]


def entry_by_key(session: Session, key: str) -> Entry | None:
    """The entry that an idempotency key stands for."""
    found = _read(session, select(ENTRY).where(ENTRY.c.idempotency_key == key))
    return found[0] if found else None


def reversal_of(session: Session, entry_id: int) -> Entry | None:
    """The entry that undid this one, if any."""
    found = _read(session, select(ENTRY).where(ENTRY.c.reverses_id == entry_id))
    return found[0] if found else None


def entries(
    session: Session,
    *,
    case: str | None = None,
    key: BudgetKey | None = None,
    kind: Kind | Collection[Kind] | None = None,
    holder: str | None = None,
) -> list[Entry]:
    """Entries with their postings, in the order in which they were recorded."""
    asked = select(ENTRY).order_by(ENTRY.c.id)
    if case is not None:
        asked = asked.where(ENTRY.c.case_ref == case)
    if kind is not None:
        asked = asked.where(ENTRY.c.kind.in_([kind] if isinstance(kind, Kind) else list(kind)))
    if key is not None:
        asked = asked.where(ENTRY.c.id.in_(select(POSTING.c.entry_id).where(_touches(key))))
    if holder is not None:
        held = or_(POSTING.c.from_holder == holder, POSTING.c.to_holder == holder)
        asked = asked.where(ENTRY.c.id.in_(select(POSTING.c.entry_id).where(held)))
    return _read(session, asked)


def moved(
    session: Session, ids: Collection[int], *, kinds: Collection[Kind], account: Account, key: BudgetKey, holder: str
) -> Pence:
    """What came into a holder's account less what left it, by these entries of these kinds."""
    total = 0
    for side, sign in (("from", -1), ("to", 1)):
        asked = (
            select(func.coalesce(func.sum(POSTING.c.pence), 0))
            .join(ENTRY, ENTRY.c.id == POSTING.c.entry_id)
            .where(ENTRY.c.id.in_(list(ids)), ENTRY.c.kind.in_(list(kinds)), _side(side, key))
            .where(POSTING.c[f"{side}_holder"] == holder, POSTING.c[f"{side}_account"] == account.value)
        )
        total += sign * int(session.connection().execute(asked).scalar_one())
    return total


def _touches(key: BudgetKey) -> ColumnElement[bool]:
    return or_(_side("from", key), _side("to", key))


def _side(side: str, key: BudgetKey) -> ColumnElement[bool]:
    columns = (("commissioner", key.commissioner), ("period", key.period), ("fund", key.fund))
    first, *rest = (POSTING.c[f"{side}_{part}"] == value for part, value in columns)
    return first.__and__(rest[0]).__and__(rest[1])


def _read(session: Session, asked: Select[Any]) -> list[Entry]:
    """The entries asked for, each with its postings, in one question."""
    lines = [column.label(f"{_LINE}{column.name}") for column in POSTING.c]
    both = asked.add_columns(*lines).join(POSTING, POSTING.c.entry_id == ENTRY.c.id, isouter=True)
    heads: dict[int, Mapping[Any, Any]] = {}
    postings: dict[int, list[Posting]] = {}
    for row in session.connection().execute(both.order_by(None).order_by(ENTRY.c.id, POSTING.c.line)).mappings():
        heads.setdefault(row["id"], row)
        mine = postings.setdefault(row["id"], [])
        if row[f"{_LINE}entry_id"] is not None:
            mine.append(rules.posting_from({column.name: row[f"{_LINE}{column.name}"] for column in POSTING.c}))
    return [rules.entry_from(row, postings[number]) for number, row in heads.items()]
