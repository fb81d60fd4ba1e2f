"""Reports of a year's end: what is left of each line, the four lists by award, and what was paid before its work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from fundflow import allocations, audit, awards, ledger, payments
from fundflow.awards import Variation
from fundflow.calendar import Period
from fundflow.clock import day_words, london_day
from fundflow.definitions import Library
from fundflow.ledger import Balances, BudgetKey, State
from fundflow.money import Pence, pounds
from fundflow.reporting.queries import accruing
from fundflow.reporting.queries.money import KEY_COLUMNS, Money, gather, pence
from fundflow.reporting.rules import year_lists
from fundflow.reporting.rules.accruing import Accrual
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make
from fundflow.reporting.rules.year_lists import NAMES, Item, Name

_LATE = 90
_LISTS = (
    Column("pay_pence", "To pay", "pence"),
    Column("accrue_pence", "To accrue", "pence"),
    Column("carry_pence", "Carry forward requested", "pence"),
    Column("lapse_pence", "To lapse", "pence"),
)

_YEAR_END = (
    *KEY_COLUMNS,
    Column("ends_on", "Ends", "date"),
    Column("days_left", "Days left", "number"),
    *pence("uncommitted", "reserved"),
    Column("unclaimed_pence", "Committed, not claimed", "pence"),
    *pence("accrued", "paid"),
    *_LISTS,
    Column("at_risk", "At risk"),
    Column("closed", "Closed"),
)


def year_end(session: Session, asked: Asked) -> Report:
    """What is left in each line, the oldest money first, with the days until its last year ends, and the four lists."""
    found = gather(session, asked)
    totals = year_lists.sums(_items(session, asked, found))
    rows = []
    for one in sorted(found.positions, key=lambda each: (_ends(each), each.key.fund, each.key)):
        left = (_ends(one) - asked.day).days
        mine = totals.get(one.key, dict.fromkeys(NAMES, 0))
        rows.append(
            {
                **found.key_cells(one),
                "ends_on": _ends(one),
                "days_left": max(left, 0),
                "uncommitted_pence": one.uncommitted,
                "reserved_pence": one.reserved,
                "unclaimed_pence": one.unclaimed,
                "accrued_pence": one.accrued,
                "paid_pence": one.paid,
                **dict(zip((column.key for column in _LISTS), mine.values(), strict=True)),
                "at_risk": "yes" if one.uncommitted and left < _LATE and not one.closed else "no",
                "closed": "yes" if one.closed else "no",
            }
        )
    brief = ("fund_title", "commissioner", "period", "days_left", "uncommitted_pence", *(one.key for one in _LISTS))
    return make(
        asked,
        "year-end",
        "What is left before the year ends",
        _YEAR_END,
        rows,
        notes=[
            _late(rows),
            *_came_late(session, asked, found),
            "In every row: paid, to pay, to accrue, to carry forward and to lapse are what was allocated.",
        ],
        brief=brief,
    )


def lists(session: Session, asked: Asked) -> Report:
    """The four lists of the year by award: to pay, to accrue, carry forward requested, to lapse; they agree with finance."""
    found = gather(session, asked)
    year = Period.of(asked.day)
    mine = replace(found, positions=[one for one in found.positions if _ends(one) <= year.ends])
    items = [one for one in _items(session, asked, mine) if one.pence]
    rows: list[Row] = []
    by_key = {one.key: one for one in mine.positions}
    for name in NAMES:
        for one in (one for one in items if one.name == name):
            cells = mine.key_cells(by_key[one.key])
            rows.append({"list": name, "case": one.case, **cells, "amount_pence": one.pence, "about": one.about})
    columns = (
        Column("list", "List"),
        Column("case", "Case"),
        *KEY_COLUMNS,
        Column("amount_pence", "Amount", "pence"),
        Column("about", "About"),
    )
    paid, allocated = sum(one.paid for one in mine.positions), sum(one.allocated for one in mine.positions)
    left = [{"at_risk": "yes", "uncommitted_pence": one.uncommitted} for one in mine.positions if _at_risk(one, asked)]
    notes = [
        f"{pounds(sum(one.pence for one in items))} on the lists and {pounds(paid)} paid are {pounds(allocated)} allocated.",
        _late(left),
        *_came_late(session, asked, mine),
        *_prepaid(prepayments(session, asked)),
    ]
    brief = ("list", "case", "fund_title", "commissioner", "period", "amount_pence", "about")
    title, anchor = f"The four lists of {year}", audit.anchor(session)
    return make(asked, "year-lists", title, columns, rows, notes=notes, brief=brief, anchor=anchor)


@dataclass(frozen=True)
class Closing:
    """Everything of the books that a close looks at, now: each key, the lines of the four lists, and what its awards should accrue.

    `accruals` are by commissioner, of work up to today; `undone_pence` is what was accrued and undone again, by day and
    commissioner; `late_pence` is uncommitted with few days left.
    """

    positions: Sequence[Balances]
    names: Mapping[str, str]
    months: Sequence[ledger.Month]
    items: Sequence[Item]
    accruals: Mapping[str, Sequence[Accrual]]
    undone_pence: Mapping[tuple[date, str], Pence]
    late_pence: Pence

    @property
    def lists(self) -> Mapping[BudgetKey, Mapping[Name, Pence]]:
        """Each key's four totals."""
        return year_lists.sums(self.items)


def closing(session: Session, *, library: Library, now: datetime) -> Closing:
    """The books as the page of pay and close shows them."""
    asked = Asked(now, library)
    found = gather(session, asked)
    items, due, books, months = _worked_out(session, asked, found)
    undone: dict[tuple[date, str], Pence] = {}
    for entry in (one for one in books.accruals if one.reverses_id is not None):
        for posting in entry.postings:
            key = posting.source.key or posting.target.key
            if key is not None:
                at = (entry.effective_on, key.commissioner)
                undone[at] = undone.get(at, 0) + posting.pence
    late = sum(one.uncommitted for one in found.positions if _at_risk(one, asked))
    return Closing(found.positions, found.names, months, items, due, undone, late)


def prepayments(session: Session, asked: Asked) -> Report:
    """Advances that were paid, and what of each is for work after the day: a prepayment at the end of a year."""
    rows: list[Row] = [
        {
            "case": one.case_ref,
            "claim": one.claim_ref,
            "fund": one.fund,
            "commissioner": one.commissioner,
            "period": one.period,
            "paid_on": one.paid_on,
            "work_until": one.until,
            "advance_pence": one.pence,
            "prepaid_pence": one.later_pence,
            "test": "prepaid: name it in the accounts" if one.later_pence else "spent by the day",
        }
        for one in payments.advances_paid(session, on=asked.day)
        if asked.wants(fund=one.fund, commissioner=one.commissioner)
    ]
    columns = (
        Column("case", "Case"),
        Column("claim", "Claim"),
        Column("fund", "Fund id"),
        Column("commissioner", "Code"),
        Column("period", "Year"),
        Column("paid_on", "Paid", "date"),
        Column("work_until", "Work until", "date"),
        Column("advance_pence", "Advance", "pence"),
        Column("prepaid_pence", "Prepaid", "pence"),
        Column("test", "Test"),
    )
    return make(asked, "prepayments", "Advances and what of them is prepaid", columns, rows)


def _items(session: Session, asked: Asked, found: Money) -> list[Item]:
    """Every line of the lists of some keys, nought included."""
    return _worked_out(session, asked, found)[0]


def _worked_out(
    session: Session, asked: Asked, found: Money
) -> tuple[list[Item], dict[str, list[Accrual]], accruing.Books, list[ledger.Month]]:
    """Every line of the lists of some keys, each commissioner's accruals, the books that they rest on, and all months."""
    keys = {one.key: one for one in found.positions}
    months = ledger.months(session) if asked.known_at is None else []
    alive = _alive({key.commissioner for key in keys}, months, asked)
    holdings = ledger.holdings_as_at(session, as_at=asked.as_at, known_at=asked.known_at)
    books = accruing.read_books(session, alive, known=None if asked.backward else (found.positions, holdings))
    shown: dict[tuple[str, BudgetKey], list[Accrual]] = {}
    due = accruing.accruals_of_all(session, alive, until=asked.day, unpaid_on=asked.day, books=books)
    for one in (one for accruals in due.values() for one in accruals):
        shown.setdefault((one.case, one.key), []).append(one)
    items: list[Item] = []
    for held in (one for one in holdings if one.key in keys):
        case = accruing.case_of(held)
        open_still = held.key.commissioner in alive and not keys[held.key].closed
        papers = shown.get((case, held.key), []) if open_still else []
        moved, request = _asked_to_move(books.requests.get(case), held) if open_still and held.unclaimed else (0, "")
        items += year_lists.of_holding(
            case,
            held,
            delivered=sum(one.shown_pence for one in papers),
            papers="; ".join(dict.fromkeys(one.evidence for one in papers)),
            asked=moved,
            asked_in=request,
        )
    for position in found.positions:
        items += year_lists.of_key(position)
    return items, due, books, months


def _alive(commissioners: set[str], months: Sequence[ledger.Month], asked: Asked) -> list[str]:
    """Whose papers still count: not of a day whose month is closed, where only what is in the books does."""
    if asked.known_at is not None:
        return []
    today = london_day(asked.now)
    then = [one for one in months if one.starts <= asked.day <= one.ends]
    closed = {one.commissioner for one in then if ledger.state_of(one, today) is State.CLOSED}
    return sorted(commissioners - closed)


def _asked_to_move(request: Variation | None, held: Balances) -> tuple[Pence, str]:
    """What an open request would take from a key to a later year."""
    if request is None or request.kind != "profile":
        return 0, ""
    down = sum(
        one.before - one.after
        for one in awards.line_changes(request)
        if (one.commissioner, one.period) == (held.key.commissioner, held.key.period)
    )
    return max(0, down), f"request of {request.requested_at:%-d %B %Y}"


def _ends(one: Balances) -> date:
    return Period.parse(one.key.period).ends


def _at_risk(one: Balances, asked: Asked) -> bool:
    return bool(one.uncommitted) and (_ends(one) - asked.day).days < _LATE and not one.closed


def _late(rows: list[Row]) -> str:
    late = sum(row["uncommitted_pence"] for row in rows if row["at_risk"] == "yes")
    return f"Uncommitted with fewer than {_LATE} days left: {pounds(late)}."


def _came_late(session: Session, asked: Asked, found: Money) -> list[str]:
    """Money whose day falls into the last days of its period, with what of its key is still free (domain, case 37)."""
    free = {one.key: one.uncommitted for one in found.positions}
    said = []
    for one, first in allocations.received(session, fund=asked.fund, commissioner=asked.commissioner):
        key = BudgetKey(one.commissioner, one.period, one.fund)
        left = (Period.parse(one.period).ends - one.effective_on).days
        known = asked.known_at is None or one.received_at <= asked.known_at
        if key in free and known and 0 <= left < _LATE and one.effective_on <= asked.day:
            said.append(
                f"Came late: {pounds(first)} for {found.names[one.commissioner]}, {one.period}, on "
                f"{day_words(one.effective_on)} ({one.source}), {left} days before its end; {pounds(free[key])} of that "
                "line is free. Nothing could be promised from it before that day."
            )
    return said


def _prepaid(report: Report) -> list[str]:
    later = report.totals["prepaid_pence"] if report.rows else 0
    paid = report.totals["advance_pence"] if report.rows else 0
    return [f"Of {pounds(paid)} advanced, {pounds(later)} is for work after the day (report prepayments)."]
