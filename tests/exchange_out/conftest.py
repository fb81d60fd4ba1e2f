"""Reports made by hand, and the table of the paper, to be written to files."""

from datetime import date

import pytest

from fundflow.reporting import Column, Report

COLUMNS = (
    Column("code", "Code"),
    Column("name", "Name"),
    Column("on", "On", "date"),
    Column("net_pence", "Net", "pence"),
    Column("patients", "List", "number"),
    Column("share", "Share", "percent"),
    Column("inside", "Inside", at="data"),
    Column("title", "Title", at="paper"),
)


@pytest.fixture
def report() -> Report:
    """A row for each text that could be a formula, and negative money."""
    names = ["=1+1", "+44 1905", "-500.00", "@SUM(A1)", "\tx", "plain, with a comma", 'a "quote"']
    rows = [
        {
            "code": f"{number:04d}",
            "name": name,
            "on": date(2017, 4, 3),
            "net_pence": -50_000 if number == 0 else 12_345,
            "patients": number or None,
            "share": "12.5",
            "inside": False,
            "title": name,
        }
        for number, name in enumerate(names)
    ]
    totals = {"net_pence": sum(row["net_pence"] for row in rows)}
    return Report("sample", "A sample", date(2017, 9, 30), COLUMNS, rows, totals, ["A note."], anchor="3:abc")
