"""Writes an award's tranches: plans them, changes them with the award, opens them, and takes back what is returned."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.definitions import unknown
from fundflow.errors import BadInput, Refused
from fundflow.payments.queries import schedule as reads
from fundflow.payments.rules.facts import Key, Part
from fundflow.payments.rules.schedule import PlannedTranche, Slice, respread
from fundflow.payments.tables import Tranche, TrancheAmount

__all__ = [
    "add_tranches",
    "cancel_rest",
    "date_tranche",
    "give_back",
    "open_tranches",
    "plan_tranches",
    "refresh",
    "respread_tranches",
]


def plan_tranches(session: Session, application_id: int, planned: Sequence[PlannedTranche]) -> list[Tranche]:
    """Write the schedule of an award that has none yet.

    Raises:
        Refused: it has one; `respread_tranches` changes it.
    """
    if reads.tranches(session, application_id):
        raise Refused.because(
            "schedule_new",
            "The schedule was not made: this award has one already. Vary the award to change what its instalments pay.",
        )
    return _write(session, application_id, planned)


def add_tranches(session: Session, application_id: int, planned: Sequence[PlannedTranche]) -> list[Tranche]:
    """Write more tranches of an award whose money is agreed in parts, numbered after those that there are."""
    last = max((row.number for row in reads.tranches(session, application_id)), default=0)
    numbered = [replace(plan, number=at) for at, plan in enumerate(planned, start=last + 1)]
    return _write(session, application_id, numbered)


def _write(session: Session, application_id: int, planned: Sequence[PlannedTranche]) -> list[Tranche]:
    rows = []
    for plan in planned:
        row = Tranche(
            application_id=application_id,
            number=plan.number,
            key=plan.key,
            kind=plan.kind,
            title=plan.title,
            evidence=plan.evidence,
            earliest_on=plan.earliest_on,
            payee=plan.payee,
        )
        session.add(row)
        session.flush()
        for (commissioner, period), pence in plan.amounts.items():
            _add_amount(session, row, commissioner, period, pence)
        rows.append(row)
    session.flush()
    return rows


def respread_tranches(session: Session, application_id: int, amounts: Mapping[Key, int]) -> dict[str, dict[Key, int]]:
    """Make the schedule add up to a varied award, by key; says what it held before and after.

    `amounts` are the whole award's keys; a key left out goes to zero. What is claimed is never cut. Money taken back
    for good (`forfeited`) is no part of the award.

    Raises:
        Refused: more of a key is claimed than the award would be.
    """
    before = reads.scheduled(session, application_id)
    left = {(row.tranche_id, row.commissioner, row.period): row.pence for row in reads.room(session, application_id)}
    live = {row.id: row for row in reads.tranches(session, application_id) if row.state != "cancelled"}
    rows = [row for row in reads.amounts(session, application_id) if row.tranche_id in live]
    for key in sorted({*before, *amounts}):
        mine = [row for row in rows if (row.commissioner, row.period) == key]
        if not mine:
            mine = _new_key(session, key, live, left)
        slices = [
            Slice(
                row.tranche_id,
                live[row.tranche_id].number,
                row.pence - row.forfeited_pence,
                max(0, min(left.get((row.tranche_id, *key), 0), row.pence - row.forfeited_pence)),
            )
            for row in mine
        ]
        changed = respread(slices, key=key, pence=amounts.get(key, 0))
        for row in mine:
            row.pence = changed[row.tranche_id] + row.forfeited_pence
            session.add(row)
    session.flush()
    refresh(session, application_id)
    return {"before": before, "after": reads.scheduled(session, application_id)}


def _new_key(
    session: Session, key: Key, live: Mapping[int | None, Tranche], left: dict[tuple[int, str, str], int]
) -> list[TrancheAmount]:
    """Rows of nothing for a key that the schedule did not hold, weighted by what each tranche has left over all."""
    weights: dict[int, int] = {}
    for (tranche_id, _, _), pence in left.items():
        weights[tranche_id] = weights.get(tranche_id, 0) + pence
    opened = [row for row in live.values() if row.id is not None and weights.get(row.id)] or list(live.values())[-1:]
    return [_add_amount(session, row, *key, 0) for row in opened]


def _add_amount(session: Session, row: Tranche, commissioner: str, period: str, pence: int) -> TrancheAmount:
    assert row.id is not None
    amount = TrancheAmount(
        tranche_id=row.id, commissioner=commissioner, period=period, planned_pence=pence, pence=pence
    )
    session.add(amount)
    return amount


def cancel_rest(session: Session, application_id: int) -> dict[Key, int]:
    """Cut every tranche to what is claimed of it; says by key what the ledger is to decommit.

    For an award that ends early or closes with money unspent. A tranche of which nothing is claimed is cancelled.
    """
    taken = reads.claimed_by_tranche(session, application_id)
    gone: dict[Key, int] = {}
    live = {row.id: row for row in reads.tranches(session, application_id) if row.state != "cancelled"}
    used = {tranche_id for (tranche_id, _, _), pence in taken.items() if pence}
    for row in reads.amounts(session, application_id):
        if row.tranche_id not in live:
            continue
        key = row.commissioner, row.period
        left = row.pence + row.returned_pence - taken.get((row.tranche_id, *key), 0)
        if left:
            gone[key] = gone.get(key, 0) + left
        if row.tranche_id in used:
            row.pence -= left
            session.add(row)
    for tranche_id, tranche in live.items():
        if tranche_id not in used:
            tranche.state = "cancelled"
            session.add(tranche)
    session.flush()
    refresh(session, application_id)
    return gone


def open_tranches(session: Session, application_id: int, *, on: date, final_report: bool) -> list[Tranche]:
    """Mark as claimable the planned tranches whose day has come; retention only once the final report is in."""
    opened = []
    for row in reads.tranches(session, application_id):
        early = row.earliest_on is not None and on < row.earliest_on
        if row.state == "planned" and not early and (row.kind != "retention" or final_report):
            row.state = "claimable"
            session.add(row)
            opened.append(row)
    session.flush()
    return opened


def date_tranche(session: Session, application_id: int, key: str, *, earliest_on: date | None, act: Act) -> Tranche:
    """Move the first day on which a tranche can be claimed, with the reason.

    Raises:
        BadInput: the award has no such tranche.
        Refused: it has been claimed whole or cancelled, or no reason is given.
    """
    by_key = {row.key: row for row in reads.tranches(session, application_id)}
    if key not in by_key:
        raise BadInput(unknown("instalment of this award", key, by_key), place="instalment")
    row = by_key[key]
    if row.state not in ("planned", "claimable"):
        raise Refused.because(
            "tranche_left",
            f"The first day of '{row.title}' was not moved: it is {row.state}, so nothing of it can be claimed. Nothing "
            "has changed. Vary the award if another instalment is meant to pay for this.",
        )
    if not act.reason.strip():
        raise Refused.because(
            "reason_given",
            f"The first day of '{row.title}' was not moved: the recipient plans by it. Nothing has changed. Give the "
            "reason.",
        )
    row.earliest_on = earliest_on
    session.add(row)
    session.flush()
    return row


def refresh(session: Session, application_id: int) -> None:
    """Let every tranche's state follow its claims: claimable while any is left, then claimed, then paid."""
    session.flush()
    taken = reads.claimed_by_tranche(session, application_id)
    paid = reads.claimed_by_tranche(session, application_id, states=reads.PAID_CLAIM_STATES)
    left: dict[int, int] = {}
    for at in reads.room(session, application_id):
        left[at.tranche_id] = left.get(at.tranche_id, 0) + at.pence
    for row in reads.tranches(session, application_id):
        assert row.id is not None
        used = sum(pence for (tranche_id, _, _), pence in taken.items() if tranche_id == row.id)
        if row.state == "cancelled" or (row.state == "planned" and not used):
            continue
        settled = sum(pence for (tranche_id, _, _), pence in paid.items() if tranche_id == row.id)
        row.state = "claimable" if left.get(row.id, 0) else "paid" if settled == used else "claimed"
        session.add(row)
    session.flush()


def give_back(session: Session, application_id: int, parts: Sequence[Part], *, outcome: str) -> None:
    """Book money that came back on the tranches that paid it: forfeited, or claimable again; latest tranche first."""
    taken = reads.claimed_by_tranche(session, application_id)
    rows = list(reversed(reads.amounts(session, application_id)))
    for part in parts:
        rest = part.pence
        for row in (row for row in rows if (row.commissioner, row.period) == part.key):
            used = taken.get((row.tranche_id, row.commissioner, row.period), 0)
            share = min(rest, max(0, used - row.forfeited_pence - row.returned_pence))
            if outcome == "forfeited":
                row.forfeited_pence += share
            else:
                row.returned_pence += share
            rest -= share
            session.add(row)
        if rest:
            raise Refused.because(
                "within_paid",
                f"Nothing was booked. {money.pounds(part.pence)} came back for {part.commissioner} in {part.period}, "
                f"which is {money.pounds(rest)} more than its instalments paid. Check the amount.",
            )
    session.flush()
    refresh(session, application_id)
