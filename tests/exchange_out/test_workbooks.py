"""Workbooks: opened again they agree to the penny, totals are formulas, nothing typed becomes one."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from fundflow.exchange import exports
from tests.exchange.test_table_7_2 import BY_COMMISSIONER
from tests.reporting.county import NOW, ask, lists, table_7_2
from tests.stories.world import library

HEAD = 5


def opened(content, *, values=True):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def column(sheet, title, head=HEAD):
    titles = [cell.value for cell in sheet[head]]
    return titles.index(title) + 1


def body(sheet, title):
    at, first = column(sheet, title), 1
    rows = sheet.iter_rows(min_row=HEAD + 1)
    lines = [row for row in rows if row[first].value]  # totals have nothing beside their label
    return [row[at - 1].value for row in lines]


def pence(value):
    return round(value * 100)


def test_a_sheet_agrees_with_its_report_to_the_penny(session):
    table_7_2(session)
    lists(session)
    report = ask(session, "finance")
    sheet = opened(exports.as_xlsx(report)).active
    for key, title in (("allocated_pence", "Allocated"), ("uncommitted_pence", "Uncommitted")):
        assert [pence(value) for value in body(sheet, title)] == [row[key] for row in report.rows]
    assert body(sheet, "Code") == [row["commissioner"] for row in report.rows]
    assert body(sheet, "List") == [row["list_size"] for row in report.rows]


def test_every_total_is_a_formula_over_its_own_rows(session):
    table_7_2(session)
    content = exports.as_xlsx(ask(session, "finance"))
    shown, behind = opened(content).active, opened(content, values=False).active
    at = column(shown, "Allocated")
    totals = [row[0].row for row in shown.iter_rows(min_row=HEAD + 1) if str(row[0].value).endswith(("total", "Total"))]
    assert len(totals) == 7
    for number in totals:
        first, last = re.fullmatch(r"=SUBTOTAL\(9,G(\d+):G(\d+)\)", behind.cell(number, at).value).groups()
        inside = [shown.cell(row, at).value for row in range(int(first), int(last) + 1) if row not in totals]
        assert pence(shown.cell(number, at).value) == sum(pence(value) for value in inside)
    assert pence(shown.cell(totals[-1], at).value) == 18_252_261_00


def test_nothing_typed_becomes_a_formula_a_link_or_a_number(report):
    report.rows[0]["name"] = "https://example.org"
    report.rows[1]["name"] = "05E12"
    sheet = opened(exports.as_xlsx(report), values=False).active
    cells = [sheet.cell(HEAD + 1 + number, 2) for number in range(len(report.rows))]
    assert [cell.value for cell in cells] == [row["name"] for row in report.rows]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert sheet.cell(HEAD + 1, 1).value == "0000"
    assert sheet.cell(HEAD + 1, 1).number_format == "@"


def test_days_numbers_and_negative_money_keep_their_kind(report):
    sheet = opened(exports.as_xlsx(report)).active
    first = [cell.value for cell in sheet[HEAD + 1]]
    assert first[2] == datetime(2017, 4, 3)  # noqa: DTZ001 - a sheet's days have no zone
    assert first[3] == -500
    assert sheet[HEAD + 1][3].number_format.startswith("£#,##0.00")
    assert sheet[HEAD + 2][5].value == 12.5


def test_a_sheet_is_made_to_be_read_and_printed(report):
    sheet = opened(exports.as_xlsx(report)).active
    assert sheet["A1"].value == "A sample"
    assert sheet["A2"].value == "As at Saturday 30 September 2017"
    assert sheet["A3"].value == "Audit anchor 3:abc"
    assert sheet.freeze_panes == "C6"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$5:$5"
    assert "Page" in sheet.oddFooter.right.text
    assert "A note." in [cell.value for cell in sheet["A"]]


def test_an_empty_report_says_so(session):
    sheet = opened(exports.as_xlsx(ask(session, "awards"))).active
    assert "Nothing to show." in [cell.value for cell in sheet["A"]]


@pytest.fixture
def book(session):
    table_7_2(session)
    lists(session)
    return exports.finance_workbook(session, library=library(), now=NOW, as_at=date(2017, 9, 30))


def test_the_finance_workbook_has_its_sheets_and_they_agree(book):
    found = opened(book)
    assert found.sheetnames == [
        "Finance",
        "Outturn",
        "By commissioner and year",
        "Allocations as in the paper",
        "Awards",
        "Payments",
        "Chart",
        "Notes",
    ]
    finance = found["Finance"]
    sums = dict.fromkeys(BY_COMMISSIONER, 0)
    for code, value in zip(body(finance, "Code"), body(finance, "Allocated"), strict=True):
        sums[code] += pence(value)
    assert sums == {code: pounds * 100 for code, pounds in BY_COMMISSIONER.items()}
    paper = found["Allocations as in the paper"]
    last = max(row[0].row for row in paper.iter_rows() if row[0].value == "Total")
    assert pence(paper.cell(last, column(paper, "Total")).value) == 18_252_261_00
    years = found["By commissioner and year"]
    assert [years.cell(HEAD, at).value for at in range(3, 9)] == [
        "2017/18",
        "2017/18-2018/19 not split",
        "2018/19",
        "2019/20",
        "2020/21",
        "Total",
    ]


def test_its_notes_carry_the_day_the_anchor_and_what_columns_mean(book):
    notes = {row[0].value: row[1].value for row in opened(book)["Notes"].iter_rows(max_col=2)}
    assert notes["As at"] == "Saturday 30 September 2017"
    assert re.match(r"\d+:[0-9a-f]{64} ", notes["Audit anchor"])
    assert "allocated less reserved" in notes["Uncommitted"]
    assert notes["Fund: Transformation fund"] == "worcestershire-transformation"


def test_its_picture_has_its_figures_in_words(book):
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert "South Worcestershire, 2018/19: allocated £2,375,999.00" in drawing


def test_a_title_that_names_a_year_or_asks_something_names_its_sheet_all_the_same(report):
    sheet = opened(exports.as_xlsx(replace(report, title="What is left of 2017/18? [all]"))).active
    assert sheet.title == "What is left of 2017-18- (all)"
