"""What Word pages are made of and python-docx has no verb for: lines, soft grounds, rows that break well, tag rows."""

# ruff: noqa: SLF001 - python-docx has no verbs for borders, fields and repeated heads

from typing import Any

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

_LINE = "C8D2D8"
_SHADE = "E8EDEE"
_PADDING = "108"  # a cell's own padding in twentieths of a point, so that tables and text share an edge


def put(paragraph: Paragraph, text: str) -> Paragraph:
    """Add text to a paragraph; what stands between ** is bold."""
    for at, part in enumerate(text.split("**")):
        if part:
            paragraph.add_run(part).bold = True if at % 2 else None
    return paragraph


def tag_row(table: Table, text: str) -> None:
    """A row with a tag alone, which is gone when the letter is filled."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row.cells[0].paragraphs[0].add_run(f"{{%tr {text} %}}")


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


def on_every_page(row: _Row) -> None:
    """A head that stands again where its table goes on over the page."""
    whole(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def shade(cell: _Cell) -> None:
    """A cell with a soft ground."""
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
