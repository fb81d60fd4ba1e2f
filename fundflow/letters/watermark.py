"""Grey words across every page of a Word file: what it is, or whose copy."""

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import _Header

_SHAPE = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
    'adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="watermark" o:spid="_x0000_s1" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;'
    "width:430pt;height:40pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    'mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" '
    'fillcolor="#d9dee1" stroked="f"><v:fill opacity=".6"/><v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" '
    "string={words}/></v:shape></w:pict>"
)


_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"


def lay(paper: Paper, words: str) -> None:
    """Lay words across every page; beside those that are there already, after a full stop."""
    for header in _headers(paper):
        present = [one for one in header._element.iter(_TEXTPATH) if one.get("string")]  # noqa: SLF001
        for path in present:
            path.set("string", f"{path.get('string')}. {words}")
        if not present:
            header._element.insert(0, _line(words))  # noqa: SLF001 - it takes no height, so it goes before all


@lru_cache(maxsize=128)
def across(content: bytes, words: str) -> bytes:
    """A Word file with words across every page; a template keeps its tags."""
    paper, out = Document(io.BytesIO(content)), io.BytesIO()
    lay(paper, words)
    paper.save(out)
    return out.getvalue()


def _headers(paper: Paper) -> Iterator[_Header]:
    """Every header that a page of the paper may show; one that is linked to the section before shows that one's."""
    for number, section in enumerate(paper.sections):
        kinds = [section.header]
        if section.different_first_page_header_footer:
            kinds.append(section.first_page_header)
        if paper.settings.odd_and_even_pages_header_footer:
            kinds.append(section.even_page_header)
        for header in kinds:
            if number == 0 and header.is_linked_to_previous:
                header.is_linked_to_previous = False
            if not header.is_linked_to_previous:
                yield header


def _line(words: str) -> Any:
    """A paragraph a point high that holds the shape and nothing else."""
    line, shape, spacing, run = (OxmlElement(name) for name in ("w:p", "w:pPr", "w:spacing", "w:r"))
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), value)
    shape.append(spacing)
    run.append(parse_xml(_SHAPE.format(words=quoteattr(words))))
    line.append(shape)
    line.append(run)
    return line
