"""Reports of fund money as it came: what each rate gives by its list, and every change notice."""

from collections.abc import Iterator
from datetime import UTC

from sqlmodel import Session

from fundflow import allocations
from fundflow.clock import london_day
from fundflow.definitions.fund import Fund, NationalPot, Rate
from fundflow.errors import Refused
from fundflow.money import pounds
from fundflow.organisations import ListSize
from fundflow.reporting.queries import words
from fundflow.reporting.queries.lists import Wanted, patient_lists
from fundflow.reporting.queries.money import KEY_COLUMNS
from fundflow.reporting.rules.money import PatientList
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_ENTITLEMENTS = (
    *KEY_COLUMNS,
    Column("rate", "Rate"),
    Column("list_size", "List", "number"),
    Column("list_basis", "Basis"),
    Column("list_on", "List of", "date"),
    Column("due_pence", "By the rate", "pence"),
    Column("received_pence", "Received", "pence"),
    Column("difference_pence", "Difference", "pence"),
)
_BRIEF = (
    "fund_title",
    "commissioner",
    "period",
    "rate",
    "list_size",
    "due_pence",
    "received_pence",
    "difference_pence",
)


def entitlements(session: Session, asked: Asked) -> Report:
    """What each commissioner is due by a fund's rates and its list, beside what was received."""
    funds = [fund for name, fund in sorted(asked.library.funds.items()) if fund.rates and asked.wants(fund=name)]
    wanted = {(code, period, rate.basis) for fund in funds for rate, period, codes in _rates(fund) for code in codes}
    lists = patient_lists(session, wanted, known_at=asked.known_at)
    got = _received(session, asked)
    names = words.body_names(session, asked, (code for code, _, _ in wanted))
    rows: list[Row] = []
    for fund in funds:
        for rate, period, codes in _rates(fund):
            due = _due(fund, rate, period, lists)
            for code in codes:
                patients, received = lists.get((code, period, rate.basis)), got.get((fund.fund, code, period), 0)
                if asked.wants(commissioner=code) and (patients is not None or received):
                    line = {
                        "commissioner": code,
                        "commissioner_name": names[code],
                        "period": period,
                        "rate": _said(rate),
                    }
                    figures = _figures(patients, rate.basis, due.get(code), received)
                    rows.append({"fund": fund.fund, "fund_title": fund.title, **line, **figures})
    blank = sum(row["due_pence"] is None for row in rows)
    notes = [f"{blank} lines have no list for every body that shares, so nothing is worked out."] if blank else []
    return make(
        asked,
        "entitlements",
        "What rates and lists give, and what was received",
        _ENTITLEMENTS,
        rows,
        notes=notes,
        group="fund_title",
        brief=_BRIEF,
    )


def _figures(patients: PatientList | None, basis: str, owed: int | None, received: int) -> Row:
    return {
        "list_size": patients.patients if patients else None,
        "list_basis": basis,
        "list_on": patients.on if patients else None,
        "due_pence": owed,
        "received_pence": received,
        "difference_pence": None if owed is None else received - owed,
    }


def _rates(fund: Fund) -> Iterator[tuple[Rate | NationalPot, str, tuple[str, ...]]]:
    for rate in fund.rates:
        own = rate.commissioners if isinstance(rate, Rate) else ()
        for period in rate.periods:
            yield rate, period, own or fund.commissioners


def _due(fund: Fund, rate: Rate | NationalPot, period: str, lists: dict[Wanted, PatientList]) -> dict[str, int]:
    """What one rate gives each body in one period; nothing at all where a list is missing, for it is never guessed."""
    alone = fund.model_copy(update={"rates": (rate.model_copy(update={"periods": (period,)}),)})
    sizes = {
        (code, year): ListSize(code, one.patients, basis, one.on, "", one.hundredths % 100)
        for (code, year, basis), one in lists.items()
        if year == period and basis == rate.basis and not one.missing
    }
    try:
        return {code: pence for (code, _), pence in allocations.compute_entitlements(alone, sizes).items()}
    except Refused:
        return {}


def _said(rate: Rate | NationalPot) -> str:
    if isinstance(rate, Rate):
        return f"{pounds(rate.rate)} a {rate.basis} patient"
    return f"{pounds(rate.pot)} shared by {rate.national_list:,} {rate.basis} patients"


def _received(session: Session, asked: Asked) -> dict[tuple[str, str, str], int]:
    """The pence of the lines received, with those change notices that count at the time that is asked for."""
    undone = {
        change.allocation_id: change.before_pence
        for change in reversed(allocations.changes(session))
        if not asked.counts(change.changed_at)
    }
    found: dict[tuple[str, str, str], int] = {}
    for line in allocations.lines(session, fund=asked.fund):
        if asked.counts(line.received_at):
            key = (line.fund, line.commissioner, line.period)
            found[key] = found.get(key, 0) + undone.get(line.id or 0, line.pence)
    return found


_CHANGES = (
    Column("on", "Takes effect", "date"),
    *KEY_COLUMNS,
    Column("source", "Source"),
    Column("before_pence", "Before", "pence"),
    Column("after_pence", "After", "pence"),
    Column("change_pence", "Change", "pence"),
    Column("reason", "Reason"),
    Column("changed_by", "By"),
    Column("changed_on", "Entered", "date"),
)


def changes(session: Session, asked: Asked) -> Report:
    """Every change notice to a line of money: what it was, what it became, why, and who entered it."""
    lines = {line.id: line for line in allocations.lines(session, fund=asked.fund)}
    names = words.body_names(session, asked, (line.commissioner for line in lines.values()))
    rows: list[Row] = []
    for one in allocations.changes(session):
        line = lines.get(one.allocation_id)
        if line is None or not asked.counts(one.changed_at) or not asked.wants(commissioner=line.commissioner):
            continue
        rows.append(
            {
                "on": one.effective_on,
                "fund": line.fund,
                "fund_title": words.fund_title(asked.library, line.fund),
                "commissioner": line.commissioner,
                "commissioner_name": names[line.commissioner],
                "period": line.period,
                "source": line.source,
                "before_pence": one.before_pence,
                "after_pence": one.after_pence,
                "change_pence": one.after_pence - one.before_pence,
                "reason": one.reason,
                "changed_by": one.changed_by,
                "changed_on": london_day(one.changed_at.astimezone(UTC)),
            }
        )
    brief = ("on", "fund_title", "commissioner", "period", "before_pence", "after_pence", "reason")
    return make(asked, "allocation-changes", "Change notices", _CHANGES, rows, brief=brief)
