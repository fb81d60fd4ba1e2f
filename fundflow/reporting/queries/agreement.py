"""Report of how the payments that were released agree with the outside ledger."""

from collections import Counter

from sqlmodel import Session

from fundflow import audit, finance, payments
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_COLUMNS = (
    Column("difference", "Payment or line"),
    Column("case", "Case"),
    Column("agreement", "Agreement"),
    Column("commissioner", "Paid by"),
    Column("released_on", "Released", "date"),
    Column("fundflow_pence", "In fundflow", "pence"),
    Column("ledger_pence", "In the ledger", "pence"),
    Column("apart_pence", "Apart", "pence"),
    Column("ledger_reference", "Its reference"),
    Column("ledger_on", "Its day", "date"),
    Column("status", "Status"),
    Column("about", "About"),
    Column("owner", "Looks into it"),
    Column("note", "Note"),
)


def agreement(session: Session, asked: Asked) -> Report:
    """Payments and the outside ledger side by side: matched, in one of them only, or different, with who looks."""
    notes = finance.difference_notes(session, known_at=asked.known_at)
    found = payments.agreement(session, until=asked.as_at, known_at=asked.known_at)
    rows: list[Row] = []
    for one in found:
        ours, theirs, noted = one.payment, one.transaction, notes.get(one.name)
        if asked.commissioner and (ours is None or ours.commissioner != asked.commissioner):
            continue
        sent, held = ours.pence if ours else 0, theirs.pence if theirs else 0
        rows.append(
            {
                "difference": one.name,
                "case": one.name.rsplit("/", 1)[0] if ours else "",
                "agreement": one.agreement,
                "commissioner": ours.commissioner if ours else "",
                "released_on": ours.on if ours else None,
                "fundflow_pence": sent,
                "ledger_pence": held,
                "apart_pence": sent - held,
                "ledger_reference": theirs.reference if theirs else "",
                "ledger_on": theirs.dated if theirs else None,
                "status": theirs.status if theirs else "sent",
                "about": one.about,
                "owner": noted.owner if noted and one.agreement != "matched" else "",
                "note": noted.note if noted and one.agreement != "matched" else "",
            }
        )
    many = Counter(row["agreement"] for row in rows)
    said = ", ".join(f"{count} {name}" for name, count in sorted(many.items())) or "no payment, and no line"
    brief = ("difference", "agreement", "fundflow_pence", "ledger_pence", "ledger_reference", "status", "owner", "note")
    title, anchor = "Agreement with the outside ledger", audit.anchor(session)
    return make(asked, "agreement", title, _COLUMNS, rows, notes=[f"{said}."], brief=brief, anchor=anchor)
