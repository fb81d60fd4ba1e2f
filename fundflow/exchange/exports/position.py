"""Where a round's bids stand as a workbook that an officer fills in, or gets back: what `import position` reads."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from fundflow import applications
from fundflow.engine import rounds, takeover
from fundflow.engine.takeover import OPTIONAL, REQUIRED
from fundflow.exchange.exports.workbook import BLUE, PALE, new_book
from fundflow.people import Actor

_WORDS: Mapping[str, tuple[int, str]] = {
    "round": (34, "The round's reference, as 'fundflow take-over list' shows it."),
    "their_ref": (14, "Your own reference. The rows of one bid have the same."),
    "organisation": (14, "Code of who leads the bid."),
    "title": (34, "What the bid is called."),
    "state": (26, "Where it stands: choose from the list."),
    "commissioner": (14, "Code of who pays this row."),
    "year": (10, "Its year, as 2017/18."),
    "asked": (14, "Pounds asked of this commissioner in this year."),
    "agreed": (14, "Pounds decided, offered or signed. Empty while nothing is decided."),
    "paid": (14, "Pounds that have left, by the file's day."),
    "payment_refs": (22, "References of those payments in the outside ledger, with ; between."),
    "received_on": (12, "When the bid came, as 2017-05-12."),
    "decided_on": (12, "When it was decided."),
    "minute": (12, "The number of the minute."),
    "offered_on": (12, "When the offer went out."),
    "accepted_on": (12, "When it was signed."),
    "starts": (12, "First day of the award, if not the fund's own."),
    "ends": (12, "Last day of the award, if not the fund's own."),
    "until": (12, "When an offer ends, an answer is due, or conditions must be met."),
    "partners": (22, "Codes of the other organisations, with ; between."),
    "conditions": (40, "Conditions still open of an offer or an award, with ; between."),
    "note": (34, "Anything else. It is kept with the case."),
}
COLUMNS = (*REQUIRED, *OPTIONAL)
_MONEY = ("asked", "agreed", "paid")
_ROWS = 500
"""Rows of an empty sheet in which states can be chosen from a list."""


def of_round(session: Session, ref: str, *, empty: bool, actor: Actor, made_on: date) -> tuple[bytes, int]:
    """The sheet of one round and how many rows it has; an `empty` one has titles and help alone.

    Raises:
        NotFound: there is no such round. Refused: it is for officers and finance of its fund.
    """
    row = applications.get_round(session, ref)
    rounds.must_hold(actor, "officer", "finance", fund=row.fund, doing="Writing where bids stand")
    workflow = applications.definitions(row).workflow
    states = [one.officer for one in takeover.adoptable(workflow).values()] if workflow else []
    rows = [] if empty else takeover.rows(session, ref)
    return as_xlsx(rows, states=states, made_on=made_on), len(rows)


def as_xlsx(rows: Sequence[Mapping[str, str | int | None]], *, states: Sequence[str], made_on: date) -> bytes:
    """The sheet with these rows (amounts in pence), and a second one that says what goes into each column."""
    out, book = new_book(made_on)
    sheet = book.add_worksheet("Position")
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": BLUE, "text_wrap": True, "border": 1})
    plain = book.add_format({"valign": "top", "num_format": "@"})
    amount = book.add_format({"valign": "top", "num_format": "#,##0.00"})
    for at, name in enumerate(COLUMNS):
        sheet.set_column(at, at, _WORDS[name][0], amount if name in _MONEY else plain)
        sheet.write_string(0, at, name.replace("_", " ").capitalize(), head)
    for line, row in enumerate(rows, 1):
        for at, name in enumerate(COLUMNS):
            value = row.get(name)
            if isinstance(value, int):
                if value:
                    sheet.write_number(line, at, value / 100, amount)
            elif value:
                sheet.write_string(line, at, value, plain)
    state = COLUMNS.index("state")
    choice = {"validate": "list", "source": f"=Help!$C$2:$C${len(states) + 1}", "error_type": "warning"}
    sheet.data_validation(1, state, max(len(rows), _ROWS), state, choice)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    words = book.add_worksheet("Help")
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "bg_color": PALE})
    for at, (title, width) in enumerate((("Column", 18), ("What goes into it", 70), ("States", 40))):
        words.set_column(at, at, width)
        words.write_string(0, at, title, head)
    for line, name in enumerate(COLUMNS, 1):
        must = " It must be filled in." if name in REQUIRED else ""
        words.write_string(line, 0, name.replace("_", " ").capitalize(), wrapped)
        words.write_string(line, 1, _WORDS[name][1] + must, wrapped)
    for line, said in enumerate(states, 1):
        words.write_string(line, 2, said, wrapped)
    book.close()
    return out.getvalue()
