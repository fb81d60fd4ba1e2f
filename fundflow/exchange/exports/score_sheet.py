"""An assessor's score sheet as a workbook: one row for each bid and criterion, to be filled in and handed in again."""

from datetime import date

from fundflow import practising
from fundflow.engine.assessors import OwnSheet
from fundflow.exchange.exports.workbook import BLUE, PALE, new_book

COLUMNS = ("bid", "title", "criterion", "heading", "score", "justification", "strength", "gap", "note")
_WIDTHS = (13, 30, 22, 30, 8, 46, 40, 40, 30)
_WRITTEN_IN = 4
"""The first column that the assessor fills in."""
NAMES = {False: "Scores", True: "Practice scores"}
"""What the sheet is called: one that was made for practising is told apart when it is handed in."""


def as_xlsx(own: OwnSheet, *, person: str, made_on: date) -> bytes:
    """The sheet; cells of locked bids are grey, and scores are checked against the scale as they are typed."""
    out, book = new_book(made_on)
    sheet = book.add_worksheet(NAMES[own.practice])
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "text_wrap": True, "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    given = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bg_color": PALE})
    for at, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name, head)
    titles = {item.key: item.title for item in own.criteria.items}
    last = 0
    for last, row in enumerate(own.rows, 1):
        facts = (row.ref, row.title, row.criterion, titles[row.criterion])
        values = [*facts, *(row.written.get(name, "") for name in COLUMNS[_WRITTEN_IN:])]
        for at, value in enumerate(values):
            look = given if at < _WRITTEN_IN or row.locked else plain
            if isinstance(value, int):
                sheet.write_number(last, at, value, look)
            else:
                sheet.write_string(last, at, value, look)
    sheet.data_validation(
        1,
        _WRITTEN_IN,
        max(last, 1),
        _WRITTEN_IN,
        {"validate": "list", "source": [str(mark) for mark in sorted(own.criteria.scale)]},
    )
    sheet.freeze_panes(1, _WRITTEN_IN)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&LScore sheet of {person}" + (f"&R{practising.MARK}" if own.practice else ""))
    sheet.set_footer("&LStrength and gap are sent to the applicant. Notes are not.&RPage &P of &N")
    book.close()
    return out.getvalue()
