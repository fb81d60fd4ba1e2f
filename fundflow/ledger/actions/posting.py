"""Posting: one entry with its postings, the running totals and its audit event, or a refusal with the figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from sqlmodel import Session

from fundflow import audit, database
from fundflow.clock import london_day
from fundflow.errors import BadInput, Conflict, NotFound, Refusal, Refused, Stale
from fundflow.ledger.actions import rows
from fundflow.ledger.actions.closed import guard_closed
from fundflow.ledger.queries import balances, entries, months
from fundflow.ledger.rules import sentences
from fundflow.ledger.rules.balances import BudgetKey
from fundflow.ledger.rules.changes import Change, changes_of, why_not
from fundflow.ledger.rules.entries import Entry, asked, entry_from, fingerprint, posting_row
from fundflow.ledger.rules.kinds import HELD, RULES
from fundflow.ledger.rules.lines import Known, Line, Posting, check_lines, postings_of, reads_first
from fundflow.ledger.rules.months import first_open
from fundflow.ledger.tables import Kind

_POSTED = "ledger.posted"


def post(
    session: Session,
    kind: Kind,
    lines: Sequence[Line],
    *,
    act: audit.Act,
    effective_on: date | None = None,
    reverses: int | None = None,
    case: str | None = None,
    source: str = "",
    reason: str = "",
    key: str = "",
    names: Mapping[str, str] | None = None,
) -> Entry:
    """Post one entry: all of its lines, or none.

    The same `key` with the same content returns the first entry. Kinds that undo take `reverses` and no lines.
    `effective_on` is today in the United Kingdom unless it is given; where its month is closed it becomes the first day
    of the next open one, and the entry says which day it relates to; `names` are commissioners' names for sentences.
    A refused transaction cannot be committed any more, unless the post stood in a savepoint that was rolled back.

    Raises:
        NotAnAmount: nought pence or less.
        BadInput: lines that this kind cannot mean.
        NotFound: the entry to undo, or a holder, is unknown.
        Refused: it does not fit; every reason with its figures.
        Conflict: the key was used before for something else.
        Stale: it did not fit a moment ago and would now: try again.
    """
    check_lines(kind, lines)
    original = _original(session, kind, reverses)
    given = {"effective_on": effective_on, "case": case, "source": source, "reason": reason, "reverses": reverses}
    hashed = asked(kind, lines, **given)
    known = _read_first(session, kind, lines, names or {})
    postings = _undo(original) if original else postings_of(kind, lines, known)
    on, relates_to = _dated(session, kind, postings, effective_on, act)
    columns: dict[str, Any] = {
        "kind": kind.value,
        "pence": original.pence if original else sum(line.pence for line in lines),
        "effective_on": on,
        "relates_to": relates_to,
        "recorded_at": act.now,
        "actor_id": act.actor_id,
        "actor": act.actor,
        "case_ref": case,
        "source": source,
        "reason": reason or act.reason,
        "idempotency_key": key or None,
        "reverses_id": reverses,
        "asked": hashed,
    }
    posting_rows = [posting_row(line, posting) for line, posting in enumerate(postings, start=1)]
    columns["fingerprint"] = fingerprint(columns, posting_rows)
    entry_id = rows.add_entry(session, columns)
    if entry_id is None:
        return _first(session, kind, key, hashed, original)
    _must_be_first(session, kind, lines, names or {})
    _change_totals(session, kind, changes_of(kind, postings), names or {})
    rows.add_postings(session, [{"entry_id": entry_id, **row} for row in posting_rows])
    session.info.setdefault(_POSTED, []).append(entry_id)
    entry = entry_from({"id": entry_id, **columns}, postings)
    _record(session, entry, act)
    return entry


def _dated(
    session: Session, kind: Kind, postings: Sequence[Posting], given: date | None, act: audit.Act
) -> tuple[date, date | None]:
    """The day that an entry gets, and the day that it is about where that is another one."""
    today = london_day(act.now)
    bodies = {place.key.commissioner for one in postings for place in (one.source, one.target) if place.key}
    wanted = given or today
    # Only an accrual, or its undoing, that somebody dates is a month-end's work; what follows a payment goes with it.
    late = kind in (Kind.ACCRUE, Kind.REVERSE_ACCRUAL) and given is not None
    on = first_open(months.held(session, bodies), wanted, today=today, late=late)
    return on, wanted if on != wanted else None


def _original(session: Session, kind: Kind, reverses: int | None) -> Entry | None:
    undoes = RULES[kind].reverses
    if undoes is None:
        if reverses is not None:
            raise BadInput("entries of this kind undo nothing: leave `reverses` out", place=kind)
        return None
    if reverses is None:
        raise BadInput(f"say which {undoes} it undoes, by its entry's number", place=kind)
    original = entries.entry(session, reverses)
    if original.kind is not undoes:
        raise BadInput(f"entry {reverses} is a {original.kind} and not a {undoes}", place=kind)
    return original


def _undo(original: Entry) -> tuple[Posting, ...]:
    return tuple(posting.undone() for posting in original.postings)


def _read_first(session: Session, kind: Kind, lines: Sequence[Line], names: Mapping[str, str]) -> Known:
    if not reads_first(kind):
        return Known()
    positions = balances.locked_positions(session, {key for line in lines for key in (line.key, line.to) if key})
    holders = balances.colours(session, {line.holder for line in lines if line.holder})
    known = Known(positions, {holder: capital for holder, (_, capital) in holders.items()})
    for line in lines:
        if RULES[kind].names_holder:
            _check_holder(line, holders, names)
        elif line.key not in positions:
            raise Refused([sentences.not_allocated(line.key, names)])
        if line.to is not None and positions[line.key].capital:
            receiving = positions[line.to].capital if line.to in positions else line.capital is not False
            if not receiving:
                raise Refused([sentences.capital_to_revenue(line.key, line.to, names)])
    return known


def _check_holder(line: Line, holders: Mapping[str, tuple[str, bool]], names: Mapping[str, str]) -> None:
    holder = line.holder or ""
    if holder not in holders:
        raise NotFound(f"{holder} holds no money: it is not registered with the ledger.")
    if holders[holder][0] != line.key.fund:
        raise Refused([sentences.ring_fenced(holder, holders[holder][0], line.key, names)])


def _first(session: Session, kind: Kind, key: str, hashed: str, original: Entry | None) -> Entry:
    """What stands there already: the first entry of this key, or the reversal that came before."""
    first = entries.entry_by_key(session, key) if key else None
    if first is not None and first.asked == hashed:
        return first
    if first is not None:
        raise Conflict(f"The key '{key}' was used before for something else (entry {first.id}). Nothing has changed.")
    if original is not None and entries.reversal_of(session, original.id):
        raise Refused([sentences.undone_before(original.id, original.kind)])
    raise Stale(f"Another {kind} came in between. Nothing has changed: try again.")


def _must_be_first(session: Session, kind: Kind, lines: Sequence[Line], names: Mapping[str, str]) -> None:
    """An OPENING says where a holder's money stood until now: it finds none there, so it comes once a key and holder.

    The position is locked since it was read, so that no other one comes in between.
    """
    if not RULES[kind].names_account:
        return
    for key, holder in sorted({(line.key, line.holder or "") for line in lines}):
        found = balances.holding(session, key, holder)
        held = sum(getattr(found.accounts, account) for account in HELD) if found else 0
        if held:
            _refuse(session, [sentences.opened_before(key, holder, held, names)])


def _change_totals(session: Session, kind: Kind, changes: list[Change], names: Mapping[str, str]) -> None:
    closed: set[BudgetKey] = set()
    for at, change in enumerate(changes):
        if change.holder is not None and change.key in closed:
            beyond = _beyond(session, kind, change, names)
            if beyond:
                _refuse(session, beyond)
        is_closed = rows.apply(session, kind, change)
        if is_closed is None:
            _explain(session, kind, changes[at:], closed, names)
        if is_closed:
            closed.add(change.key)
            if change.deltas.get("uncommitted", 0) > 0:
                _must_lapse(session, change.key, names)


def _beyond(session: Session, kind: Kind, change: Change, names: Mapping[str, str]) -> list[Refusal]:
    return guard_closed(session, kind, change, posted=session.info.get(_POSTED, []), names=names)


def _explain(
    session: Session, kind: Kind, changes: list[Change], closed: set[BudgetKey], names: Mapping[str, str]
) -> NoReturn:
    """Read what stands there, and say every reason why the rest of an entry does not fit."""
    refusals: list[Refusal] = []
    for change in changes:
        if change.holder is None:
            found = balances.position(session, change.key)
            if found and found.closed:
                closed.add(change.key)
            refusals.extend(why_not(kind, change, found, names))
            continue
        found = balances.holding(session, change.key, change.holder)
        if change.opens:
            refusals.extend(_why_not_open(session, change, names))
        beyond = _beyond(session, kind, change, names) if change.key in closed else []
        refusals.extend(beyond or why_not(kind, change, found, names))
    if not refusals:
        raise Stale("The figures changed in between. Nothing has changed: try again.")
    _refuse(session, refusals)


def _why_not_open(session: Session, change: Change, names: Mapping[str, str]) -> list[Refusal]:
    holder = change.holder or ""
    found = balances.colours(session, {holder}).get(holder)
    if found is None:
        raise NotFound(f"{holder} holds no money: it is not registered with the ledger.")
    fund, capital = found
    if fund != change.key.fund:
        return [sentences.ring_fenced(holder, fund, change.key, names)]
    at = balances.position(session, change.key)
    if at is not None and at.capital != capital:
        return [sentences.other_colour(change.key, capital=at.capital, names=names)]
    return []


def _refuse(session: Session, refusals: Sequence[Refusal]) -> NoReturn:
    """Refuse, and see to it that a half-written entry is not committed by a caller that carries on."""
    error = Refused(list(dict.fromkeys(refusals)))
    if session.get_nested_transaction() is None:

        def again(_: Session) -> None:
            raise error

        database.at_the_end(session, "ledger.refused", again)
    raise error


def _must_lapse(session: Session, key: BudgetKey, names: Mapping[str, str]) -> None:
    """Money that comes back to a closed key leaves it in the same transaction."""

    def returned(ending: Session) -> None:
        found = balances.position(ending, key)
        if found and found.closed and found.uncommitted:
            raise Refused([sentences.not_returned(key, found.uncommitted, names)])

    database.at_the_end(session, f"ledger.lapse {key}", returned)


def _record(session: Session, entry: Entry, act: audit.Act) -> None:
    after = {"entry": entry.id, "pence": entry.pence, "fingerprint": entry.fingerprint, "source": entry.source}
    if entry.reverses_id is not None:
        after["reverses"] = entry.reverses_id
    audit.record(
        session,
        act,
        what=f"ledger.{entry.kind}",
        subject=entry.case or act.subject,
        after=after,
        item=f"entry {entry.id}",
        fingerprint=entry.fingerprint,
    )
