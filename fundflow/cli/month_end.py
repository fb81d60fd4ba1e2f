"""`fundflow year month-end` and what follows from it: the accruals of a month, why it moved, and its journal."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow import money, plural
from fundflow.cli import below, seeing, terminal, values
from fundflow.cli.coding import PARTS, coded
from fundflow.cli.definitions import library
from fundflow.cli.options import As, Viewer

if TYPE_CHECKING:
    from fundflow.engine.month_end import MonthEnd
    from fundflow.finance import JournalRow

Commissioner = Annotated[str, typer.Option("--commissioner", metavar="CODE", help="The commissioner's code.")]
Month = Annotated[str, typer.Option("--month", metavar="MONTH", help="The month's label, as 'year months' lists it.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write its journals there, .csv and .xlsx.")]
Because = Annotated[
    list[str] | None,
    typer.Option("--because", metavar="KEY=REASON", help="Why a key's month differs from the one before."),
]
_TEXTS = "number side dated entity cost_centre subjective analysis_1 analysis_2 tax_code narrative case_ref"


def month_end(*, commissioner: Commissioner, month: Month, out: Out = None, user: Viewer = None) -> None:
    """Show what a month should accrue, with its evidence, why it moved since the last one, and its journal."""
    with terminal.reading() as session:
        found = below.engine.month_end.prepared(session, commissioner, month, library=library(), now=terminal.now())
        _, reasons = below.engine.month_end.said_of(session, commissioner, month)
        refs = {*(one.case for one in found.accruals), *(row.case_ref for row in _booked(found))}
        seeing.whole(session, refs, user, what=f"The month end of {commissioner}, {month},")
    facts = _facts(found, reasons)
    written = _write(found, out) if out else []
    facts["files"] = [str(path) for path in written]
    if terminal.wishes.json:
        terminal.document(facts)
    else:
        terminal.sheet({**facts, "journal": _brief(found.journal), "booked": _brief(_booked(found))})
    for gap in found.gaps:
        terminal.note(gap.reason)
    if not terminal.wishes.json:
        terminal.say(_onward(found))


def _onward(found: "MonthEnd") -> str:
    """What is left to do with a month's accruals."""
    if found.proposed_pence:
        asked = money.pounds(found.proposed_pence)
        return f"{asked} is proposed: 'fundflow year accept-accruals' books it under two people."
    last = below.clock.day_words(found.month.ends)
    return f"Nothing is left to accrue: what was delivered by {last} is paid or accrued."


def accept_accruals(*, commissioner: Commissioner, month: Month, because: Because = None, user: As) -> None:
    """Accept a month's accruals: the first person asks, a second one books them, with the journal for the ledger."""
    said = values.named(because, option="--because")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        done = below.engine.month_end.accept(
            session, commissioner, month, because=said, library=library(), actor=actor, now=terminal.now()
        )
    accrued = done.month_end.proposed_pence
    facts = {"commissioner": commissioner, "month": month, "accrued_pence": accrued, "journal": done.batch}
    if done.waiting:
        terminal.told(done.waiting.line, {**facts, "waiting_for": list(done.waiting.agrees)})
        return
    entries = [one.id for one in done.entries]
    terminal.told(
        f"{month} of {commissioner}: {money.pounds(accrued)} accrued for {plural.counted(len(entries), 'award')}, "
        f"journal {done.batch} with {plural.counted(len(done.month_end.journal), 'line')}. Write it: "
        f"fundflow year month-end --commissioner {commissioner} --month '{month}' --out DIR",
        {**facts, "entries": entries, "waiting_for": []},
    )


def _booked(found: "MonthEnd") -> list["JournalRow"]:
    return [row for rows in found.booked.values() for row in rows]


def _brief(rows: "Sequence[JournalRow]") -> list[dict[str, Any]]:
    """A journal as it fits a terminal: the codes together."""
    return [
        {
            "dated": row.dated,
            "codes": coded(terminal.facts(row, " ".join(PARTS))),
            "narrative": row.narrative,
            "amount_pence": row.pence,
        }
        for row in rows
    ]


def _facts(found: "MonthEnd", reasons: Mapping[str, str]) -> dict[str, Any]:
    month = found.month
    return {
        "commissioner": month.commissioner,
        "month": month.label,
        "ends": month.ends,
        "state": found.state.value,
        "proposed_pence": found.proposed_pence,
        "explain_above_pence": found.explain_above,
        "accruals": [
            {
                "case": one.case,
                **_key(one.key),
                "delivery_year": one.delivery_year,
                "delivered_pence": one.shown_pence,
                "accrued_pence": one.standing_pence,
                "proposed_pence": one.proposed_pence,
                "evidence": one.evidence,
                "about": _about(one.closed, one.over_pence),
            }
            for one in found.accruals
        ],
        "movements": [
            {
                **_key(one.key),
                "last_month_pence": one.last_pence,
                "this_month_pence": one.pence,
                "variance_pence": one.variance_pence,
                "reason_asked": one.asks(found.explain_above),
                "reason": reasons.get(one.name, ""),
            }
            for one in found.movements
        ],
        "journal": [_line(row) for row in found.journal],
        "booked": [{"journal": batch, **_line(row)} for batch, rows in found.booked.items() for row in rows],
    }


def _key(key: Any) -> dict[str, str]:
    return {"fund": key.fund, "period": key.period}


def _about(closed: bool, over: int) -> str:  # noqa: FBT001 - one cell of two facts
    if closed:
        return "the year is closed: only an adjustment changes it"
    return f"{money.pounds(over)} more is accrued than our papers show" if over else ""


def _line(row: "JournalRow") -> dict[str, Any]:
    return {**terminal.facts(row, _TEXTS), "amount_pence": row.pence}


def _write(found: "MonthEnd", out: Path) -> list[Path]:
    """Each journal that was booked, and the one that is still proposed, which says so in its name."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"journal-{found.month.commissioner}-{found.month.label.replace('/', '-').replace(' ', '-')}"
    sheets: dict[str, Sequence[JournalRow]] = {f"{name}-{batch}": rows for batch, rows in found.booked.items()}
    if found.journal:
        sheets[f"{name}-proposed"] = found.journal
    return [path for stem, rows in sheets.items() for path in _both(out, stem, rows)]


def _both(out: Path, stem: str, rows: "Sequence[JournalRow]") -> list[Path]:
    from fundflow.exchange.exports import journal  # noqa: PLC0415 - few commands write workbooks

    made = (out / f"{stem}.csv", out / f"{stem}.xlsx")
    made[0].write_bytes(journal.journal_csv(rows))
    made[1].write_bytes(journal.journal_xlsx(rows, title=stem, made_on=rows[0].dated))
    return list(made)
