"""Word documents that are not letters: a plain A4 paper with headings, tables, a running foot and, if asked, a watermark."""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from fundflow import letters

BLUE, INK, GREY, LINE = RGBColor(0x00, 0x5E, 0xB8), RGBColor(0x21, 0x2B, 0x32), RGBColor(0x4C, 0x62, 0x72), "AEB7BD"
PALE = "E8EDEE"
_WIDTH = 17.0
_STYLES = {
    "Title": (20, BLUE, 0, 6),
    "Heading 1": (15, BLUE, 14, 6),
    "Heading 2": (12, INK, 10, 3),
    "Normal": (10.5, INK, 0, 5),
}
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def new_paper(title: str) -> Paper:
    """An empty A4 paper in Arial."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - _WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.9)
    for fonts in paper.styles.element.iter(qn("w:rFonts")):
        for attribute in _THEME:
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{attribute}"), "Arial")
    for name, (size, colour, before, after) in _STYLES.items():
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), colour
        style.font.bold = name != "Normal"
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = name != "Normal"
    for border in list(paper.styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    core = paper.core_properties
    core.title, core.author, core.language, core.comments = title, "fundflow", "en-GB", ""
    return paper


def as_bytes(paper: Paper) -> bytes:
    """The paper as a Word file."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def write(
    paper: Paper, text: str, *, style: str = "Normal", grey: bool = False, bold: bool = False, new_page: bool = False
) -> Paragraph:
    """One paragraph, on a new page if asked; line breaks of the text become paragraphs of their own."""
    parts = text.split("\n") or [""]
    for part in parts:
        made = paper.add_paragraph(style=style)
        run = made.add_run(part)
        run.bold = bold or None
        made.paragraph_format.page_break_before = new_page or None
        if grey:
            run.font.color.rgb = GREY
    return made


def bullets(paper: Paper, lines: Iterable[str]) -> None:
    """A list with bullets."""
    for line in lines:
        paper.add_paragraph(line, style="List Bullet")


def table(paper: Paper, head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float]) -> None:
    """A table, with a repeated head unless that is empty; widths in centimetres, money to the right."""
    made = paper.add_table(rows=1 if head else 0, cols=len(widths))
    made.autofit = False
    if head:
        for cell, text in zip(made.rows[0].cells, head, strict=True):
            _cell(cell, text, bold=True, fill=PALE)
        _repeat(made.rows[0])
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            _cell(cell, text)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    paper.add_paragraph()


def write_in(paper: Paper, title: str, *, note: str = "", centimetres: float = 2.4) -> None:
    """A box with its title, and room to write by hand."""
    made = paper.add_table(rows=2, cols=1)
    _cell(made.cell(0, 0), f"{title}{f'  ({note})' if note else ''}", bold=True, fill=PALE)
    _cell(made.cell(1, 0), "")
    made.rows[1].height = Cm(centimetres)
    space = paper.add_paragraph()
    space.paragraph_format.space_after = space.paragraph_format.space_before = Pt(0)
    space.paragraph_format.line_spacing = Pt(7)


def _cell(cell: object, text: str, *, bold: bool = False, fill: str = "") -> None:
    paragraph = cell.paragraphs[0]  # type: ignore[attr-defined]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(9.5)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if text.startswith("£"):
        paragraph.alignment = 2
    properties = cell._tc.get_or_add_tcPr()  # type: ignore[attr-defined]  # noqa: SLF001 - the library has no borders
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("color", LINE)):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    properties.append(borders)
    if fill:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{key}"), value)
        properties.append(shade)


def _repeat(row: object) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]  # noqa: SLF001 - the same


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Give a paragraph a name that contents can point at."""
    for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(kind)
        mark.set(qn("w:id"), str(number))
        if kind.endswith("Start"):
            mark.set(qn("w:name"), name)
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, mark)  # noqa: SLF001 - the library has none
        else:
            paragraph._p.append(mark)  # noqa: SLF001


def entry(paper: Paper, text: str, name: str) -> None:
    """One line of the contents, with the page of a bookmark."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH), 2, 1)
    paragraph.add_run(f"{text}\t")
    field(paragraph, f"PAGEREF {name} \\h")


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out: a page number."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run("1" if kind == "text" else "")
        if kind == "instr":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {code} "
            run._r.append(part)  # noqa: SLF001
        elif kind != "text":
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            if kind == "begin":
                part.set(qn("w:dirty"), "true")
            run._r.append(part)  # noqa: SLF001


def foot(paper: Paper, text: str) -> None:
    """A running foot with the page's number."""
    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.style = paper.styles["Normal"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDTH), 2)
    run = paragraph.add_run(f"{text}\tPage ")
    field(paragraph, "PAGE")
    for one in paragraph.runs:
        one.font.size, one.font.color.rgb = Pt(8.5), GREY
    run.font.color.rgb = GREY


def watermark(paper: Paper, words: str) -> None:
    """Grey words across every page: whose copy it is, and of which day."""
    letters.lay(paper, words)
