"""Blocks written into a Word document: paragraphs with bold parts, tables that break well, Jinja's row and paragraph tags."""

import re
from typing import Any, assert_never

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
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

_LINE = "C8D2D8"
_SHADE = "E8EDEE"


def write(paper: Paper, blocks: Any) -> None:
    """Write blocks in order; a paragraph after a table gets air above it."""
    after_table = False
    for block in blocks:
        before = len(paper.element.body)
        _write(paper, block)
        if after_table and isinstance(block, (Say, Bullets, Points)) and len(paper.element.body) > before:
            _air(paper, before)
        after_table = isinstance(block, (Grid, Summary, Signatures))


def _air(paper: Paper, position: int) -> None:
    """The first printed paragraph from a position on stands clear of the table above."""
    for element in list(paper.element.body)[position - 1 :]:
        if element.tag == qn("w:p"):
            found = Paragraph(element, paper)
            if not found.text.startswith("{%p"):
                found.paragraph_format.space_before = Pt(8)
                return


def _write(paper: Paper, block: Block) -> None:
    match block:
        case Say():
            put(paper.add_paragraph(style=block.style), block.text).paragraph_format.keep_with_next = block.keep_next
        case Heading():
            put(paper.add_paragraph(style="Heading 2"), block.text)
        case Bullets():
            _bullets(paper, block)
        case Points():
            for line in block.lines:
                put(paper.add_paragraph(style="List Bullet"), line)
        case Grid():
            _either(paper, block.each, lambda: _grid(paper, block), block.none)
        case Summary():
            _summary(paper, block)
        case If():
            _choice(paper, block)
        case Signatures():
            _signatures(paper, block)
        case PageBreak():
            paper.add_paragraph(style="Body").add_run().add_break(WD_BREAK.PAGE)
        case _:
            assert_never(block)


def put(paragraph: Paragraph, text: str) -> Paragraph:
    """Add text to a paragraph; what stands between ** is bold."""
    for at, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part).bold = True if at % 2 else None
    return paragraph


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
        line = paper.add_paragraph(style="List Number" if block.numbered else "List Bullet")
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
    head = table.add_row()
    for cell, column in zip(head.cells, block.columns, strict=True):
        _cell(cell, column.head, "Table head", column)
        _shade(cell)
    _on_every_page(head)
    _tag_row(table, f"for {block.each}")
    row = table.add_row()
    for cell, column in zip(row.cells, block.columns, strict=True):
        _cell(cell, column.text, "Table text", column)
    whole(row)
    _tag_row(table, "endfor")
    if any(column.total for column in block.columns):
        total = table.add_row()
        for cell, column in zip(total.cells, block.columns, strict=True):
            _cell(cell, f"**{column.total}**" if column.total else "", "Table text", column)
            _shade(cell)
        whole(total)


def _cell(cell: _Cell, text: str, style: str, column: Column) -> None:
    first = cell.paragraphs[0]
    first.style = style
    put(first, text)
    if column.money:
        first.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _tag_row(table: Table, text: str) -> None:
    table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr {text} %}}")


def _summary(paper: Paper, block: Summary) -> None:
    table = lined(paper, [block.label_width, WIDTH - block.label_width])
    for pair in block.pairs:
        if pair.when:
            _tag_row(table, f"if {pair.when}")
        row = table.add_row()
        for cell, text in zip(row.cells, (f"**{pair.label}**", pair.text), strict=True):
            cell.paragraphs[0].style = "Table text"
            put(cell.paragraphs[0], text)
        _shade(row.cells[0])
        whole(row)
        if pair.when:
            _tag_row(table, "endif")


def _signatures(paper: Paper, block: Signatures) -> None:
    table = bare(paper, [WIDTH / 2, WIDTH / 2])
    _tag_row(table, f"for {block.each}")
    row = table.add_row()
    left, right = row.cells
    _signature(left, f"**{block.name}**", block.title, block.body)
    if block.dated:
        _signature(right, "Date", "", "")
    whole(row)
    _tag_row(table, "endfor")


def _signature(cell: _Cell, *lines: str) -> None:
    room = cell.paragraphs[0]
    room.style = "Table text"
    room.paragraph_format.space_before, room.paragraph_format.keep_with_next = Pt(26), True
    edge(room, "bottom", "8A9AA5")
    room.paragraph_format.right_indent = Cm(1)
    for line in lines:
        if line:
            put(cell.add_paragraph(style="Table text"), line).paragraph_format.space_before = Pt(0)


def lined(paper: Paper, widths: list[float]) -> Table:
    """An empty table with fine lines between its rows and fixed widths."""
    table = bare(paper, widths)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no verb for a table's borders
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    return table


def bare(paper: Any, widths: list[float]) -> Table:
    """An empty table without lines and with fixed widths."""
    room = {"width": Cm(sum(widths))} if not isinstance(paper, Paper) and hasattr(paper, "is_linked_to_previous") else {}
    table: Table = paper.add_table(0, len(widths), **room)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def whole(row: _Row) -> None:
    """A row that is never split over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - no verb for it


def _on_every_page(row: _Row) -> None:
    whole(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no verb for it


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - no verb for it


def edge(paragraph: Paragraph, side: str, colour: str, size: int = 4) -> None:
    """A line above or below a paragraph."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no verb for it
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
