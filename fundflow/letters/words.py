"""The words of a Word file in the order in which they are read: for showing a letter on a page before it is sent."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph


@dataclass(frozen=True)
class Block:
    """One paragraph (`heading`, `item` of a list, or `text`), or one `table` with its rows of cells."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def words(content: bytes) -> list[Block]:
    """What a Word file says: heads of pages first, then its body, then the feet; empty paragraphs are left out."""
    paper = Document(io.BytesIO(content))
    section = paper.sections[0]
    around = [*_blocks(section.header), *_blocks(section.first_page_header)]
    below = [*_blocks(section.first_page_footer), *_blocks(section.footer)]
    return list(dict.fromkeys([*around, *_blocks(paper), *below]))


def _blocks(part: object) -> Iterator[Block]:
    for one in part.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(one, Paragraph):
            if one.text.strip():
                yield Block(_kind(one), one.text.strip())
        elif isinstance(one, Table):
            rows = tuple(tuple(cell.text.strip() for cell in row.cells) for row in one.rows)
            if any(any(row) for row in rows):
                yield Block("table", rows=rows)


def _kind(paragraph: Paragraph) -> str:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if style.startswith(("Heading", "Title")):
        return "heading"
    return "item" if style.startswith("List") else "text"
