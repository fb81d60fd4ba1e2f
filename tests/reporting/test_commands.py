"""The doors: `report`, `ledger check`, `audit verify` and `audit anchor` as people type them."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import text

from fundflow import cli, database, migrations
from tests.reporting.county import life


@pytest.fixture(scope="module")
def lived_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("doors") / "fundflow.db"
    engine = database.connect(f"sqlite:///{path}")
    migrations.upgrade(engine)
    with database.writing(engine) as session:
        life(session)
    engine.dispose()
    return path


@pytest.fixture
def typed(lived_file, monkeypatch, capfdbinary):
    monkeypatch.setenv("FUNDFLOW_DATABASE_URL", f"sqlite:///{lived_file}")
    monkeypatch.setenv("FUNDFLOW_CLOCK", "2019-04-03T09:00:00+00:00")

    def run(*words):
        code = cli.run(list(words))
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run


def test_finance_as_json_is_one_document_and_nothing_else(typed):
    code, out, err = typed("report", "finance", "--json", "--as-at", "2017-06-15")
    document = json.loads(out)
    assert (code, list(document)) == (0, ["as_at", "rows", "totals"])
    assert document["as_at"] == "2017-06-15"
    assert document["totals"]["reserved_pence"] == 10_000_000
    assert "Traceback" not in err
    assert typed("--json", "report", "finance", "--as-at", "2017-06-15")[1] == out
    assert typed("report", "finance", "--format", "json", "--as-at", "2017-06-15")[1] == out


def test_a_table_has_figures_totals_notes_and_the_anchor(typed):
    code, out, _ = typed("report", "finance")
    said = out.decode()
    assert code == 0
    for words in ("Transformation fund", "£238,641.00", "£1,785,318.00", "allocated = expenditure", "Audit anchor"):
        assert words in said


def test_csv_goes_to_stdout_or_to_a_file_named_so(typed, tmp_path):
    _, out, _ = typed("report", "payments", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out.decode("utf-8-sig")))
    assert row["gross"] == "25000.00"
    file = tmp_path / "deep" / "payments.csv"
    code, out_again, err = typed("report", "payments", "--out", str(file))
    assert (code, out_again) == (0, b"")
    assert file.read_bytes() == out
    assert "payments.csv" in err


def test_a_workbook_needs_a_file_and_finance_is_the_whole_book(typed, tmp_path):
    code, out, err = typed("report", "finance", "--format", "xlsx")
    assert (code, out) == (2, b"")
    assert "--out" in err
    assert typed("report", "finance", "--out", str(tmp_path / "f.xlsx"))[0] == 0
    assert "Outturn" in openpyxl.load_workbook(tmp_path / "f.xlsx").sheetnames
    assert typed("report", "awards", "--out", str(tmp_path / "a.xlsx"))[0] == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["Awards"]


def test_known_at_takes_a_day_as_its_last_moment(typed):
    _, out, _ = typed("report", "finance", "--json", "--known-at", "2017-06-14")
    assert json.loads(out)["totals"]["reserved_pence"] == 10_000_000
    _, out, _ = typed("report", "finance", "--json", "--known-at", "2017-06-13")
    assert json.loads(out)["totals"]["reserved_pence"] == 0
    code, _, err = typed("report", "finance", "--known-at", "2031-01-01")
    assert code == 1
    assert "has not come yet" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("report", "finnance"), "did you mean 'finance'"),
        (("report", "finance", "--as-at", "yesterday"), "--as-at"),
        (("report", "finance", "--fund", "nothing"), "no fund 'nothing'"),
        (("report", "scores", "--round", "nothing"), "no round 'nothing'"),
        (("audit", "verify", "--anchor", "12"), "not an anchor"),
    ],
)
def test_what_cannot_be_meant_is_one_line(typed, words, says):
    code, out, err = typed(*words)
    assert (code, out) == (1, b"")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_without_a_name_all_reports_are_listed(typed):
    _, out, _ = typed("report", "--json")
    assert {"finance", "awards", "register"} <= {row["report"] for row in json.loads(out)}


def test_sound_books_and_a_sound_trail_say_so(typed):
    assert typed("ledger", "check")[:2] == (0, b"The ledger is sound.\n")
    _, anchor, _ = typed("audit", "anchor")
    code, out, _ = typed("audit", "verify", "--anchor", anchor.decode().strip())
    assert code == 0
    assert anchor.decode().strip() in out.decode()
    assert json.loads(typed("audit", "verify", "--json")[1])["sound"] is True


@pytest.mark.parametrize(
    ("statement", "command"),
    [
        (
            "UPDATE position SET uncommitted = uncommitted - 1, reserved = reserved + 1 WHERE commissioner = '05T'",
            "ledger check",
        ),
        ("UPDATE tranche_amount SET pence = pence + 1 WHERE id = 1", "ledger check"),
        ("UPDATE audit_event SET actor = 'Somebody else' WHERE seq = 5", "audit verify"),
    ],
)
def test_a_change_behind_the_product_s_back_is_found(lived_file, tmp_path, typed, monkeypatch, statement, command):
    copy = tmp_path / "changed.db"
    copy.write_bytes(lived_file.read_bytes())
    engine = database.connect(f"sqlite:///{copy}")
    with engine.begin() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in names:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text(statement))
    engine.dispose()
    monkeypatch.setenv("FUNDFLOW_DATABASE_URL", f"sqlite:///{copy}")
    code, out, err = typed(*command.split())
    assert (code, out) == (1, b"")
    assert err.strip()
    code, out, _ = typed(*command.split(), "--json")
    assert code == 1
    assert json.loads(out)["faults"]


def test_letters_can_be_reported_by_a_process_that_imported_nothing_else(lived_file):
    env = {**os.environ, "FUNDFLOW_DATABASE_URL": f"sqlite:///{lived_file}"}
    done = subprocess.run(
        [sys.executable, "-m", "fundflow.app", "report", "letters", "--json"],
        capture_output=True,
        check=True,
        env=env,
        cwd=Path(__file__).parents[2],
    )
    assert json.loads(done.stdout)["rows"]
