"""Report of a round that is taken over: the file, the books here and the outside ledger side by side."""

from sqlmodel import Session

from fundflow import allocations, audit, takeovers
from fundflow.allocations import Discrepancy
from fundflow.clock import day_words, london_day
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make
from fundflow.takeovers import Compared, TakeOver

_COLUMNS = (
    Column("round", "Round"),
    Column("commissioner", "Code"),
    Column("period", "Year"),
    Column("sheet_agreed_pence", "Agreed: spreadsheet", "pence"),
    Column("fundflow_agreed_pence", "Agreed: fundflow", "pence"),
    Column("agreed_apart_pence", "Agreed apart", "pence"),
    Column("sheet_paid_pence", "Paid: spreadsheet", "pence"),
    Column("fundflow_paid_pence", "Paid: fundflow", "pence"),
    Column("paid_apart_pence", "Paid apart", "pence"),
    Column("ledger_paid_pence", "Paid: outside ledger", "pence"),
    Column("ledger_apart_pence", "Ledger apart", "pence"),
    Column("left_out", "Rows left out", "number"),
    Column("severity", "Severity"),
    Column("status", "Status"),
    Column("owner", "Looks into it"),
    Column("note", "Note"),
)
_BRIEF = (
    *(
        "commissioner",
        "period",
        "sheet_agreed_pence",
        "fundflow_agreed_pence",
        "sheet_paid_pence",
        "fundflow_paid_pence",
    ),
    *("ledger_paid_pence", "severity", "status", "owner"),
)


def take_over(session: Session, asked: Asked) -> Report:
    """What a spreadsheet says of a round that is taken over, what stands here, and what the outside ledger paid."""
    rows: list[Row] = []
    notes: list[str] = []
    for over in takeovers.take_overs(session, fund=asked.fund):
        if asked.round_ref not in (None, over.round):
            continue
        notes.append(_said(over))
        found = [one for one in takeovers.compared(session, over) if asked.commissioner in (None, one.commissioner)]
        known = allocations.discrepancies_by_key(session, [key for one in found for key in one.keys.values()])
        rows += [_row(one, [known[key] for key in one.keys.values() if key in known]) for one in found]
    if not notes:
        notes.append("No round is taken over.")
    notes.append(
        "Agreed is what is reserved and committed. The outside ledger's payments are found by the references in the file."
    )
    title, anchor = "Taking over, before going live", audit.anchor(session)
    return make(asked, "take-over", title, _COLUMNS, rows, notes=notes, brief=_BRIEF, anchor=anchor)


def _said(over: TakeOver) -> str:
    read = (
        f"{over.file} as at {day_words(over.as_at)}, SHA-256 {over.sha256[:12]}" if over.as_at else "no file read yet"
    )
    live = f"live since {day_words(london_day(over.live_at))} by {over.live_by}" if over.live_at else "not live yet"
    return f"{over.round}: {read}; {live}."


def _row(one: Compared, known: list[Discrepancy]) -> Row:
    standing = [row for row in known if row.status != "resolved"]
    return {
        "round": one.round,
        "commissioner": one.commissioner,
        "period": one.period,
        "sheet_agreed_pence": one.sheet_agreed,
        "fundflow_agreed_pence": one.ours_agreed,
        "agreed_apart_pence": one.agreed_apart,
        "sheet_paid_pence": one.sheet_paid,
        "fundflow_paid_pence": one.ours_paid,
        "paid_apart_pence": one.paid_apart,
        "ledger_paid_pence": one.outside_paid,
        "ledger_apart_pence": one.outside_apart,
        "left_out": one.left_out,
        "severity": one.severity or "agrees",
        "status": ", ".join(sorted({row.status for row in standing})),
        "owner": ", ".join(sorted({row.owner for row in standing if row.owner})),
        "note": " ".join(dict.fromkeys(row.note for row in standing if row.note)),
    }
