"""The opening figures of a bid in the ledger: posted once a commissioner and period, and undone before they are corrected."""

from collections.abc import Iterable

from fundflow import ledger
from fundflow.engine.case import Case
from fundflow.engine.posting import post
from fundflow.engine.takeover.facts import Line, Position, Source
from fundflow.ledger import Account, Kind
from fundflow.takeovers import TakenLine


def open_money(case: Case, position: Position, source: Source) -> dict[int, int]:
    """Post what stands reserved, committed and paid, as at the file's day; the entry's number by the row that it rests on.

    Raises:
        Refused: it is more than is free there.
    """
    committed = case.workflow.states[case.application.state].holds == "committed"
    entries: dict[int, int] = {}
    for one in sorted(position.lines, key=lambda line: (line.commissioner, line.period)):
        if not one.agreed:
            continue
        holder = case.holder(one.commissioner)
        ledger.register_holder(case.session, holder, fund=case.fund_id, capital=case.application.capital)
        entry = post(
            case,
            Kind.OPENING,
            _lines(case, one, holder, committed=committed),
            source=f"{source.file}, row {one.line}, SHA-256 {source.sha256[:12]}",
            key=f"{case.ref}:{case.application.version}:opening:{one.commissioner}/{one.period}",
            effective_on=source.as_at,
        )
        entries[one.line] = entry.id
    return entries


def _lines(case: Case, one: Line, holder: str, *, committed: bool) -> list[ledger.Line]:
    key = case.money_key(one.commissioner, one.period)
    parts = {Account.UNCLAIMED if committed else Account.RESERVED: one.agreed - one.paid, Account.PAID_OUT: one.paid}
    return [ledger.Line(key, pence, holder, account=account) for account, pence in parts.items() if pence]


def undo_openings(case: Case, before: Iterable[TakenLine]) -> None:
    """Reverse the opening entries of rows that are replaced; they stay in the ledger with what undoes them."""
    for row in before:
        if row.entry_id is None:
            continue
        first = ledger.entry(case.session, row.entry_id)
        post(
            case,
            Kind.REVERSE_OPENING,
            (),
            source=first.source,
            key=f"{case.ref}:opening:{row.entry_id}:undone",
            reverses=row.entry_id,
            effective_on=first.effective_on,
        )
