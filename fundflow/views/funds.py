"""What somebody wants to know of a fund before a bid is begun: its round, its money, its practices, its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import applications, ledger
from fundflow.calendar import working_days_between
from fundflow.clock import london_day
from fundflow.definitions import Criteria, Library, Pinned, Workflow
from fundflow.definitions.fund import Fund
from fundflow.engine import rounds
from fundflow.errors import NotFound
from fundflow.people import role_words
from fundflow.views import applicant_queries as queries

WORDS_AN_HOUR = 150
"""How fast somebody writes who has to look things up: for saying how long a form takes."""
FEW = 400
"""The most practices that a page lists to be ticked; above it they are searched for."""


@dataclass(frozen=True)
class MoneyLeft:
    """What one commissioner has left in a fund, by year (pence)."""

    commissioner: str
    left: Mapping[str, int]


@dataclass(frozen=True)
class Locality:
    """One commissioner and its practices, code to name, in order of name."""

    commissioner: str
    name: str
    practices: Mapping[str, str]


@dataclass(frozen=True)
class FundSheet:
    """A fund as the public reads it; `shut` says in words why its round takes no bid now, if it does not."""

    fund: Fund
    criteria: Criteria | None
    workflow: Workflow | None
    round: applications.Round | None
    shut: str
    days_left: int | None
    money: tuple[MoneyLeft, ...]
    meetings: tuple[queries.PlannedMeeting, ...]
    localities: tuple[Locality, ...]
    searched: bool

    @property
    def takes_bids(self) -> bool:
        """Whether a bid can be begun now."""
        return self.round is not None and not self.shut

    @property
    def starts(self) -> date | None:
        """The first day for which the fund's awards pay."""
        return date.fromisoformat(self.fund.award.starts) if self.fund.award else None

    @property
    def ends(self) -> date | None:
        """The last day for which the fund's awards pay."""
        return date.fromisoformat(self.fund.award.ends) if self.fund.award else None

    @property
    def hours(self) -> int:
        """How many hours the form takes, by its word limits and its parts."""
        form = self.fund.form
        if form is None:
            return 0
        words = sum(question.words for question in form.questions)
        parts = len(form.actions.items) * 5 + len(form.documents) * 60 + 90
        return round(words / WORDS_AN_HOUR + parts / 60)

    @property
    def signers(self) -> tuple[str, ...]:
        """Who signs a bid, in words, from the life cycle."""
        if self.workflow is None:
            return ()
        first = next(iter(self.workflow.openings.values())).to
        steps = self.workflow.steps_from(first)
        return next((tuple(role_words(role) for role in one.signatures) for one in steps if one.signatures), ())

    @property
    def names(self) -> dict[str, str]:
        """Every practice listed, code to name."""
        return {code: name for one in self.localities for code, name in one.practices.items()}


def of_fund(session: Session, library: Library, name: str, *, now: datetime, search: str = "") -> FundSheet:
    """A fund by its name, with its latest round if it has one; `search` narrows the practices of a large fund.

    Raises:
        NotFound: there is no such fund, or it takes no bids.
    """
    fund = library.funds.get(name)
    if fund is not None and fund.workflow is None:
        raise NotFound(f"{rounds.no_bids(fund)} The first page lists the funds for which practices can bid.")
    if fund is None:
        raise NotFound(f"There is no fund '{name}' for which practices can bid. The first page lists those there are.")
    row = _latest(session, name, now=now)
    pinned = applications.definitions(row) if row else None
    fund = pinned.fund if pinned else fund
    on = london_day(now)
    closes = london_day(row.closes_at) if row else on
    localities, searched = _localities(session, library, pinned, fund, on=on, search=search)
    return FundSheet(
        fund=fund,
        criteria=pinned.criteria if pinned else library.scheme(fund.criteria) if fund.criteria else None,
        workflow=pinned.workflow if pinned else library.workflow(fund.workflow or ""),
        round=row,
        shut=_shut(row, now=now),
        days_left=working_days_between(on, closes) if row and row.opens_at <= now < row.closes_at else None,
        money=_money(session, fund, {one.commissioner: one.name for one in localities}),
        meetings=tuple(queries.meetings_after(session, list(fund.committees.values()), after=closes)),
        localities=localities,
        searched=searched,
    )


def taking_bids(session: Session, library: Library, *, now: datetime) -> list[tuple[Fund, datetime]]:
    """The funds for which a bid can be begun now, each with when its round closes."""
    return [
        (library.funds[one.fund], one.closes_at)
        for one in applications.rounds(session)
        if one.fund in library.funds and not _shut(one, now=now)
    ]


def _latest(session: Session, name: str, *, now: datetime) -> applications.Round | None:
    """The round that is open, else the next, else the last."""
    found = [one for one in applications.rounds(session, fund=name) if one.state != "cancelled"]
    taking = [one for one in found if applications.lateness(one.state, one.opens_at, one.closes_at, now) is None]
    coming = [one for one in found if one.opens_at > now]
    chosen = taking or coming[:1] or found
    return chosen[-1] if chosen else None


def _shut(row: applications.Round | None, *, now: datetime) -> str:
    if row is None:
        return "No round is planned yet."
    late = applications.lateness(row.state, row.opens_at, row.closes_at, now)
    return late or ""


def _money(session: Session, fund: Fund, names: Mapping[str, str]) -> tuple[MoneyLeft, ...]:
    left: dict[str, dict[str, int]] = {}
    for one in ledger.positions(session, fund=fund.fund):
        left.setdefault(one.key.commissioner, {})[one.key.period] = one.uncommitted
    return tuple(MoneyLeft(names.get(code, code), left[code]) for code in fund.commissioners if code in left)


def _localities(
    session: Session, library: Library, pinned: Pinned | None, fund: Fund, *, on: date, search: str
) -> tuple[tuple[Locality, ...], bool]:
    found = queries.practices_of(session, fund.commissioners, on=on)
    many = len(found) > FEW
    words = search.casefold().split()
    kept = [
        one
        for one in found
        if (not many or words) and all(word in f"{one.code} {one.name}".casefold() for word in words)
    ]
    names = _short_names(library, pinned, fund)
    localities = tuple(
        Locality(code, names[code], {one.code: one.name for one in kept if one.commissioner == code})
        for code in fund.commissioners
    )
    return localities, many


def _short_names(library: Library, pinned: Pinned | None, fund: Fund) -> dict[str, str]:
    known = library.commissioners()
    return {
        code: pinned.commissioner(code).short_name if pinned else known[code].short_name for code in fund.commissioners
    }


def chosen(sheet: FundSheet, codes: Sequence[str]) -> list[str]:
    """Of some practices those that the fund knows, each once."""
    known = sheet.names
    return [code for code in dict.fromkeys(codes) if code in known or sheet.searched]
