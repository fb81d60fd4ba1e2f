"""Reads what a commissioner's month should accrue, and how its expenditure moved since the month before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from fundflow import ledger, payments, together
from fundflow.applications import Application
from fundflow.awards import Award, Variation
from fundflow.calendar import Period, financial_year
from fundflow.clock import day_words, london_day
from fundflow.ledger import Balances, BudgetKey, Entry, Kind
from fundflow.money import Pence
from fundflow.monitoring import Milestone
from fundflow.payments import Delivered
from fundflow.reporting.rules import accruing
from fundflow.reporting.rules.accruing import Accrual, Movement, Place, Shown


@dataclass(frozen=True)
class Books:
    """What every key holds now, what every award holds of each, and the awards themselves.

    `cases` are by reference, with each case's milestones and the change of its award that waits for an answer;
    `accruals` are the entries that accrue and that undo it.
    """

    positions: Sequence[Balances]
    holdings: Sequence[Balances]
    cases: Mapping[str, Application]
    milestones: Mapping[int | None, Sequence[Milestone]]
    requests: Mapping[str, Variation]
    accruals: Sequence[Entry]


def read_books(
    session: Session,
    commissioners: Collection[str],
    *,
    known: tuple[Sequence[Balances], Sequence[Balances]] | None = None,
) -> Books:
    """The books of now as some commissioners' accruals need them; `known` are their positions and holdings, if at hand."""
    positions, holdings = known or ledger.books(session, commissioners=commissioners)
    mine = col(Application.ref).in_(sorted({case_of(one) for one in holdings if one.committed}))
    ids = select(Application.id).where(mine)
    award = col(Award.application_id).in_(ids)
    waiting = col(Variation.award_id).in_(select(Award.id).where(award)) & (Variation.state == "requested")
    found = together.read(
        session,
        [
            (Application, mine),
            (Milestone, col(Milestone.application_id).in_(ids)),
            (Award, award & col(Award.id).in_(select(Variation.award_id).where(waiting))),
            (Variation, waiting),
        ],
    )
    milestones: dict[int | None, list[Milestone]] = defaultdict(list)
    for one in sorted(found[Milestone], key=lambda each: each.number):
        milestones[one.application_id].append(one)
    refs = {one.id: one.ref for one in found[Application]}
    of_award = {one.id: refs[one.application_id] for one in found[Award]}
    requests = {of_award[one.award_id]: one for one in found[Variation]}
    accruals = ledger.entries(session, kind=(Kind.ACCRUE, Kind.REVERSE_ACCRUAL))
    cases = {one.ref: one for one in found[Application]}
    return Books(positions, holdings, cases, milestones, requests, accruals)


def case_of(held: Balances) -> str:
    """The award that a holding is of."""
    return str(held.holder).rsplit("/", 1)[0]


def accruals_due(session: Session, commissioner: str, *, until: date, unpaid_on: date | None = None) -> list[Accrual]:
    """Every award's delivered and unpaid work up to and with a day, with what is accrued of it already.

    Papers are claims that were sent, milestones that were met, and accruals that stand; order: award, key, year. With
    `unpaid_on`, what had not been paid by the end of that day counts as unpaid.
    """
    return accruals_of_all(session, [commissioner], until=until, unpaid_on=unpaid_on)[commissioner]


def accruals_of_all(
    session: Session,
    commissioners: Collection[str],
    *,
    until: date,
    unpaid_on: date | None = None,
    books: Books | None = None,
) -> dict[str, list[Accrual]]:
    """The same for several commissioners, in as few questions as for one; `books` are those of now, if they are at hand."""
    if not commissioners:
        return {}
    books = books or read_books(session, commissioners)
    held = _held(books.holdings, commissioners)
    delivered = [
        *payments.delivered_unpaid(session, commissioners, until=until, unpaid_on=unpaid_on),
        *_milestones(session, books, held, until=until),
    ]
    shown = accruing.shown_by_place(delivered)
    standing = _standing(books.accruals, commissioners)
    left = {place: one.unclaimed + one.in_check + one.payable - one.accrued for place, one in held.items()}
    closed = {one.key for one in books.positions if one.closed}
    found: dict[str, list[Accrual]] = {one: [] for one in commissioners}
    for place in sorted({*shown, *standing}):
        case, key, year = place
        papers = tuple(Shown(one.cost_line, one.pence, one.evidence) for one in shown.get(place, ()))
        pence, on = standing.get(place, (0, ()))
        cover = left.get((case, key), 0)
        payee = next((one.payee for one in shown.get(place, ())), None) or books.cases[case].lead
        one = Accrual(case, key, year, payee, papers, pence, on, cover, key in closed)
        left[case, key] = cover - one.proposed_pence
        found[key.commissioner].append(one)
    return found


def month_movements(
    session: Session, month: ledger.Month, *, last_starts: date, proposed: dict[BudgetKey, Pence]
) -> list[Movement]:
    """How each key's expenditure of a month compares with the month before."""
    days = (last_starts - timedelta(days=1), month.starts - timedelta(days=1), month.ends)
    before_last, before, now = ledger.spent_to(session, month.commissioner, days)
    keys = sorted({*now, *proposed})
    return accruing.movements(keys, before_last=before_last, before=before, now=now, proposed=proposed)


def _held(holdings: Sequence[Balances], commissioners: Collection[str]) -> dict[tuple[str, BudgetKey], Balances]:
    """What each award holds of the commissioners' keys."""
    return {(case_of(one), one.key): one for one in holdings if one.committed and one.key.commissioner in commissioners}


def _standing(entries: Sequence[Entry], commissioners: Collection[str]) -> dict[Place, tuple[Pence, tuple[str, ...]]]:
    """What is accrued and not undone, with the evidence that each accrual names."""
    undone = {entry.reverses_id for entry in entries if entry.reverses_id}
    sums: dict[Place, Pence] = defaultdict(int)
    papers: dict[Place, list[str]] = defaultdict(list)
    for entry in entries:
        for posting in entry.postings if entry.kind is Kind.ACCRUE and entry.id not in undone else ():
            key = posting.target.key
            if key is None or key.commissioner not in commissioners:
                continue
            place = (str(posting.target.holder).rsplit("/", 1)[0], key, posting.delivery_year or "")
            sums[place] += posting.pence
            papers[place].append(entry.source)
    return {place: (pence, tuple(dict.fromkeys(papers[place]))) for place, pence in sums.items()}


def _milestones(
    session: Session, books: Books, held: Collection[tuple[str, BudgetKey]], *, until: date
) -> list[Delivered]:
    """Instalments for milestones: the first rests on the first milestone, the second on the second, and so on."""
    with_any = {ref: case for ref, case in books.cases.items() if books.milestones.get(case.id)}
    rooms = payments.milestone_rooms(session, [case.id for case in with_any.values() if case.id is not None])
    bodies: dict[str, set[str]] = defaultdict(set)
    for case_ref, key in held:
        bodies[case_ref].add(key.commissioner)
    found = []
    for ref, case in sorted(with_any.items()):
        for (tranche, room), milestone in zip(rooms.get(case.id or 0, ()), books.milestones[case.id], strict=False):
            on = london_day(milestone.state_since)
            if milestone.state != "met" or on > until or tranche.state == "cancelled":
                continue
            paper, year = f"milestone {milestone.number} met on {day_words(on)}", financial_year(on)
            found += [
                Delivered(ref, case.fund, case.lead, one.commissioner, one.period, year, "", one.pence, paper)
                for one in room
                if one.commissioner in bodies[ref] and one.pence > 0 and Period.parse(one.period).covers(on)
            ]
    return found
