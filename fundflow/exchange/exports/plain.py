"""Reports as programs and spreadsheets read them: one JSON document, or a CSV whose money is numbers."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

from fundflow.clock import wire
from fundflow.money import plain
from fundflow.reporting import Column, Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula."""
_CONTRACT = ("finance",)
"""Reports whose JSON has exactly the keys that the contract gives."""


def document(report: Report) -> dict[str, Any]:
    """A report as one JSON document: pence as integers, days as ISO, moments with `Z`."""
    rows = [{column.key: _simple(row[column.key]) for column in report.data} for row in report.rows]
    kept = {column.key for column in report.data}
    totals = {key: pence for key, pence in report.totals.items() if key in kept}
    figures = {"as_at": report.as_at.isoformat(), "rows": rows, "totals": totals}
    if report.name in _CONTRACT:
        return figures
    known = {"known_at": wire(report.known_at)} if report.known_at else {}
    return {"report": report.name, "title": report.title, **known, **figures, "notes": report.notes}


def as_json(report: Report) -> str:
    """The same as text; the same report is the same text, byte for byte."""
    return json.dumps(document(report), ensure_ascii=False, indent=2) + "\n"


def _simple(value: Any) -> Any:
    if isinstance(value, datetime):
        return wire(value)
    return value.isoformat() if isinstance(value, date) else value


def as_csv(report: Report) -> bytes:
    """A CSV that opens in any spreadsheet (UTF-8 with its mark), a row a line, no totals so that columns can be summed.

    Money is a plain number of pounds (`-500.00`) and is never prefixed; a text that would be taken for a formula is.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(column.key.removesuffix("_pence") for column in report.data)
    for row in report.rows:
        writer.writerow(cell(column, row[column.key]) for column in report.data)
    return out.getvalue().encode("utf-8-sig")


def cell(column: Column, value: Any) -> str:
    """One value of a CSV."""
    if value is None:
        return ""
    if column.money:
        return plain(value)
    if column.kind == "text":
        return defused(yes_no(value))
    return str(_simple(value))


def yes_no(value: Any) -> str:
    """A text, or a truth as `yes` or `no`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: `=1+1` becomes `'=1+1`."""
    return f"'{text}" if text.startswith(_FORMULA) else text
