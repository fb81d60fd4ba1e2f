"""Reads what a commissioner's month should accrue, and how its expenditure moved since the month before."""

from collections import defaultdict
from datetime import date, timedelta

from sqlmodel import Session

from fundflow import applications, ledger, monitoring, payments
from fundflow.calendar import Period, financial_year
from fundflow.clock import day_words, london_day
from fundflow.ledger import Balances, BudgetKey, Kind
from fundflow.money import Pence
from fundflow.payments import Delivered
from fundflow.reporting.rules import accruing
from fundflow.reporting.rules.accruing import Accrual, Movement, Place, Shown


def accruals_due(session: Session, commissioner: str, *, until: date, unpaid_on: date | None = None) -> list[Accrual]:
    """Every award's delivered and unpaid work up to and with a day, with what is accrued of it already.

    Papers are claims that were sent, milestones that were met, and accruals that stand; order: award, key, year. With
    `unpaid_on`, what had not been paid by the end of that day counts as unpaid.
    """
    held = _held(session, commissioner)
    delivered = [
        *payments.delivered_unpaid(session, commissioner, until=until, unpaid_on=unpaid_on),
        *_milestones(session, commissioner, held, until=until),
    ]
    shown = accruing.shown_by_place(delivered)
    standing = _standing(session, commissioner)
    left = {place: one.unclaimed + one.in_check + one.payable - one.accrued for place, one in held.items()}
    closed = {one.key for one in ledger.positions(session, commissioner=commissioner) if one.closed}
    found = []
    for place in sorted({*shown, *standing}):
        case, key, year = place
        papers = tuple(Shown(one.cost_line, one.pence, one.evidence) for one in shown.get(place, ()))
        pence, on = standing.get(place, (0, ()))
        cover = left.get((case, key), 0)
        payee = next((one.payee for one in shown.get(place, ())), None) or applications.get(session, case).lead
        one = Accrual(case, key, year, payee, papers, pence, on, cover, key in closed)
        left[case, key] = cover - one.proposed_pence
        found.append(one)
    return found


def spent_to(session: Session, commissioner: str, day: date) -> dict[BudgetKey, Pence]:
    """What was paid or accrued at each key up to and with a day."""
    return {
        one.key: one.expenditure
        for one in ledger.positions_as_at(session, as_at=day)
        if one.key.commissioner == commissioner
    }


def month_movements(
    session: Session, month: ledger.Month, *, last_starts: date, proposed: dict[BudgetKey, Pence]
) -> list[Movement]:
    """How each key's expenditure of a month compares with the month before."""
    before_last, before, now = (
        spent_to(session, month.commissioner, day)
        for day in (last_starts - timedelta(days=1), month.starts - timedelta(days=1), month.ends)
    )
    keys = sorted({*now, *proposed})
    return accruing.movements(keys, before_last=before_last, before=before, now=now, proposed=proposed)


def _held(session: Session, commissioner: str) -> dict[tuple[str, BudgetKey], Balances]:
    """What each award holds of the commissioner's keys."""
    found = {}
    for position in ledger.positions(session, commissioner=commissioner):
        for one in ledger.holdings(session, key=position.key):
            if one.committed:
                found[str(one.holder).rsplit("/", 1)[0], one.key] = one
    return found


def _standing(session: Session, commissioner: str) -> dict[Place, tuple[Pence, tuple[str, ...]]]:
    """What is accrued and not undone, with the evidence that each accrual names."""
    entries = ledger.entries(session, kind=(Kind.ACCRUE, Kind.REVERSE_ACCRUAL))
    undone = {entry.reverses_id for entry in entries if entry.reverses_id}
    sums: dict[Place, Pence] = defaultdict(int)
    papers: dict[Place, list[str]] = defaultdict(list)
    for entry in entries:
        for posting in entry.postings if entry.kind is Kind.ACCRUE and entry.id not in undone else ():
            key = posting.target.key
            if key is None or key.commissioner != commissioner:
                continue
            place = (str(posting.target.holder).rsplit("/", 1)[0], key, posting.delivery_year or "")
            sums[place] += posting.pence
            papers[place].append(entry.source)
    return {place: (pence, tuple(dict.fromkeys(papers[place]))) for place, pence in sums.items()}


def _milestones(
    session: Session, commissioner: str, held: dict[tuple[str, BudgetKey], Balances], *, until: date
) -> list[Delivered]:
    """Instalments for milestones: the first rests on the first milestone, the second on the second, and so on."""
    found = []
    for case_ref in sorted({case for case, _ in held}):
        case = applications.get(session, case_ref)
        assert case.id is not None
        met = monitoring.milestones(session, case.id)
        due = [one for one in payments.tranches(session, case.id) if one.kind == "milestone"]
        for tranche, milestone in zip(due, met, strict=False):
            on = london_day(milestone.state_since)
            if milestone.state != "met" or on > until or tranche.state == "cancelled":
                continue
            paper = f"milestone {milestone.number} met on {day_words(on)}"
            found += [
                Delivered(
                    case_ref, case.fund, case.lead, commissioner, room.period, financial_year(on), "", room.pence, paper
                )
                for room in payments.room(session, case.id, [tranche.id] if tranche.id else [])
                if room.commissioner == commissioner and room.pence > 0 and Period.parse(room.period).covers(on)
            ]
    return found
