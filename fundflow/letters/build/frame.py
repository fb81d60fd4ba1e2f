"""What stands around every letter: letterhead, address, references, signatures, small print, and a person to ring."""

# ruff: noqa: SLF001 - python-docx has no verbs for borders, fields, repeated heads and removal

from docx.document import Document as Paper
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from fundflow.letters.build.blocks import If, Say, Signatures, Text
from fundflow.letters.build.paper import WIDTH, no_padding
from fundflow.letters.build.shapes import bare, edge, put, whole
from fundflow.letters.build.writer import write

_LABEL = 2.7
_KEPT = 3
"""So many of the last sentences or points stay with the signatures."""


def letterhead(paper: Paper) -> None:
    """The commissioners' names and address on the first page, the reference on the others."""
    section = paper.sections[0]
    first, running = section.first_page_header, section.header
    mark = "{%p if issue.mark %}", "{{ issue.mark }}", "{%p endif %}"
    _lines(first, ("{%p for sender in senders %}", "{{ sender.name }}", "{%p endfor %}"), "Letterhead")
    each = "{%p for sender in senders if sender.address %}"
    names = "{% if senders|length > 1 %}{{ sender.name }}: {% endif %}"
    _lines(first, (each, names + "{{ sender.address|join(', ') }}", "{%p endfor %}"), "Letterhead address")
    rule = first.add_paragraph(style="Page end")
    rule.paragraph_format.space_after = Pt(5)
    edge(rule, "bottom", "005EB8", 12)
    _lines(first, mark, "Mark")
    _lines(running, mark, "Mark")
    line = running.add_paragraph(style="Running head")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    put(line, "{{ reference }}\t{{ addressee.organisation }}")
    for header in (first, running):
        empty = header.paragraphs[0]
        if not empty.text:
            empty._p.getparent().remove(empty._p)


def _lines(header: object, lines: tuple[str, ...], style: str) -> None:
    for text in lines:
        put(header.add_paragraph(style=style), text)  # type: ignore[attr-defined]


def footer(paper: Paper) -> None:
    """Which letter this is, by which template, and the page, on every page."""
    section = paper.sections[0]
    for foot in (section.first_page_footer, section.footer):
        line = foot.paragraphs[0]
        line.style = "Running head"
        line.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        put(line, "Letter {{ code }}, {{ reference }}, template {{ issue.version }} ({{ issue.sha256 }})\tPage ")
        _field(line, "PAGE")
        put(line, " of ")
        _field(line, "NUMPAGES")


def _field(paragraph: Paragraph, name: str) -> None:
    for kind, text in (("begin", None), (None, name), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text or ""
            continue
        element = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            element.set(qn("xml:space"), "preserve")
            element.text = f" {text} "
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def opening(paper: Paper, letter: Text) -> None:
    """The addressee beside the references, the greeting, and the subject line."""
    table = bare(paper, [WIDTH - 9.2, 9.2])
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    left, right = row.cells
    for text in (
        "{{ addressee.name }}",
        "{{ addressee.organisation }} ({{ addressee.code }})",
        "{%p for line in addressee.address %}",
        "{{ line }}",
        "{%p endfor %}",
    ):
        put(_next(left, "Address"), text)
    for label, text in (
        ("Our reference", "{{ reference }}"),
        ("Date", "{{ date|day }}"),
        ("Your {{ bid }}", "{{ case_ref }}, {{ case_title }}"),
        ("Round", "{{ round_title }}"),
    ):
        _reference(right, label, text)
    put(_next(right, "Reference"), "{%p for decision in decisions %}")
    _reference(
        right,
        "Decided",
        "{{ decision.commissioner }}, {{ decision.day|short_day }}"
        "{% if decision.minute %}, minute {{ decision.minute }}{% endif %}",
    )
    put(_next(right, "Reference"), "{%p endfor %}")
    greeting = put(paper.add_paragraph(style="Body"), "Dear {{ addressee.name }}")
    greeting.paragraph_format.space_before = Cm(0.35)
    put(paper.add_paragraph(style="Heading 1"), letter.subject)


def _next(cell: _Cell, style: str) -> Paragraph:
    only: Paragraph = cell.paragraphs[0]
    if len(cell.paragraphs) == 1 and not only.text:
        only.style = style
        return only
    added: Paragraph = cell.add_paragraph(style=style)
    return added


def _reference(cell: _Cell, label: str, text: str) -> None:
    line = _next(cell, "Reference")
    shape = line.paragraph_format
    shape.left_indent, shape.first_line_indent = Cm(_LABEL), Cm(-_LABEL)
    shape.tab_stops.add_tab_stop(Cm(_LABEL))
    put(line, f"**{label}**\t{text}")


def closing(paper: Paper, letter: Text) -> None:
    """Signatures and the small print on one page, then a slip to send back, and last a person with telephone and hours."""
    _stay_with_signatures(paper)
    start = len(paper.element.body)
    senders = Signatures(
        "sender in senders",
        "{{ sender.signatory }}",
        "{{ sender.signatory_title }}",
        "{{ sender.name }}",
        signed="{% if sender.signed_at %}Signed on {{ sender.signed_at|moment }}{% endif %}",
    )
    copies = If(
        "counterparts",
        (
            Say(
                "{{ counterparts|join(' and ') }} {{ 'signs' if counterparts|length == 1 else 'sign' }} a copy of this "
                "letter that says the same. All copies together are one letter."
            ),
        ),
    )
    write(paper, [Say("Yours sincerely", style="Sign-off"), senders, copies])
    _small_print(paper)
    if letter.slip:
        _on_one_page(paper, start)
        write(paper, letter.slip)
    _last_word(paper)
    if not letter.slip:
        _on_one_page(paper, start)


def _small_print(paper: Paper) -> None:
    small = [
        "**If you are not satisfied.** {{ complaint }}",
        "**What we publish.** {{ publication }}",
        "**Your information.** {{ data_protection }}",
    ]
    for at, text in enumerate(small):
        line = put(paper.add_paragraph(style="Small print"), text)
        line.paragraph_format.keep_with_next = True
        if at == 0:
            line.paragraph_format.space_before = Cm(0.45)


def _last_word(paper: Paper) -> None:
    """A person to ring ends every letter, and a slip that goes back too."""
    last = put(
        paper.add_paragraph(style="Last word"),
        "**To talk about this letter**, ring {{ contact.name }}, {{ contact.role }}, on {{ contact.telephone }}: "
        "{{ contact.hours }}. Or write to {{ contact.email }}.",
    )
    last.paragraph_format.keep_together = True
    edge(last, "top", "005EB8", 8)


def _on_one_page(paper: Paper, start: int) -> None:
    """Put everything from an element of the body on into one row that no page divides.

    Not every program keeps a table of signatures with the paragraphs under it.
    """
    body = paper.element.body
    written = [one for one in list(body)[start - 1 :] if one.tag != qn("w:sectPr")]
    table = bare(paper, [WIDTH])
    no_padding(table)
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    whole(row)
    cell = row.cells[0]
    empty = cell.paragraphs[0]
    for one in written:
        cell._tc.append(one)
    cell._tc.remove(empty._p)
    after = paper.add_paragraph(style="Page end")
    after.paragraph_format.line_spacing = Pt(1)


def _stay_with_signatures(paper: Paper) -> None:
    """Keep the last sentences with the signatures, which stay with the small print: no page has either alone."""
    kept = 0
    for element in reversed(paper.element.body):
        if element.tag != qn("w:p"):
            if element.tag == qn("w:tbl"):
                return
            continue
        line = Paragraph(element, paper)
        if line.text.startswith("{%p"):
            continue
        if kept == _KEPT or line.style is None or line.style.name not in ("Body", "List Bullet", "Numbered"):
            return
        line.paragraph_format.keep_with_next = True
        kept += 1
