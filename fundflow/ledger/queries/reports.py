"""Balances as at a day, or as known at a moment, summed from the postings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal, null, select, union_all
from sqlmodel import Session

from fundflow.clock import london_day
from fundflow.ledger.queries import balances as totals
from fundflow.ledger.rules.balances import Accounts, Balances, BudgetKey
from fundflow.ledger.rules.changes import ALLOCATED
from fundflow.ledger.rules.kinds import REAL, SPENT
from fundflow.ledger.tables import ENTRY, POSTING

Sums = dict[tuple[BudgetKey, str | None], dict[str, int]]


def positions_as_at(session: Session, *, as_at: date | None = None, known_at: datetime | None = None) -> list[Balances]:
    """Every key's money at the end of a day (`effective_on`), by what was known at a moment (`recorded_at`).

    Without either it is the running totals. Keys of which nothing had happened are left out. Order: fund, commissioner,
    period.
    """
    if as_at is None and known_at is None:
        return totals.positions(session)
    return [row for row in _as_at(session, as_at, known_at, by_holder=False) if row.holder is None]


def holdings_as_at(session: Session, *, as_at: date | None = None, known_at: datetime | None = None) -> list[Balances]:
    """Every holder's money at every key, in the same way; order: holder, then key."""
    if as_at is None and known_at is None:
        return totals.holdings(session)
    rows = [row for row in _as_at(session, as_at, known_at, by_holder=True) if row.holder is not None]
    return sorted(rows, key=lambda row: (row.holder or "", row.key))


def sums(
    session: Session, *, as_at: date | None = None, known_at: datetime | None = None, by_holder: bool = True
) -> Sums:
    """The postings added up by key, and by key and holder; `allocated` is the sum of the real accounts."""
    found: Sums = defaultdict(lambda: defaultdict(int))
    for key, holder, account, pence in _added_up(session, as_at, known_at, by_holder=by_holder):
        found[key, None][account] += pence
        if account in REAL:
            found[key, None][ALLOCATED] += pence
        if holder is not None:
            found[key, holder][account] += pence
    return found


def spent_to(session: Session, commissioner: str, days: Sequence[date]) -> list[dict[BudgetKey, int]]:
    """What was paid or accrued at each of a commissioner's keys up to and with each of some days, in pence."""
    halves = []
    for side, sign in (("from", -1), ("to", 1)):
        at = {part: POSTING.c[f"{side}_{part}"] for part in ("commissioner", "period", "fund")}
        halves.append(
            select(
                at["period"],
                at["fund"],
                ENTRY.c.effective_on,
                (func.sum(POSTING.c.pence) * literal(sign)).label("pence"),
            )
            .join(ENTRY, ENTRY.c.id == POSTING.c.entry_id)
            .where(at["commissioner"] == commissioner, POSTING.c[f"{side}_account"].in_(one.value for one in SPENT))
            .where(ENTRY.c.effective_on <= max(days))
            .group_by(at["period"], at["fund"], ENTRY.c.effective_on)
        )
    found: list[dict[BudgetKey, int]] = [defaultdict(int) for _ in days]
    for period, fund, on, pence in session.connection().execute(union_all(*halves)):
        for day, sums in zip(days, found, strict=True):
            if on <= day:
                sums[BudgetKey(commissioner, period, fund)] += int(pence)
    return found


def _added_up(
    session: Session, as_at: date | None, known_at: datetime | None, *, by_holder: bool
) -> Iterator[tuple[BudgetKey, str | None, str, int]]:
    halves = [_half("from", -1, as_at, known_at, by_holder), _half("to", 1, as_at, known_at, by_holder)]
    for commissioner, period, fund, holder, account, pence in session.connection().execute(union_all(*halves)):
        yield BudgetKey(commissioner, period, fund), holder, account, int(pence)


def _half(side: str, sign: int, as_at: date | None, known_at: datetime | None, by_holder: bool) -> Select[Any]:  # noqa: FBT001
    parts = [POSTING.c[f"{side}_{part}"] for part in ("commissioner", "period", "fund")]
    holder = POSTING.c[f"{side}_holder"]
    account = POSTING.c[f"{side}_account"]
    asked = select(
        *parts,
        (holder if by_holder else null()).label("holder"),
        account,
        (func.sum(POSTING.c.pence) * literal(sign)).label("pence"),
    ).where(parts[0].is_not(None))
    if as_at is not None or known_at is not None:
        asked = asked.join(ENTRY, ENTRY.c.id == POSTING.c.entry_id)
    if as_at is not None:
        asked = asked.where(ENTRY.c.effective_on <= as_at)
    if known_at is not None:
        asked = asked.where(ENTRY.c.recorded_at <= known_at)
    return asked.group_by(*parts, account, *([holder] if by_holder else []))


def _as_at(session: Session, as_at: date | None, known_at: datetime | None, *, by_holder: bool) -> Iterator[Balances]:
    now = {row.key: row for row in totals.positions(session)}
    closed = {
        BudgetKey(row["commissioner"], row["period"], row["fund"])
        for row in totals.closures(session)
        if (as_at is None or london_day(row["closed_at"]) <= as_at)
        and (known_at is None or row["closed_at"] <= known_at)
    }
    added = sums(session, as_at=as_at, known_at=known_at, by_holder=by_holder)
    for key, holder in sorted(added, key=lambda place: (place[0].fund, place[0], place[1] or "")):
        yield Balances(
            key=key,
            accounts=Accounts(**added[key, holder]),
            capital=now[key].capital,
            recurrence=now[key].recurrence if holder is None else None,
            closed=key in closed and holder is None,
            holder=holder,
        )
