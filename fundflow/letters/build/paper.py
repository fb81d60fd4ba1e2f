"""The paper that letters are written on: A4, Arial, the styles, nothing taken from a theme."""

from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

BLUE = RGBColor(0x00, 0x5E, 0xB8)
INK = RGBColor(0x21, 0x2B, 0x32)
GREY = RGBColor(0x4C, 0x62, 0x72)
RED = RGBColor(0xB5, 0x1A, 0x00)
WIDTH = 16.6
"""The width between the margins, in centimetres."""

_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_FONTS = ("ascii", "hAnsi", "eastAsia", "cs")
_BUILT = datetime(2017, 1, 1, tzinfo=UTC).replace(tzinfo=None)

# Name: (based on, size, bold, colour, space before, space after, keep with next)
_STYLES: dict[str, tuple[str, float, bool, RGBColor, float, float, bool]] = {
    "Heading 1": ("Normal", 13, True, INK, 6, 8, True),
    "Heading 2": ("Normal", 12, True, BLUE, 14, 4, True),
    "Body": ("Normal", 11, False, INK, 0, 7, False),
    "Address": ("Normal", 11, False, INK, 0, 0, False),
    "Reference": ("Normal", 10, False, INK, 0, 1, False),
    "Table text": ("Normal", 10, False, INK, 2.5, 2.5, False),
    "Table head": ("Normal", 10, True, INK, 2.5, 2.5, True),
    "Small print": ("Normal", 9, False, GREY, 0, 4, False),
    "Letterhead": ("Normal", 15, True, BLUE, 0, 0, False),
    "Letterhead address": ("Normal", 9, False, GREY, 2, 0, False),
    "Running head": ("Normal", 9, False, GREY, 0, 0, False),
    "Mark": ("Normal", 11, True, RED, 0, 4, False),
    "Last word": ("Normal", 11, False, INK, 10, 0, False),
    "List Bullet": ("Normal", 11, False, INK, 0, 3, False),
    "List Number": ("Normal", 11, False, INK, 0, 4, False),
}


def sheet(title: str, code: str) -> Paper:
    """An empty A4 document with the styles of a letter and fixed properties."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
    section.header_distance, section.footer_distance = Cm(1.1), Cm(1.0)
    section.different_first_page_header_footer = True
    _fonts(paper)
    for name, shape in _STYLES.items():
        _style(paper, name, *shape)
    for name, indent in (("List Bullet", 0.63), ("List Number", 0.75)):
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


def _style(
    paper: Paper,
    name: str,
    based_on: str,
    size: float,
    bold: bool,
    colour: RGBColor,
    before: float,
    after: float,
    keep_next: bool,
) -> None:
    known = name in paper.styles
    style = paper.styles[name] if known else paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = paper.styles[based_on]
    style.font.name, style.font.size, style.font.bold, style.font.italic = "Arial", Pt(size), bold, False
    style.font.color.rgb = colour
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, 1.08
    shape.keep_with_next, shape.widow_control = keep_next, True
    if name.startswith("Heading"):
        shape.keep_together = True


def _properties(paper: Paper, title: str, code: str) -> None:
    core = paper.core_properties
    core.title, core.subject, core.author = title, f"Letter {code}", "fundflow"
    core.comments, core.keywords, core.last_modified_by, core.language = "", code, "fundflow", "en-GB"
    core.created = core.modified = _BUILT
    core.revision = 1
