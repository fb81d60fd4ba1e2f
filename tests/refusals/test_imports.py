"""A file that is not what it says, or a row that cannot be, is refused at its line and leaves nothing behind."""

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.refusals.conftest import Refuses, dump

MONEY = "fund,commissioner,period,amount,recurrence\n"
ROW = 'worcestershire-transformation,06D,2018/19,"£1,000",non-recurrent\n'
REGISTER = "code,name,kind,commissioner,commissioner_from,status,opened,closed\n"
LISTS = "organisation,basis,on,patients,source\n"
PEOPLE = "sign_in_name,name,email,organisation,role\n"
MEMBERS = "organisation,group,starts,ends\n"


def money(amount: str) -> str:
    return MONEY + ROW.replace("£1,000", amount)


WHOLE_FILES: list[tuple[str, str | bytes, str]] = [
    ("allocations", "", "the file is empty"),
    ("allocations", ROW, "this is not a file of allocations: it has the columns"),
    ("allocations", (MONEY + ROW).replace(",", ";"), "the columns are separated by semicolons: save the file as CSV"),
    ("allocations", b"PK\x03\x04 and more", "this is an Excel workbook or another packed file, not a CSV file"),
    ("allocations", b"a\x00b", "this is not a text file"),
    ("allocations", "<html>", "this is a web page"),
    ("allocations", "fund,fund\n", "the column 'fund' stands twice"),
    ("lists", "code,patients\nM81001,5\n", "this is not a file of lists: it has the columns code, patients"),
    ("alocations", MONEY + ROW, "'alocations' cannot be imported: choose one of allocations,"),
]

ROWS: list[tuple[str, str, str]] = [
    ("allocations", money("-£5"), "2: amount: -£5.00 is below nought"),
    ("allocations", money("£0"), "2: £0.00 is nothing to allocate"),
    ("allocations", money("lots"), "2: amount: 'lots' is not an amount of money: write it as £1,234.50"),
    ("allocations", money("£1,000\nor so"), "2: amount: '£1,000 or so' is not an amount of money"),
    (
        "allocations",
        money("£99999999999999999999"),
        "2: amount: £99,999,999,999,999,999,999.00 is more than any fund has",
    ),
    (
        "allocations",
        MONEY + ROW.replace("transformation", "transfomation"),
        "Did you mean worcestershire-transformation?",
    ),
    (
        "allocations",
        MONEY + ROW.replace("06D", "QQQ"),
        "2: commissioner: 'QQQ' is no commissioner that we know. We know",
    ),
    ("allocations", MONEY + ROW.replace("2018/19", "2018-19"), "2: period: '2018-19' is not a financial year"),
    ("allocations", MONEY + ROW.replace("2018/19", "0001/02"), "2: period: '0001/02' is not a financial year between"),
    ("allocations", MONEY + ROW.replace("2018/19", "9999/00"), "2: period: '9999/00' is not a financial year between"),
    ("organisations", REGISTER + "M81001,Hill,practice,,,,,\n", "2: commissioner: M81001 has no commissioner"),
    ("organisations", REGISTER + "M81001,Hill,practice,QQQ,,,,\n", "'QQQ' is no commissioner. We know 05J, 05T, 06D"),
    (
        "organisations",
        REGISTER + "M81001,Hill,practice,05J,,,2013-04-01,2012-04-01\n",
        "it ends on Sunday 1 April 2012, before",
    ),
    (
        "organisations",
        REGISTER + "M81001,Hill,practice,05J,9999-12-31,,,\n",
        "'9999-12-31' is not between 1800 and 2199",
    ),
    ("organisations", REGISTER + f"{'M' * 50},Hill,practice,05J,,,,\n", "is not a code"),
    (
        "lists",
        LISTS + "Z10001,registered,2016-01-01,,x\n",
        "2: patients: no list size is given, and one is never guessed",
    ),
    ("lists", LISTS + "Z10001,registered,2016-01-01,-5,x\n", "2: patients: '-5' is not a number of patients"),
    ("lists", LISTS + "Z10001,registered,2016-01-01,99999999999,x\n", "is more patients than there are people"),
    ("lists", LISTS + "Z10001,registered,2017-01-01,12.5,x\n", "by what is on record; this says 12.50."),
    (
        "lists",
        LISTS + "QQ,registered,2016-01-01,5,x\n",
        "'QQ' is not in the register of organisations. Import it first",
    ),
    ("memberships", MEMBERS + "FEDNW,FEDNW,2017-01-01,\n", "is not a group that FEDNW can join"),
    (
        "people",
        PEOPLE + "a.b,A B,not a mailbox,Z10001,applicant\n",
        "2: email: 'not a mailbox' is not an e-mail address",
    ),
    ("people", PEOPLE + "a.b,A B,a@b.example,,applicant\n", "this applicant would act for everybody: say for which"),
    ("people", PEOPLE + "a.b,A B,a@b.example,Z10001,applicnt\n", "'applicnt' is not a role that can be given"),
    ("people", PEOPLE + '"a b\nc",A B,a@b.example,Z10001,applicant\n', "'a b c' is not a sign-in name: write one word"),
]


def file_of(terminal: Terminal, content: str | bytes) -> str:
    path = terminal.folder / "in.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


@pytest.mark.parametrize(("kind", "content", "said"), WHOLE_FILES, ids=[said[:40] for _, _, said in WHOLE_FILES])
def test_a_file_that_is_something_else_is_refused_whole(
    fresh: Terminal, refuses: Refuses, kind: str, content: str | bytes, said: str
):
    assert said in refuses(fresh, ["import", kind, file_of(fresh, content)])


@pytest.mark.parametrize(("kind", "content", "said"), ROWS, ids=[f"{kind} {said[:40]}" for kind, _, said in ROWS])
def test_a_row_that_cannot_be_is_refused_at_its_line(
    county: Terminal, refuses: Refuses, kind: str, content: str, said: str
):
    path = file_of(county, content)
    told = refuses(county, ["import", kind, path])
    assert told.startswith(f"{path}:2: ")
    assert said in told


def test_a_bad_row_leaves_the_good_ones_and_a_second_run_changes_nothing(county: Terminal, refuses: Refuses):
    path = file_of(county, money("£2,000").replace("2018/19", "2018/19-2019/20") + ROW.replace("06D", "QQQ"))
    code, out, err = county.run(["import", "allocations", path])
    assert code == 1
    assert "2 rows read, 1 written, 0 unchanged, 1 rejected" in out
    assert f"{path}:3: commissioner: 'QQQ'" in err
    assert f"{path}:3: commissioner: 'QQQ'" in refuses(county, ["import", "allocations", path], lines=2)


def test_a_dry_run_writes_nothing(fresh: Terminal):
    before = dump(fresh.folder / "fundflow.db")
    assert "1 would be written" in fresh.ok(["import", "allocations", file_of(fresh, MONEY + ROW), "--dry-run"])
    assert dump(fresh.folder / "fundflow.db") == before


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_named(county: Terminal, refuses: Refuses, name: str):
    assert str(Path(name)) in refuses(county, ["import", "lists", name])


def test_what_a_cell_says_is_data_and_never_a_command(county: Terminal):
    name = "=cmd|' /C calc'!A0 & <b> ''; DROP TABLE organisation;-- \N{GRINNING FACE}"
    county.ok(["import", "organisations", file_of(county, REGISTER + f'M81999,"{name}",practice,05J,,,,\n')])
    assert county.json("organisation show M81999")["name"] == name
