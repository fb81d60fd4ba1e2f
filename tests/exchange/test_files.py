"""Files that are not what they say: one line, and nothing of them is used."""

import io
import zipfile
from datetime import date

import pytest

from fundflow import allocations, organisations, people
from fundflow.errors import BadInput
from fundflow.exchange.exports import position

LONG = "fund,commissioner,period,amount,recurrence\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        (
            "fund;commissioner;period;amount;recurrence\n",
            "the columns are separated by semicolons: save the file as CSV",
        ),
        ("fund\tcommissioner\tperiod\tamount\trecurrence\n", "the columns are separated by tabs: save the file as CSV"),
        ("<!DOCTYPE html><html></html>", "this is a web page, not a CSV file: download the file itself"),
        ("fund,fund,period\n", "the column 'fund' stands twice: give each its own"),
        (
            "name,amount\nx,1\n",
            (
                "this is not a file of allocations: it has the columns name, amount; expected fund, "
                "commissioner, period, amount, recurrence (and may have source, printed_total), or fund, period, a column "
                "for each commissioner, recurrence (and may have source, printed_total)"
            ),
        ),
        (
            "fund,year,RB,XX,recurrence\ntransformation,2017/18,1,2,N/R\n",
            "the column 'XX' stands for no commissioner that we know; expected fund",
        ),
        (LONG.strip() + ",colour\n", "the column 'colour' is not one of allocations: expected fund"),
    ],
)
def test_a_file_of_another_kind_is_one_clear_line(session, load, write, text, sentence):
    path = write(text)
    with pytest.raises(BadInput) as refused:
        load("allocations", path)
    assert refused.value.place == str(path)
    assert refused.value.reason.startswith(sentence)
    assert "\n" not in str(refused.value)
    assert allocations.lines(session) == []


def test_a_workbook_renamed_csv_is_named_for_what_it_is(load, tmp_path):
    path = tmp_path / "allocations.csv"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(BadInput, match="this is an Excel workbook or another packed file, not a CSV file"):
        load("allocations", path)


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Excel or Word file, not a CSV file"),
        (b"%PDF-1.7", "this is a PDF, not a CSV file"),
        (b"\x7fELF\x00\x00\x01", "this is not a text file, so it is no CSV file"),
    ],
)
def test_a_binary_file_is_named_for_what_it_is(load, tmp_path, raw, sentence):
    path = tmp_path / "allocations.csv"
    path.write_bytes(raw)
    with pytest.raises(BadInput, match=sentence):
        load("allocations", path)


def test_a_file_that_is_not_there_and_a_folder_say_so(load, tmp_path):
    with pytest.raises(BadInput, match="there is no such file"):
        load("allocations", tmp_path / "none.csv")
    with pytest.raises(BadInput, match="the file cannot be opened"):
        load("allocations", tmp_path)


def test_an_unknown_kind_lists_those_there_are(load):
    with pytest.raises(BadInput, match="'prices' cannot be imported: choose one of allocations, organisations, "):
        load("prices", [])


@pytest.mark.parametrize("kind", ["organisations", "memberships", "lists", "people"])
def test_every_kind_says_which_columns_it_expects(load, write, kind):
    with pytest.raises(BadInput, match=f"this is not a file of {kind}: it has the columns a, b; expected "):
        load(kind, write("a,b\n1,2\n"))
    with pytest.raises(BadInput, match=f"there are no rows of {kind}: expected "):
        load(kind, [])


def test_a_file_level_fault_writes_nothing_at_all(session, load, write):
    with pytest.raises(BadInput):
        load("organisations", write("code,name,kind,colour\nM81001,Elmsgate,practice,red\n"))
    assert organisations.codes(session) == []


def test_a_line_with_a_stray_comma_is_rejected_with_its_line_in_the_file(session, load, write):
    path = write(
        LONG
        + "worcestershire-transformation,05J,2017/18,£263,641,N/R\n"
        + "\n"
        + 'worcestershire-transformation,05T,2017/18,"£455,415",N/R\n'
        + "worcestershire-transformation,06D,2017/18,x,N/R\n"
    )
    report = load("allocations", path)
    assert report.rejected == [
        (
            2,
            "it has 6 cells and the file has 5 columns: an amount with a comma in it stands in quotation marks",
        ),
        (5, "amount: 'x' is not an amount of money: write it as £1,234.50 or 1234.50"),
    ]
    assert [line.pence for line in allocations.lines(session)] == [45_541_500]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_ways_in_which_spreadsheets_save_pounds_are_read(session, load, tmp_path, encoding):
    path = tmp_path / "file.csv"
    path.write_text(LONG + "worcestershire-transformation,05J,2017/18,£263641.00,N/R\n", encoding=encoding)
    assert load("allocations", path).rejected == []
    assert allocations.lines(session)[0].pence == 26_364_100


def test_headers_may_be_written_as_people_write_them(session, load, write):
    header = "Fund,Commissioner,Period,Amount,Recurrence,Printed Total"
    text = f"{header}\nworcestershire-transformation,05J,2017/18,10,N/R,10\n"
    assert load("allocations", write(text)).written == 1


def test_an_adjustment_needs_a_reason(load):
    with pytest.raises(BadInput, match=r"say why \(--reason\)"):
        load("allocations", [], adjust=True)


def test_rows_given_in_place_count_from_one(session, load):
    rows = [{"sign_in_name": "a.b", "name": "A B", "email": ""}, {"sign_in_name": "a c", "name": "A C", "email": ""}]
    report = load("people", rows)
    assert report.rejected == [(2, "sign_in_name: 'a c' is not a sign-in name: write one word, for example jo.ash")]
    assert [person.sign_in_name for person in people.list_all(session)] == ["a.b"]


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/sharedStrings.xml"]
)
@pytest.mark.parametrize("spoilt", [b"", b"<worksheet><sheetData><row", b"<other/>"])
def test_a_damaged_workbook_is_one_clear_line(part, spoilt, load, tmp_path):
    whole = io.BytesIO(position.as_xlsx([{"round": "r", "asked": 5}], states=["Deferred"], made_on=date(2017, 12, 4)))
    path = tmp_path / "position.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for one in old.namelist():
            new.writestr(one, spoilt if one == part else old.read(one))
    with pytest.raises(BadInput):
        load("position", path)
