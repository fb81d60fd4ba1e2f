"""What was allocated, laid out as papers print it: by fund and year, and by commissioner and year."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from fundflow import allocations as fund_money
from fundflow.reporting.queries import words
from fundflow.reporting.queries.money import KEY_COLUMNS, gather, unsplit_note
from fundflow.reporting.rules import money
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make, totals_of


def allocations(session: Session, asked: Asked) -> Report:
    """What each fund has for each commissioner, laid out as the source paper prints it (WO 7.2)."""
    found = gather(session, asked)
    bodies = sorted(found.names)
    rows: dict[tuple[str, str], Row] = {}
    for one in found.positions:
        row = rows.setdefault(
            (one.key.fund, one.key.period),
            {
                "fund": one.key.fund,
                "fund_title": words.fund_title(asked.library, one.key.fund),
                "period": one.key.period,
                **{f"{code}_pence": 0 for code in bodies},
                "total_pence": 0,
                "recurrence": one.recurrence,
            },
        )
        row[f"{one.key.commissioner}_pence"] += one.allocated
        row["total_pence"] += one.allocated
    columns = (
        *(KEY_COLUMNS[0], KEY_COLUMNS[1], KEY_COLUMNS[4]),
        *(Column(f"{code}_pence", found.names[code], "pounds") for code in bodies),
        Column("total_pence", "Total", "pounds"),
        Column("recurrence", "Recurrence"),
    )
    listed = [rows[place] for place in sorted(rows)]
    notes = _paper_notes(columns, listed, (row["period"] for row in listed))
    return make(
        asked,
        "allocations",
        "Allocations by fund, year and commissioner",
        columns,
        listed,
        notes=[*notes, *_printed_note(session, asked)],
        group="fund_title",
    )


def _printed_note(session: Session, asked: Asked) -> list[str]:
    """That the papers' own sums differ: they are kept as claims and nothing here was changed to fit them."""
    found = [
        one
        for one in fund_money.discrepancies(session, fund=asked.fund)
        if asked.counts(one.raised_at) and one.status != "resolved"
    ]
    if not found:
        return []
    return [f"{len(found)} figures printed in the papers differ from these: see the report 'discrepancies'."]


def years(session: Session, asked: Asked) -> Report:
    """What each commissioner has in each year, with a column for what is not split by year."""
    found = gather(session, asked)
    periods = sorted({one.key.period for one in found.positions})
    rows: dict[str, Row] = {}
    for one in sorted(found.positions, key=lambda each: each.key):
        row = rows.setdefault(
            one.key.commissioner,
            {
                "commissioner": one.key.commissioner,
                "commissioner_name": found.names[one.key.commissioner],
                **{f"{period}_pence": 0 for period in periods},
                "total_pence": 0,
            },
        )
        row[f"{one.key.period}_pence"] += one.allocated
        row["total_pence"] += one.allocated
    columns = (
        *KEY_COLUMNS[2:4],
        *(Column(f"{period}_pence", _period_words(period), "pounds") for period in periods),
        Column("total_pence", "Total", "pounds"),
    )
    listed = list(rows.values())
    notes = _paper_notes(columns, listed, periods)
    return make(asked, "years", "Allocations by commissioner and year", columns, listed, notes=notes)


def _paper_notes(columns: Sequence[Column], rows: Sequence[Row], periods: Iterable[str]) -> list[str]:
    titles = {column.key: column.title for column in columns if column.money}
    return [*money.rounding_notes(rows, totals_of(columns, rows), titles), *unsplit_note(periods)]


def _period_words(period: str) -> str:
    return period if money.single_year(period) else f"{period} not split"
