"""What is given to who asks for a decision and its scores, as one workbook: decision, scores, costs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fundflow.engine.information import Bundle, Decided
from fundflow.exchange.exports.workbook import new_book
from fundflow.money import pounds

WEIGH = "Weigh before it goes: it tells another body's price"


def as_workbook(found: Bundle, *, on: date) -> bytes:
    """Three sheets; what a third party's prices could be read from is flagged, and nothing flagged is taken out."""
    out, book = new_book(on)
    names = "Names are withheld and marked." if found.names_withheld else "Nothing is withheld."
    about = f"{found.case}, {found.title}, {found.lead}. {found.fund}. It stands at: {found.stands}. {names}"
    _sheet(
        book,
        "Decision",
        about,
        ("Commissioner", "Decision", "On", "Minute", "Asked", "Agreed", "Why"),
        [_decided(one) for one in found.decisions],
    )
    total = f"Together {found.total} of 100. Who scored is not told." if found.total else "It was not scored."
    _sheet(
        book,
        "Scores",
        total,
        ("Criterion", "Weight", "Mark", "Strength", "Gap"),
        [(one.criterion, str(one.weight), one.mean, one.strength, one.gap) for one in found.scores],
    )
    _sheet(
        book,
        "Costs",
        f"{found.flagged} of {len(found.costs)} costs are flagged.",
        ("Year", "Kind", "What", "Amount", "Third party"),
        [
            (one.period, one.kind, one.description, pounds(one.pence), WEIGH if one.third_party else "")
            for one in found.costs
        ],
    )
    book.close()
    return out.getvalue()


def _decided(one: Decided) -> tuple[str, ...]:
    asked, agreed = pounds(one.asked_pence), pounds(one.agreed_pence)
    return (one.commissioner, one.outcome, one.decided_on, one.minute, asked, agreed, one.reason)


def _sheet(book: Any, name: str, about: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, len(head) - 1, 24, wrapped)
    sheet.write_string(0, 0, about, book.add_format({"bold": True}))
    sheet.write_row(2, 0, head, bold)
    for number, row in enumerate(rows, start=3):
        sheet.write_row(number, 0, row)
