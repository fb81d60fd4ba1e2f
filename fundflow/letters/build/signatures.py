"""Places to sign: each with a date beside it, or two signatures beside each other."""

import re

from docx.document import Document as Paper
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from fundflow.letters.build.blocks import Signatures
from fundflow.letters.build.paper import WIDTH, no_padding
from fundflow.letters.build.shapes import bare, edge, put, tag_row, whole


def signatures(paper: Paper, block: Signatures) -> None:
    """A line to sign on for each, with a date beside it, or two signatures beside each other."""
    table = bare(paper, [WIDTH / 2, WIDTH / 2])
    no_padding(table)
    each, source = re.split(r" in ", block.each, maxsplit=1)
    tag_row(table, f"for {block.each}" if block.dated else f"for two in {source}|batch(2)")
    if block.dated:
        tag_row(table, "if not loop.last")
        _dated(table, block, stays=False)
        tag_row(table, "else")
        _dated(table, block, stays=True)
        tag_row(table, "endif")
    else:
        _side_by_side(table, block, each)
    tag_row(table, "endfor")


def _dated(table: Table, block: Signatures, *, stays: bool) -> None:
    """One line to sign on and one for the date; only the last of them stays with what follows, for a list may be long."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    left, right = row.cells
    _signature(left.paragraphs[0], left, "", f"**{block.name}**", block.title, stays=stays)
    _signature(right.paragraphs[0], right, "", "Date", stays=stays)
    whole(row)


def _side_by_side(table: Table, block: Signatures, each: str) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    left, right = row.cells
    _signature(left.paragraphs[0], left, *_lines(block, each, "(two|first)"))
    right.paragraphs[0].add_run("{%p if two|length > 1 %}")
    _signature(right.add_paragraph(), right, *_lines(block, each, "(two|last)"))
    right.add_paragraph("{%p endif %}")
    right.add_paragraph(style="Page end").paragraph_format.keep_with_next = True
    whole(row)


def _lines(block: Signatures, each: str, one: str) -> tuple[str, ...]:
    said = (block.signed, f"**{block.name}**", block.title, block.body)
    return tuple(line.replace(f"{each}.", f"{one}.") for line in said)


def _signature(room: Paragraph, cell: _Cell, signed: str, *lines: str, stays: bool = True) -> None:
    put(room, signed).style = "Table text"
    room.paragraph_format.space_before = Pt(10)
    room.paragraph_format.right_indent = Cm(1)
    room.paragraph_format.keep_with_next = stays
    edge(room, "bottom", "6B7C88", 8)
    for line in lines:
        under = put(cell.add_paragraph(style="Table text"), line).paragraph_format
        under.space_before, under.space_after, under.keep_with_next = Pt(1), Pt(0), stays
