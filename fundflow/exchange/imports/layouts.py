"""Registers and lists as national bodies publish them, put into the columns that our own imports have."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from fundflow.calendar import Period
from fundflow.errors import BadInput
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import Layout, Order

_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_/](\d\d)(?!\d)")
_PAYMENTS: Final = {
    "code": "practice_code",
    "name": "practice_name",
    "postcode": "practice_postcode",
    "commissioner": "ccg_code",
    "commissioner_name": "ccg_name",
    "registered": "number_of_registered_patients_(last_known_figure)",
    "weighted": "number_of_weighted_patients_(last_known_figure)",
}
"""Our column: that of the yearly file of payments to general practice."""
_OPENED, _CLOSED, _QUARTER = "practice_open_date", "practice_close_date", "quarter_used_for_patient_data"
_DIRECTORY: Final = (
    "code", "name", "grouping", "area", "line_1", "line_2", "line_3", "line_4", "line_5", "postcode", "opened",
    "closed", "status", "sub_type", "commissioner", "joined", "left", "telephone", "spare_1", "spare_2", "spare_3",
    "amended", "spare_4", "care_provider", "spare_5", "setting", "spare_6",
)  # fmt: skip
"""The 27 columns of the national directory of practices, which has no line of titles."""
_STATUSES: Final = {"A": "active", "C": "closed", "D": "dormant", "P": "proposed"}
_PRACTICE_SETTING = "4"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _day(text: str, pattern: str) -> str:
    """A day of a foreign file in ISO 8601; one that cannot be read stays as it is, so that its row is refused."""
    try:
        return datetime.strptime(text, pattern).date().isoformat() if text else ""  # noqa: DTZ007 - only the day is kept
    except ValueError:
        return text


def _year(table: Table, order: Order) -> Period:
    """The financial year of a yearly file: as it was given, else as the file is named.

    Raises:
        BadInput: neither says it.
    """
    found = _YEAR_IN_NAME.search(Path(table.place).name)
    said = order.year or (f"{found[1]}/{found[2]}" if found else "")
    if not said:
        raise BadInput(
            "neither the columns nor the file's name say which year this is: name it (--year 2016/17)",
            place=table.place,
        )
    return Period.parse(said)


def _payments(table: Table, order: Order) -> tuple[Table, dict[str, int]]:
    """Practices, their commissioner and both lists, from the yearly file of payments; the payments are read past."""
    year = _year(table, order)
    starts, last = year.starts, date(year.first + 1, 1, 1)
    quarters = {f"Q{number}": date(starts.year, 3 * number + 1, 1).isoformat() for number in (1, 2, 3)}
    quarters["Q4"] = last.isoformat()
    source = f"Payments to general practice {year}"
    return _put(table, [_paid(row, starts.isoformat(), quarters, source) for row in table.rows]), {}


def _paid(row: Row, year_starts: str, quarters: dict[str, str], source: str) -> Row:
    if row.fault:
        return row
    cells = {own: row.text(theirs) for own, theirs in _PAYMENTS.items()}
    opened, closed = (_day(row.text(one), "%d/%m/%Y") for one in (_OPENED, _CLOSED))
    since = max(opened, year_starts)
    cells |= {
        "kind": "practice",
        "name": _spaced(cells["name"]),
        "address": _spaced(row.text("practice_address")).replace(";", ","),
        "postcode": _spaced(cells["postcode"]),
        "opened": opened,
        "closed": closed,
        # The file says who the commissioner was in its own year, not since when; a practice had one on its last day.
        "commissioner_from": min(since, closed) if closed else since,
        "lists_on": quarters.get(row.text(_QUARTER), quarters["Q4"]),
        "list_source": source,
    }
    return Row(row.line, cells)


def _directory(table: Table, _order: Order) -> tuple[Table, dict[str, int]]:
    """General practices and to whom they fall, from the national directory; other places that prescribe are left."""
    others = Counter(row.text("setting") for row in table.rows if row.text("setting") != _PRACTICE_SETTING)
    kept = [_listed(row) for row in table.rows if row.text("setting") == _PRACTICE_SETTING or row.fault]
    left = {"places that are no general practice": sum(others.values())} if others else {}
    return _put(table, kept), left


def _listed(row: Row) -> Row:
    if row.fault:
        return row
    dates = {name: _day(row.text(name), "%Y%m%d") for name in ("opened", "closed", "joined", "left")}
    lines = [row.text(f"line_{number}").replace(";", ",") for number in range(1, 6)]
    return Row(
        row.line,
        {
            "code": row.text("code"),
            "name": row.text("name"),
            "kind": "practice",
            "status": _STATUSES.get(row.text("status"), row.text("status")),
            "opened": dates["opened"],
            "closed": dates["closed"],
            "address": ";".join(line for line in lines if line),
            "postcode": row.text("postcode"),
            "telephone": row.text("telephone"),
            "commissioner": row.text("commissioner"),
            "commissioner_from": dates["joined"],
            "commissioner_until": dates["left"],
        },
    )


def _counted(table: Table, _order: Order) -> tuple[Table, dict[str, int]]:
    """Registered lists, from the monthly file of patients at practices: the lines for everybody of every age."""
    whole = [row for row in table.rows if row.fault or (row.text("sex"), row.text("age")) == ("ALL", "ALL")]
    kept = [row if row.fault else _count(row) for row in whole]
    parts = len(table.rows) - len(whole)
    return _put(table, kept), {"lines for one sex or age": parts} if parts else {}


def _count(row: Row) -> Row:
    on = _day(row.text("extract_date").title(), "%d%b%Y")
    cells = {"organisation": row.text("code"), "basis": "registered", "on": on}
    return Row(
        row.line, {**cells, "patients": row.text("number_of_patients"), "source": f"Patients at practices, {on}"}
    )


def _put(table: Table, rows: Sequence[Row]) -> Table:
    """The rows under the columns that they have now."""
    columns: dict[str, Any] = next((dict(row.cells) for row in rows if not row.fault), {})
    return replace(table, titles={name: name for name in columns}, rows=tuple(rows))


def _is_directory(first: Sequence[str]) -> bool:
    return len(first) == len(_DIRECTORY) and first[10].isdigit() and first[12] in _STATUSES and bool(first[0].strip())


PAYMENTS: Final = Layout(
    "the yearly file of payments to general practice: practices, commissioners, both lists",
    ("practice_code", "ccg_code", _QUARTER, _PAYMENTS["registered"]),
    _payments,
)
DIRECTORY: Final = Layout(
    "the national directory of practices, 27 columns without titles",
    ("setting", "joined", "line_5"),
    _directory,
    titles=_DIRECTORY,
    looks=_is_directory,
)
COUNTED: Final = Layout(
    "the monthly file of patients registered at practices",
    ("extract_date", "code", "sex", "age", "number_of_patients"),
    _counted,
)
