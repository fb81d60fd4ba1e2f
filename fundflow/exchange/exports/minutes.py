"""A body's minutes, and the sheet on which a meeting is kept when the screen fails, as Word files."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Paper
from docx.shared import Cm

from fundflow.committees import ItemMinute, Minutes
from fundflow.letters.build.paper import WIDTH, sheet
from fundflow.letters.build.shapes import lined, whole

_STATES = {
    "draft": "Draft, not yet seen by the chair",
    "checked": "Checked by the chair",
    "circulated": "Circulated to members",
    "confirmed": "Confirmed",
}


def minutes_docx(found: Minutes) -> bytes:
    """Minutes as a Word file: who was there, matters arising, items in public and in private, actions, corrections."""
    paper = sheet(f"{found.body}: minutes of {found.meeting}", found.meeting)
    paper.add_paragraph(found.body, "Letterhead")
    paper.add_paragraph(f"Minutes of {found.meeting}, {found.held}", "Heading 1")
    paper.add_paragraph(f"{_STATES[found.state]}.", "Mark" if found.state == "draft" else "Small print")
    _listed(paper, "Present", found.present, none="Nobody is recorded.")
    _listed(paper, "Matters arising", found.arising, none="Nothing was left open by earlier meetings.")
    _part(paper, "In public", [one for one in found.items if not one.private])
    private = [one for one in found.items if one.private]
    if private:
        _part(paper, "In private", private)
    if found.actions:
        _listed(paper, "To be done", found.actions, none="")
    if found.amendments:
        _listed(paper, "Corrections", found.amendments, none="")
    return _bytes(paper)


def _listed(paper: Paper, title: str, lines: Sequence[str], *, none: str) -> None:
    paper.add_paragraph(title, "Heading 2")
    for line in lines:
        paper.add_paragraph(line, "List Bullet")
    if not lines:
        paper.add_paragraph(none, "Body")


def _part(paper: Paper, title: str, items: Sequence[ItemMinute]) -> None:
    paper.add_paragraph(title, "Heading 2")
    for one in items:
        head = paper.add_paragraph(f"{one.item}. {one.title}", "Table head")
        if one.minute_number:
            head.add_run(f"   {one.minute_number}").bold = False
        paper.add_paragraph(" ".join(one.sentences) or "Not for this committee, or not reached.", "Body")


def _bytes(paper: Paper) -> bytes:
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


@dataclass(frozen=True)
class SheetBody:
    """One body as the day sheet needs it: how many must count, which roles, and its voting members."""

    title: str
    needed: int
    roles: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class DaySheet:
    """A meeting as it stands that morning; each item with the interests that are known already."""

    ref: str
    title: str
    starts: str
    place: str
    bodies: tuple[SheetBody, ...]
    items: tuple[tuple[int, str, str], ...]


def day_sheet_docx(day: DaySheet) -> bytes:
    """Two pages to write on: who comes and goes, then for each item interests, votes, decision and conditions."""
    paper = sheet(f"Day sheet of {day.ref}", day.ref)
    paper.add_paragraph(f"{day.title}: {day.ref}", "Heading 1")
    where = f", {day.place}" if day.place else ""
    paper.add_paragraph(f"{day.starts}{where}. Use it if the screen fails; write times as you see them.", "Body")
    paper.add_paragraph("Who is there", "Heading 2")
    for body in day.bodies:
        paper.add_paragraph(
            f"{body.title}: {body.needed} must count, among them {'; '.join(body.roles) or 'anybody'}.", "Table head"
        )
        _grid(
            paper,
            ("Member", "In", "Out", "Back", "How"),
            (7.6, 2.2, 2.2, 2.2, 2.4),
            [(one,) for one in body.members],
            room=0.8,
        )
        paper.add_paragraph("", "Page end")
    paper.add_page_break()  # type: ignore[no-untyped-call]
    paper.add_paragraph("Items", "Heading 2")
    widths = (5.2, 3.4, 3.6, 4.4)
    heads = (
        "Item, and interests known",
        "Interest, ruling, time",
        "For, against, abstained",
        "Decision, amount, conditions",
    )
    items = [(f"{number}. {title}\n{known}".strip(),) for number, title, known in day.items]
    _grid(paper, heads, widths, items, room=min(2.6, 20 / max(len(items), 1)))
    paper.add_paragraph(
        "Closed at ..............   Chair's signature ............................................", "Sign-off"
    )
    return _bytes(paper)


def _grid(
    paper: Paper, heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]], *, room: float
) -> None:
    """A table to write in; `room` is the least height of a row in centimetres."""
    assert abs(sum(widths) - WIDTH) < 0.1
    table = lined(paper, list(widths))
    for cells, style in ((heads, "Table head"), *((row, "Table text") for row in rows)):
        row = table.add_row()  # type: ignore[no-untyped-call]
        whole(row)
        if cells is not heads:
            row.height = Cm(room)
        for cell, text in zip(row.cells, [*cells, *[""] * (len(heads) - len(cells))], strict=True):
            cell.paragraphs[0].style = style
            cell.paragraphs[0].add_run(text)
