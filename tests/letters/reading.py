"""Reads a Word file as people do: its words, in order, tables and headers too."""

import io
import re

from docx import Document
from docx.oxml.ns import qn

from fundflow import letters
from fundflow.letters.build import TEXTS
from tests.letters.cases import facts

NAMES = {text.code: text.name for text in TEXTS}


def filled(code: str, **changes: object) -> bytes:
    return letters.filled(code, facts(code, **changes), letters.load(NAMES[code]))


def paragraphs(content: bytes) -> list[str]:
    """Every paragraph of the body, those in tables too, in the order in which they are read."""
    body = Document(io.BytesIO(content)).element.body
    return [_text(one) for one in body.iter(qn("w:p"))]


def _text(paragraph: object) -> str:
    parts = []
    for node in paragraph.iter():  # type: ignore[attr-defined]
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag in (qn("w:br"), qn("w:tab")):
            parts.append(" ")
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    around = []
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            around += [paragraph.text for paragraph in part.paragraphs]
    return "\n".join([*paragraphs(content), *around]).replace("\u00a0", " ")
