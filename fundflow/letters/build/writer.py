"""Blocks written into a Word document: sentences, lists, choices and tables."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from fundflow.letters.build.blocks import (
    Block,
    Bullets,
    Column,
    Grid,
    Heading,
    If,
    PageBreak,
    Points,
    Say,
    Signatures,
    Summary,
)
from fundflow.letters.build.paper import WIDTH
from fundflow.letters.build.shapes import lined, on_every_page, put, shade, tag_row, whole
from fundflow.letters.build.signatures import signatures


def write(paper: Paper, blocks: Sequence[Block]) -> None:
    """Write blocks in order."""
    for block in blocks:
        _write(paper, block)


def give_air(paper: Paper) -> None:
    """Set every sentence clear of a table or list that stands above it, whatever choices lie between."""
    above, open_choices = "", []
    for element in paper.element.body:
        if element.tag == qn("w:tbl"):
            above = "table"
        elif element.tag == qn("w:p"):
            paragraph = Paragraph(element, paper)
            if not paragraph.text.startswith("{%p"):
                above = _clear(paragraph, above)
            elif paragraph.text.startswith("{%p if"):
                open_choices.append(above)
            elif paragraph.text.startswith("{%p else"):
                above, open_choices[-1] = open_choices[-1], above
            elif paragraph.text.startswith("{%p endif"):
                above = open_choices.pop() or above


def _clear(paragraph: Paragraph, above: str) -> str:
    """Give one paragraph its air, and say what the next one stands under."""
    name = str(paragraph.style.name) if paragraph.style else ""
    lists = name in {"List Bullet", "Numbered"}
    if (above == "table" and (lists or name == "Body")) or (above == "list" and name == "Body"):
        paragraph.paragraph_format.space_before = Pt(8)
    return "list" if lists else ""


def _write(paper: Paper, block: Block) -> None:
    _WRITERS[type(block)](paper, block)


def _say(paper: Paper, block: Say) -> None:
    put(paper.add_paragraph(style=block.style), block.text).paragraph_format.keep_with_next = block.keep_next or None


def _heading(paper: Paper, block: Heading) -> None:
    put(paper.add_paragraph(style="Heading 2"), block.text)


def _points(paper: Paper, block: Points) -> None:
    for line in block.lines:
        put(paper.add_paragraph(style="List Bullet"), line)


def _break(paper: Paper, _block: PageBreak) -> None:
    paper.add_paragraph(style="Page end").add_run().add_break(WD_BREAK.PAGE)


def _table(paper: Paper, block: Grid) -> None:
    _either(paper, block.each, lambda: _grid(paper, block), block.none)


def tag(paper: Paper, text: str) -> None:
    """A tag on a paragraph of its own, which is gone when the letter is filled."""
    paper.add_paragraph(f"{{%p {text} %}}", style="Body")


def _source(each: str) -> str:
    return re.split(r" in ", each, maxsplit=1)[1]


def _either(paper: Paper, each: str, some: Any, none: str) -> None:
    """Elements, or a sentence that says that there are none."""
    if not none:
        some()
        return
    tag(paper, f"if {_source(each)}")
    some()
    tag(paper, "else")
    put(paper.add_paragraph(style="Body"), none)
    tag(paper, "endif")


def _bullets(paper: Paper, block: Bullets) -> None:
    def some() -> None:
        tag(paper, f"for {block.each}")
        line = paper.add_paragraph(style="Numbered" if block.numbered else "List Bullet")
        put(line, ("{{ loop.index }}.\t" if block.numbered else "") + block.text)
        tag(paper, "endfor")

    _either(paper, block.each, some, block.none)


def _choice(paper: Paper, block: If) -> None:
    tag(paper, f"if {block.condition}")
    write(paper, block.then)
    if block.otherwise:
        tag(paper, "else")
        write(paper, block.otherwise)
    tag(paper, "endif")


def _grid(paper: Paper, block: Grid) -> None:
    table = lined(paper, [column.width for column in block.columns])
    head = table.add_row()  # type: ignore[no-untyped-call]
    for cell, column in zip(head.cells, block.columns, strict=True):
        _cell(cell, column.head, "Table head", column)
        shade(cell)
    on_every_page(head)
    tag_row(table, f"for {block.each}")
    row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, column in zip(row.cells, block.columns, strict=True):
        _cell(cell, column.text, "Table text", column)
    whole(row)
    tag_row(table, "endfor")
    if any(column.total for column in block.columns):
        total = table.add_row()  # type: ignore[no-untyped-call]
        for cell, column in zip(total.cells, block.columns, strict=True):
            _cell(cell, f"**{column.total}**" if column.total else "", "Table text", column)
            shade(cell)
        whole(total)


def _cell(cell: _Cell, text: str, style: str, column: Column) -> None:
    first = cell.paragraphs[0]
    first.style = style
    put(first, text)
    if column.money:
        first.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _summary(paper: Paper, block: Summary) -> None:
    table = lined(paper, [block.label_width, WIDTH - block.label_width])
    for pair in block.pairs:
        if pair.when:
            tag_row(table, f"if {pair.when}")
        row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, text in zip(row.cells, (f"**{pair.label}**", pair.text), strict=True):
            cell.paragraphs[0].style = "Table text"
            put(cell.paragraphs[0], text)
        shade(row.cells[0])
        whole(row)
        if pair.when:
            tag_row(table, "endif")


_WRITERS: dict[type, Callable[[Paper, Any], None]] = {
    Say: _say,
    Heading: _heading,
    Bullets: _bullets,
    Points: _points,
    Grid: _table,
    Summary: _summary,
    If: _choice,
    Signatures: signatures,
    PageBreak: _break,
}
