"""What outside programs rely on, tried as they would: by the commands of the contract on files of their own."""

import json
from pathlib import Path

import pytest

from fundflow import cli
from tests.table_7_2 import CODES, PRINTED


def long_file(folder: Path) -> Path:
    """The same table in the long layout of the contract."""
    lines = PRINTED.strip().splitlines()
    names = lines[0].split(",")
    rows = ["fund,commissioner,period,amount,recurrence"]
    for line in lines[1:]:
        row = dict(zip(names, line.split(","), strict=True))
        for short, code in CODES.items():
            if row[short] != "0":
                fund = f"worcestershire-{row['fund'].replace('_', '-')}"
                rows.append(f"{fund},{code},{row['year']},{row[short]},{row['recurrence']}")
    path = folder / "allocations.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = cli.run(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def database(tmp_path, capsys) -> str:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    assert run(capsys, "database", "upgrade", "--database", url)[0] == 0
    return url


def test_freshly_loaded_allocations_are_the_papers_figures(database, tmp_path, capsys):
    code, _, err = run(capsys, "import", "allocations", str(long_file(tmp_path)), "--database", database)
    assert code == 0, err
    code, out, _ = run(capsys, "report", "finance", "--json", "--database", database)
    report = json.loads(out)
    assert code == 0
    assert set(report) >= {"as_at", "rows", "totals"}
    assert report["totals"]["allocated_pence"] == 1_825_226_100
    rows = report["rows"]
    assert [(row["fund"], row["commissioner"], row["period"]) for row in rows] == sorted(
        (row["fund"], row["commissioner"], row["period"]) for row in rows
    )
    first = next(
        row
        for row in rows
        if (row["fund"], row["commissioner"], row["period"]) == ("worcestershire-transformation", "05J", "2017/18")
    )
    assert first["allocated_pence"] == first["uncommitted_pence"] == 26_364_100
    assert (first["recurrence"], first["capital"], first["reserved_pence"]) == ("non-recurrent", False, 0)
    for row in rows:
        assert row["uncommitted_pence"] == row["allocated_pence"] - row["reserved_pence"] - row["committed_pence"]
    by_code = {
        code: sum(row["allocated_pence"] for row in rows if row["commissioner"] == code) for code in CODES.values()
    }
    assert by_code == {"05J": 396_810_500, "05T": 1_048_560_800, "06D": 379_854_800}


def test_importing_the_same_file_again_changes_nothing(database, tmp_path, capsys):
    path = str(long_file(tmp_path))
    run(capsys, "import", "allocations", path, "--database", database)
    code, out, _ = run(capsys, "import", "allocations", path, "--json", "--database", database)
    assert code == 0
    report = json.loads(out)
    assert (report["written"], report["unchanged"], report["rejected"]) == (0, 40, [])


def test_the_books_of_a_fresh_office_are_sound(database, tmp_path, capsys):
    run(capsys, "import", "allocations", str(long_file(tmp_path)), "--database", database)
    assert run(capsys, "ledger", "check", "--database", database)[0] == 0
    assert run(capsys, "audit", "verify", "--database", database)[0] == 0


def test_a_command_without_a_schema_names_the_one_that_makes_it(tmp_path, capsys):
    code, _, err = run(capsys, "report", "finance", "--database", f"sqlite:///{tmp_path / 'none.db'}")
    assert code == 1
    assert "fundflow database upgrade" in err
    assert len(err.strip().splitlines()) == 1
