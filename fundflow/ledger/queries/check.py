"""Rebuilding every balance from the postings, and holding entries against the audit trail."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from fundflow import audit
from fundflow.ledger.queries.reports import Sums, sums
from fundflow.ledger.rules.balances import BudgetKey
from fundflow.ledger.rules.entries import Fault, closing_fingerprint, fingerprint
from fundflow.ledger.rules.kinds import HOLDER_ACCOUNTS, KEY_ACCOUNTS
from fundflow.ledger.tables import ENTRY, HOLDER, HOLDING, PERIOD_CLOSE, POSITION, POSTING

_PAGE = 5_000


def check(session: Session) -> list[Fault]:
    """Every fault of the ledger: balances that the postings do not give, entries that their events do not vouch for.

    With `audit.verify` it finds whatever is changed, removed or put in, in any column of the ledger's tables.
    """
    found: list[Fault] = []
    for part in (_entry_faults, _balance_faults):
        try:
            found.extend(part(session))
        except (ValueError, TypeError, LookupError) as error:
            found.append(Fault("ledger", f"a row cannot be read ({error}): it was changed"))
    return found


def _entry_faults(session: Session) -> Iterator[Fault]:
    """Entries and postings against the fingerprints that stand in the audit trail, both ways."""
    events: dict[str, list[audit.Vouched]] = {}
    for event in audit.fingerprints(session, what_prefix="ledger."):
        events.setdefault(event.item, []).append(event)
    postings = groupby(_all(session, select(POSTING).order_by(POSTING.c.entry_id, POSTING.c.line)), _entry_id)
    next_id, lines = next(postings, (None, iter(())))
    for entry in _all(session, select(ENTRY).order_by(ENTRY.c.id)):
        while next_id is not None and next_id < entry["id"]:
            yield Fault(f"entry {next_id}", "its postings stand there and the entry is gone")
            next_id, lines = next(postings, (None, iter(())))
        mine = list(lines) if next_id == entry["id"] else []
        if next_id == entry["id"]:
            next_id, lines = next(postings, (None, iter(())))
        yield from _faults_of_entry(entry, mine, events.pop(f"entry {entry['id']}", []))
    while next_id is not None:
        yield Fault(f"entry {next_id}", "its postings stand there and the entry is gone")
        next_id, lines = next(postings, (None, iter(())))
    yield from _closing_faults(session, events)
    for item, left in events.items():
        yield Fault(item or "ledger", f"event {left[0].seq} of the audit trail tells of it, and it is gone")


def _entry_id(row: Mapping[Any, Any]) -> int:
    return int(row["entry_id"])


def _faults_of_entry(
    entry: Mapping[Any, Any], postings: list[Mapping[Any, Any]], events: list[audit.Vouched]
) -> Iterator[Fault]:
    place = f"entry {entry['id']}"
    if not postings:
        yield Fault(place, "it has no postings")
    if fingerprint(entry, postings) != entry["fingerprint"]:
        yield Fault(place, "its columns and postings do not give its fingerprint: one of them was changed")
    if len(events) != 1:
        yield Fault(place, f"the audit trail tells of it {len(events)} times and not once")
    for event in events:
        if event.fingerprint != entry["fingerprint"]:
            yield Fault(place, f"its fingerprint is not the one in event {event.seq} of the audit trail")
        told = (event.what, event.at, event.actor_id, event.actor)
        if told != (f"ledger.{entry['kind']}", entry["recorded_at"], entry["actor_id"], entry["actor"]):
            yield Fault(place, f"event {event.seq} of the audit trail tells another kind, moment or person")


def _closing_faults(session: Session, events: dict[str, list[audit.Vouched]]) -> Iterator[Fault]:
    for row in _all(session, select(PERIOD_CLOSE)):
        key = BudgetKey(row["commissioner"], row["period"], row["fund"])
        told = events.pop(f"period {key}", [])
        hashed = closing_fingerprint(row)
        if [event.fingerprint for event in told] != [hashed] or row["fingerprint"] != hashed:
            yield Fault(f"closing of {key}", "it is not what the audit trail tells")


def _balance_faults(session: Session) -> Iterator[Fault]:
    added = sums(session)
    colours = _colours(session)
    closed = {
        BudgetKey(row.commissioner, row.period, row.fund)
        for row in session.connection().execute(
            select(PERIOD_CLOSE.c.commissioner, PERIOD_CLOSE.c.period, PERIOD_CLOSE.c.fund)
        )
    }
    seen: set[tuple[BudgetKey, str | None]] = set()
    for row in _all(session, select(POSITION)):
        key = BudgetKey(row["commissioner"], row["period"], row["fund"])
        seen.add((key, None))
        yield from _position_faults(key, row, added, colours.get(key), is_closed=key in closed)
    capital = {key: colour[1] for key, colour in colours.items()}
    holders = {row["name"]: row for row in _all(session, select(HOLDER))}
    for row in _all(session, select(HOLDING)):
        key, holder = BudgetKey(row["commissioner"], row["period"], row["fund"]), row["holder"]
        seen.add((key, holder))
        yield from _holding_faults(key, row, added, holders.get(holder), capital.get(key))
    for key, missing in sorted(set(added) - seen, key=str):
        yield Fault(_place(key, missing), "entries speak of it and its balances are gone")


def _place(key: BudgetKey, holder: str | None) -> str:
    return f"position {key}" if holder is None else f"holding of {holder} at {key}"


def _position_faults(
    key: BudgetKey,
    row: Mapping[Any, Any],
    added: Sums,
    colour: tuple[str | None, bool | None] | None,
    *,
    is_closed: bool,
) -> Iterator[Fault]:
    yield from _row_faults(_place(key, None), row, added.get((key, None)), ("allocated", *KEY_ACCOUNTS))
    if colour and (row["recurrence"], row["capital"]) != colour:
        yield Fault(_place(key, None), "its recurrence or its capital flag is not what its entries say")
    if row["closed"] != is_closed:
        yield Fault(_place(key, None), "whether it is closed is not what the list of closings says")
    if row["closed"] and row["uncommitted"] != 0:
        yield Fault(_place(key, None), "its books are closed and money is left in them")


def _holding_faults(
    key: BudgetKey,
    row: Mapping[Any, Any],
    added: Sums,
    holder: Mapping[Any, Any] | None,
    capital: bool | None,  # noqa: FBT001
) -> Iterator[Fault]:
    place = _place(key, row["holder"])
    yield from _row_faults(place, row, added.get((key, row["holder"])), HOLDER_ACCOUNTS)
    if row["capital"] != capital:
        yield Fault(place, "its capital flag is not its key's")
    if holder is None or (holder["fund"], holder["capital"]) != (row["fund"], row["capital"]):
        yield Fault(place, "its holder is unknown, or belongs to another fund or colour of money")


def _row_faults(
    place: str, row: Mapping[Any, Any], added: Mapping[str, int] | None, accounts: tuple[str, ...]
) -> Iterator[Fault]:
    if added is None:
        yield Fault(place, "no entry speaks of it: it was put in")
        return
    for account in accounts:
        if row[account] != added.get(account, 0):
            yield Fault(place, f"{account} says {row[account]} pence and the postings give {added.get(account, 0)}")


def _colours(session: Session) -> dict[BudgetKey, tuple[str | None, bool | None]]:
    """What each key's money is, by the entries that opened or fed it."""
    names = ("to_commissioner", "to_period", "to_fund", "recurrence", "capital")
    asked = select(*(POSTING.c[name] for name in names)).where(POSTING.c.capital.is_not(None)).distinct()
    found: dict[BudgetKey, tuple[str | None, bool | None]] = {}
    for commissioner, period, fund, recurrence, capital in session.connection().execute(asked):
        key = BudgetKey(commissioner, period, fund)
        found[key] = (recurrence or found.get(key, (None, None))[0], capital)
    return found


def _all(session: Session, asked: Any) -> Iterator[Mapping[Any, Any]]:
    yield from session.connection().execute(asked.execution_options(yield_per=_PAGE)).mappings()
