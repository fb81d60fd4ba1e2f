"""Payment runs: narrative, coding, the file that finance loads, and the results that come back."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fundflow import money
from fundflow.calendar import Period
from fundflow.clock import parse_day
from fundflow.errors import BadInput

COLUMNS = (
    "payment_ref",
    "payee_ods",
    "vendor_site_ref",
    "award_ref",
    "ccg_code",
    "fund_code",
    "financial_year",
    "cost_centre",
    "subjective_code",
    "gross",
    "vat",
    "narrative",
)
"""The columns of a payment file where an office has set none of its own (domain 2(d))."""
NARRATIVE = 35
RESULTS = ("payment_ref", "result", "date", "reason")
_RESULTS: Mapping[str, Literal["accepted", "paid", "failed"]] = {
    "accepted": "accepted",
    "paid": "paid",
    "failed": "failed",
    "rejected": "failed",
}


def narrative(claim_ref: str, title: str) -> str:
    """What the payee's statement shows: the claim's reference first, then the fund, at most 35 plain characters."""
    plain = re.sub(r"[^A-Z0-9 ./&-]", "", f"{claim_ref} {title}".upper())
    return " ".join(plain.split())[:NARRATIVE].rstrip()


@dataclass(frozen=True)
class Row:
    """One row of a payment file; `gross` and `vat` are pence here and pounds in the file."""

    payment_ref: str
    payee_ods: str
    vendor_site_ref: str
    award_ref: str
    ccg_code: str
    fund_code: str
    financial_year: str
    cost_centre: str
    subjective_code: str
    gross: int
    vat: int
    narrative: str
    cost_line: str = ""
    entity: str = ""
    analysis_1: str = ""
    analysis_2: str = ""
    tax_code: str = ""


@dataclass(frozen=True)
class RunFile:
    """A payment file: its text, its SHA-256, and the control figures that finance keys in beside it."""

    name: str
    text: str
    sha256: str
    control_pence: int
    count: int
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()


def file_of(ref: str, rows: Sequence[Row], columns: Sequence[tuple[str, str]] = ()) -> RunFile:
    """Write rows as CSV under columns, each a title and what it holds.

    Codes are text as given, a text that a spreadsheet would run is defused, money is a number.
    """
    shown = tuple(columns) or tuple((name, name) for name in COLUMNS)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(title for title, _ in shown)
    for row in rows:
        writer.writerow([_cell(getattr(row, holds)) for _, holds in shown])
    text = out.getvalue()
    sha = hashlib.sha256(text.encode()).hexdigest()
    control, count = sum(row.gross for row in rows), len({row.payment_ref for row in rows})
    return RunFile(f"{ref}.csv", text, sha, control, count, shown, tuple(rows))


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return money.plain(value)
    return f"'{value}" if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


@dataclass(frozen=True)
class Coded:
    """One period's, delivery year's and code's part of a payment: gross, net of set-off, VAT contained, all pence."""

    period: str
    delivery_year: str
    cost_line: str
    pence: int
    net_pence: int
    vat_pence: int


def coded(amounts: Mapping[tuple[str, str, str], int], *, set_off: int, vat: int) -> tuple[Coded, ...]:
    """Share a payment's set-off and VAT over its parts by (period, delivery year, cost line); every column adds up."""
    names = {"|".join(at): pence for at, pence in sorted(amounts.items())}
    off, tax = money.apportion(set_off, names, ties="last"), money.apportion(vat, names, ties="last")
    parts = []
    for name, pence in names.items():
        period, year, line = name.split("|")
        parts.append(Coded(period, year, line, pence, pence - off[name], tax[name]))
    return tuple(parts)


def approved_vat(lines: Iterable[tuple[int, int, int]]) -> int:
    """VAT within what is approved, from (claimed, its VAT, approved) pence by line; each rounded half up."""
    return sum((2 * vat * approved + claimed) // (2 * claimed) for claimed, vat, approved in lines)


@dataclass(frozen=True)
class Result:
    """What the bank or the ledger said about one payment; `accepted` is on its way, and changes nothing yet."""

    payment_ref: str
    result: Literal["accepted", "paid", "failed"]
    on: date
    reason: str = ""


def read_results(text: str, *, place: str = "results") -> tuple[Result, ...]:
    """Read a results file: `payment_ref,result,date,reason`, result `accepted`, `paid`, or `failed` (or `rejected`).

    Raises:
        BadInput: a column is missing, or a row cannot be read; with its line.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [name for name in RESULTS[:3] if name not in (reader.fieldnames or ())]
    if missing:
        raise BadInput(f"the column {missing[0]} is missing: write {', '.join(RESULTS)}", place=f"{place}:1")
    return tuple(_result(row, f"{place}:{reader.line_num}") for row in reader)


def _result(row: Mapping[str, str | None], place: str) -> Result:
    if row["result"] is None:
        raise BadInput(f"this line is too short: write {', '.join(RESULTS)}, each after a comma", place=place)
    said = row["result"].strip().casefold()
    reason = (row.get("reason") or "").strip()
    result = _RESULTS.get(said)
    if result is None:
        raise BadInput(f"'{row['result']}' is not a result: write accepted, paid or failed", place=place)
    if result == "failed" and not reason:
        raise BadInput("a failed payment needs the bank's reason", place=place)
    return Result((row["payment_ref"] or "").strip(), result, parse_day(row["date"] or "", place=place), reason)


def year_of_run(on: date) -> str:
    """The two digits of the financial year in which a run is made: `17`."""
    return f"{Period.of(on).first % 100:02d}"
