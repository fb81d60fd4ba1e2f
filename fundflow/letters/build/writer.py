"""Blocks written into a Word document: paragraphs with bold parts, tables that break well, row and paragraph tags."""

# ruff: noqa: SLF001 - python-docx has no verbs for borders, fields, repeated heads and removal

import re
from collections.abc import Callable, Sequence
from typing import Any

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
from fundflow.letters.build.paper import WIDTH, no_padding

_LINE = "C8D2D8"
_SHADE = "E8EDEE"
_PADDING = "108"  # a cell's own padding in twentieths of a point, so that tables and text share an edge


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
        _shade(cell)
    _on_every_page(head)
    _tag_row(table, f"for {block.each}")
    row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, column in zip(row.cells, block.columns, strict=True):
        _cell(cell, column.text, "Table text", column)
    whole(row)
    _tag_row(table, "endfor")
    if any(column.total for column in block.columns):
        total = table.add_row()  # type: ignore[no-untyped-call]
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
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row.cells[0].paragraphs[0].add_run(f"{{%tr {text} %}}")


def _summary(paper: Paper, block: Summary) -> None:
    table = lined(paper, [block.label_width, WIDTH - block.label_width])
    for pair in block.pairs:
        if pair.when:
            _tag_row(table, f"if {pair.when}")
        row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, text in zip(row.cells, (f"**{pair.label}**", pair.text), strict=True):
            cell.paragraphs[0].style = "Table text"
            put(cell.paragraphs[0], text)
        _shade(row.cells[0])
        whole(row)
        if pair.when:
            _tag_row(table, "endif")


def _signatures(paper: Paper, block: Signatures) -> None:
    """A line to sign on for each, with a date beside it, or two signatures beside each other."""
    table = bare(paper, [WIDTH / 2, WIDTH / 2])
    no_padding(table)
    each, source = re.split(r" in ", block.each, maxsplit=1)
    _tag_row(table, f"for {block.each}" if block.dated else f"for two in {source}|batch(2)")
    row = table.add_row()  # type: ignore[no-untyped-call]
    left, right = row.cells
    if block.dated:
        _signature(left.paragraphs[0], left, "", f"**{block.name}**", block.title)
        _signature(right.paragraphs[0], right, "", "Date")
    else:
        _signature(left.paragraphs[0], left, *_lines(block, each, "(two|first)"))
        right.paragraphs[0].add_run("{%p if two|length > 1 %}")
        _signature(right.add_paragraph(), right, *_lines(block, each, "(two|last)"))
        right.add_paragraph("{%p endif %}")
        right.add_paragraph(style="Page end").paragraph_format.keep_with_next = True
    whole(row)
    _tag_row(table, "endfor")


def _lines(block: Signatures, each: str, one: str) -> tuple[str, ...]:
    said = (block.signed, f"**{block.name}**", block.title, block.body)
    return tuple(line.replace(f"{each}.", f"{one}.") for line in said)


def _signature(room: Paragraph, cell: _Cell, signed: str, *lines: str) -> None:
    put(room, signed).style = "Table text"
    room.paragraph_format.space_before = Pt(14)
    room.paragraph_format.right_indent = Cm(1)
    room.paragraph_format.keep_with_next = True
    edge(room, "bottom", "6B7C88", 8)
    for line in lines:
        under = put(cell.add_paragraph(style="Table text"), line).paragraph_format
        under.space_before, under.space_after, under.keep_with_next = Pt(1), Pt(0), True


def lined(paper: Paper, widths: list[float]) -> Table:
    """An empty table with fine lines between its rows and fixed widths."""
    table = bare(paper, widths)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), _PADDING)
    indent.set(qn("w:type"), "dxa")
    properties.insert_element_before(indent, "w:tblBorders")
    return table


def bare(paper: Any, widths: list[float]) -> Table:
    """An empty table without lines and with fixed widths."""
    room = (
        {"width": Cm(sum(widths))} if not isinstance(paper, Paper) and hasattr(paper, "is_linked_to_previous") else {}
    )
    table: Table = paper.add_table(0, len(widths), **room)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def whole(row: _Row) -> None:
    """A row that is never split over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _on_every_page(row: _Row) -> None:
    whole(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def edge(paragraph: Paragraph, side: str, colour: str, size: int = 4) -> None:
    """A line above or below a paragraph."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


_WRITERS: dict[type, Callable[[Paper, Any], None]] = {
    Say: _say,
    Heading: _heading,
    Bullets: _bullets,
    Points: _points,
    Grid: _table,
    Summary: _summary,
    If: _choice,
    Signatures: _signatures,
    PageBreak: _break,
}
