"""The paper that letters are written on: A4, Arial, the styles, nothing taken from a theme."""

from dataclasses import dataclass
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table

BLUE = RGBColor(0x00, 0x5E, 0xB8)
INK = RGBColor(0x21, 0x2B, 0x32)
GREY = RGBColor(0x4C, 0x62, 0x72)
RED = RGBColor(0xB5, 0x1A, 0x00)
WIDTH = 16.6
"""The width between the margins, in centimetres."""

_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
_BUILT = datetime(2017, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Look:
    """A paragraph style: size in points, air before and after, whether it stays with what follows."""

    size: float
    before: float = 0
    after: float = 0
    bold: bool = False
    colour: RGBColor = INK
    keep_next: bool = False


_STYLES = {
    "Heading 1": Look(13, 4, 6, bold=True, keep_next=True),
    "Heading 2": Look(12, 8, 3, bold=True, colour=BLUE, keep_next=True),
    "Body": Look(11, after=5),
    "Address": Look(11),
    "Reference": Look(10, after=1),
    "Table text": Look(10, 1.5, 1.5),
    "Table head": Look(10, 1.5, 1.5, bold=True, keep_next=True),
    "Sign-off": Look(11, 8, 0, keep_next=True),
    "Page end": Look(2),
    "Small print": Look(8.5, after=1, colour=GREY),
    "Letterhead": Look(15, bold=True, colour=BLUE),
    "Letterhead address": Look(9, before=2, colour=GREY),
    "Running head": Look(9, after=10, colour=GREY),
    "Mark": Look(11, after=4, bold=True, colour=RED),
    "Last word": Look(11, before=5),
    "List Bullet": Look(11, after=3),
    "Numbered": Look(11, after=4),
}


def sheet(title: str, code: str) -> Paper:
    """An empty A4 document with the styles of a letter and fixed properties."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(1.6)
    section.header_distance, section.footer_distance = Cm(1.0), Cm(0.8)
    section.different_first_page_header_footer = True
    _fonts(paper)
    for name, shape in _STYLES.items():
        _style(paper, name, shape)
    for name, indent in (("List Bullet", 0.63), ("Numbered", 0.75)):
        shape = paper.styles[name].paragraph_format
        shape.left_indent, shape.first_line_indent = Cm(indent), Cm(-indent)
    _properties(paper, title, code)
    return paper


def _fonts(paper: Paper) -> None:
    """Arial wherever the blank document names a theme's font."""
    for fonts in paper.styles.element.iter(qn("w:rFonts")):
        for attribute in _THEME:
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        for attribute in _FONTS:
            fonts.set(qn(f"w:{attribute}"), "Arial")
    for language in paper.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _style(paper: Paper, name: str, look: Look) -> None:
    known = name in paper.styles
    style = paper.styles[name] if known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = paper.styles["Normal"]
    style.font.name, style.font.size, style.font.bold, style.font.italic = "Arial", Pt(look.size), look.bold, False
    style.font.color.rgb = look.colour
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.0
    shape.keep_with_next, shape.widow_control = look.keep_next, True
    if name.startswith("Heading"):
        shape.keep_together = True


def _properties(paper: Paper, title: str, code: str) -> None:
    core = paper.core_properties
    core.title, core.subject, core.author = title, f"Letter {code}", "fundflow"
    core.comments, core.keywords, core.last_modified_by, core.language = "", code, "fundflow", "en-GB"
    core.created = core.modified = _BUILT
    core.revision = 1


def no_padding(table: Table) -> None:
    """Let what stands in a table's cells stand at the margins of the page."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        none = OxmlElement(f"w:{side}")
        none.set(qn("w:w"), "0")
        none.set(qn("w:type"), "dxa")
        margins.append(none)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - python-docx has no verb for it
