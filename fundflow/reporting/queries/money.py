"""Reports of fund money by key: finance, outturn, by year, the paper's table, pounds a head."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from sqlmodel import Session

from fundflow import audit, ledger
from fundflow.calendar import Period
from fundflow.clock import day_words
from fundflow.ledger import Balances
from fundflow.reporting.queries import words
from fundflow.reporting.queries.lists import patient_lists
from fundflow.reporting.rules import money
from fundflow.reporting.rules.money import PatientList
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

TITLES = {
    "allocated": "Allocated",
    "reserved": "Reserved",
    "committed": "Committed",
    "claimed": "Claimed",
    "approved": "Approved",
    "paid": "Paid",
    "accrued": "Accrued",
    "recoverable": "To recover",
    "uncommitted": "Uncommitted",
    "forecast": "Forecast",
    "pipeline": "Pipeline",
    "contingent": "Contingent",
    "cut_due": "Cut due",
}
_A_YEAR = timedelta(days=365)
CHECK_LINE = "In every row: allocated = expenditure (paid and accrued) + remaining + reserved + uncommitted."


def pence(*names: str) -> tuple[Column, ...]:
    """Money columns by name: `allocated` is the column `allocated_pence`."""
    return tuple(Column(f"{name}_pence", TITLES[name], "pence") for name in names)


KEY_COLUMNS = (
    Column("fund", "Fund id", at="data"),
    Column("fund_title", "Fund", at="paper"),
    Column("commissioner", "Code"),
    Column("commissioner_name", "Commissioner", at="paper"),
    Column("period", "Year"),
)
_FINANCE = (
    *KEY_COLUMNS,
    Column("recurrence", "Recurrence"),
    Column("capital", "Capital"),
    *pence(*TITLES),
    Column("list_size", "List", "number"),
    Column("list_basis", "Basis"),
    Column("allocated_per_head", "A head", "rate"),
)
_BRIEF = ("fund_title", "commissioner", "period", *(f"{name}_pence" for name in ("allocated", "reserved", "committed")))


@dataclass(frozen=True)
class Money:
    """Every key's money as asked for, with the names and the lists that go with it."""

    positions: list[Balances]
    names: dict[str, str]
    asked: Asked
    session: Session

    @cached_property
    def lists(self) -> dict[tuple[str, str, str], PatientList]:
        """The list of patients of each commissioner, year and basis; read by the reports that print pounds a head."""
        return patient_lists(self.session, self._wanted(), known_at=self.asked.known_at)

    def newest_list_of(self, one: Balances) -> PatientList | None:
        """The newest list of a row's commissioner on the day asked for, by which its fixed money is a head today."""
        return self._newest.get(self._place(one))

    @cached_property
    def _newest(self) -> dict[tuple[str, str, str], PatientList]:
        known_at, day = self.asked.known_at, self.asked.day
        return patient_lists(self.session, self._wanted(), known_at=known_at, newest_on=day)

    def _wanted(self) -> set[tuple[str, str, str]]:
        return {self._place(one) for one in self.positions if money.single_year(one.key.period)}

    def _place(self, one: Balances) -> tuple[str, str, str]:
        return one.key.commissioner, one.key.period, money.basis_of(self.asked.library, *_line(one))

    def key_cells(self, one: Balances) -> Row:
        """The cells that say whose money a row is."""
        return {
            "fund": one.key.fund,
            "fund_title": words.fund_title(self.asked.library, one.key.fund),
            "commissioner": one.key.commissioner,
            "commissioner_name": self.names[one.key.commissioner],
            "period": one.key.period,
        }

    def list_of(self, one: Balances) -> PatientList | None:
        """The list by which a row's pounds a head are worked out; nothing for spans."""
        return self.lists.get(self._place(one))

    def notes(self) -> list[str]:
        """The check line, and every row that breaks it."""
        wrong = [fault for one in self.positions for fault in money.faults(one)]
        return [CHECK_LINE, *wrong]


def gather(session: Session, asked: Asked) -> Money:
    """Every key's money at the end of the day asked for, by what was known then; order: fund, commissioner, period."""
    positions = [
        one
        for one in ledger.positions_as_at(session, as_at=asked.as_at, known_at=asked.known_at)
        if asked.wants(fund=one.key.fund, commissioner=one.key.commissioner)
    ]
    names = words.body_names(session, asked, (one.key.commissioner for one in positions))
    return Money(positions, names, asked, session)


def _line(one: Balances) -> tuple[str, str, str]:
    return one.key.fund, one.key.commissioner, one.key.period


def finance(session: Session, asked: Asked) -> Report:
    """Every key of fund money with each printed column, totals and pounds a head."""
    found = gather(session, asked)
    rows = []
    for one in found.positions:
        patients = found.list_of(one)
        rows.append(
            {
                **found.key_cells(one),
                "recurrence": one.recurrence,
                "capital": one.capital,
                **money.printed(one, likelihood_percent=money.likelihood(asked.library, one.key.fund)),
                "list_size": patients.patients if patients else None,
                "list_basis": patients.basis if patients else None,
                "allocated_per_head": patients.per_head(one.allocated) if patients else None,
            }
        )
    brief = (*_BRIEF, "paid_pence", "uncommitted_pence")
    return make(
        asked,
        "finance",
        "Finance by fund, commissioner and year",
        _FINANCE,
        rows,
        notes=[*found.notes(), *_list_notes(found)],
        group="fund_title",
        brief=brief,
        anchor=audit.anchor(session),
    )


def _list_notes(found: Money) -> list[str]:
    old = sorted({year for (_, year, _), one in found.lists.items() if Period.parse(year).starts - one.on >= _A_YEAR})
    aged = (
        [f"Pounds a head of {', '.join(old)} are on a list a year old or more: no later one is on record."]
        if old
        else []
    )
    return aged + [
        f"{found.names[commissioner]}, {year}: {one.missing} of {one.practices} practices have no {basis} list, so "
        "pounds a head are too high."
        for (commissioner, year, basis), one in sorted(found.lists.items())
        if one.missing
    ]


_BY_YEAR = ("allocated", "reserved", "committed", "paid", "accrued", "uncommitted", "forecast")


def by_year(session: Session, asked: Asked) -> Report:
    """All funds together by commissioner and year; money that no paper splits by year has rows of its own."""
    found = gather(session, asked)
    sums: dict[tuple[str, str], Row] = {}
    for one in sorted(found.positions, key=lambda each: each.key):
        place = (one.key.commissioner, one.key.period)
        row = sums.setdefault(place, {"commissioner": place[0], "commissioner_name": found.names[place[0]]})
        row["period"] = place[1]
        figures = money.printed(one, likelihood_percent=money.likelihood(asked.library, one.key.fund))
        for name in _BY_YEAR:
            row[f"{name}_pence"] = row.get(f"{name}_pence", 0) + figures[f"{name}_pence"]
    columns = (*KEY_COLUMNS[2:], *pence(*_BY_YEAR))
    return make(
        asked,
        "by-year",
        "Money by commissioner and year",
        columns,
        list(sums.values()),
        notes=[CHECK_LINE, *unsplit_note([row["period"] for row in sums.values()])],
        group="commissioner_name",
        anchor=audit.anchor(session),
    )


def unsplit_note(periods: Iterable[str]) -> list[str]:
    """A sentence for every span of years that no paper splits."""
    spans = sorted({period for period in periods if not money.single_year(period)})
    return [f"{span} is not split by year: it may be spent in either year." for span in spans]


_PER_HEAD = (
    *KEY_COLUMNS,
    Column("list_size", "List", "number"),
    Column("list_basis", "Basis"),
    Column("list_on", "List of", "date"),
    *pence("allocated"),
    Column("allocated_per_head", "Allocated a head", "rate"),
    *pence("paid"),
    Column("paid_per_head", "Paid a head", "rate"),
    Column("newest_on", "Newest list", "date"),
    Column("newest_list_size", "On it", "number"),
    Column("newest_per_head", "Allocated a head of it", "rate"),
)


def per_head(session: Session, asked: Asked) -> Report:
    """Allocated and paid a head by commissioner, year and fund, with the list and its basis."""
    found = gather(session, asked)
    rows = []
    for one in found.positions:
        patients = found.list_of(one)
        if patients is None:
            continue
        newest = found.newest_list_of(one) or patients
        rows.append(
            {
                **found.key_cells(one),
                "newest_on": newest.on,
                "newest_list_size": newest.patients,
                "newest_per_head": newest.per_head(one.allocated),
                "list_size": patients.patients,
                "list_basis": patients.basis,
                "list_on": patients.on,
                "allocated_pence": one.allocated,
                "allocated_per_head": patients.per_head(one.allocated),
                "paid_pence": one.paid,
                "paid_per_head": patients.per_head(one.paid),
            }
        )
    notes = [
        *_list_notes(found),
        f"Lists known on {day_words(asked.day)}; lines without a list are left out.",
        "Money is fixed in pounds: a newer list changes what it is a head and never the sum.",
    ]
    return make(asked, "per-head", "Pounds a head", _PER_HEAD, rows, notes=notes, group="fund_title")
