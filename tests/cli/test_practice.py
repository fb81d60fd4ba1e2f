"""`fundflow practice start`, and what every command says in a practice database."""

import pytest

from tests.cli.conftest import REF, Terminal

ROUND = "worcestershire-transformation-2017-1"


@pytest.fixture
def practice(sit, bid_file, tmp_path) -> Terminal:
    real = sit(bid_file)
    real.at("2017-05-10T09:00:00Z")
    there = f"sqlite:///{tmp_path / 'there.db'}"
    said = real.ok(f"practice start --round {ROUND} --to {there} --as officer")
    assert f"{ROUND} is open there until Friday 12 May 2017, 5:00 pm" in said
    assert f"Add --database {there} to practise." in said
    return Terminal(real.folder, real.capsys, real.monkeypatch, there)


def test_every_command_says_first_that_it_is_practice_and_json_stays_json(practice):
    for line in (f"round show {ROUND}", "application list", "report finance"):
        code, _, err = practice.run(line)
        assert code == 0
        assert err.count("PRACTICE: a copy of") == 1, line
        assert err.startswith(f"PRACTICE: a copy of {ROUND}, made by Officer on Wednesday 10 May 2017, 10:00 am.")
    assert practice.json("application list") == []
    assert practice.json("report finance")["rows"][0]["practice"] == "Practice copy: nothing in it is real"


def test_the_doctor_says_whether_it_is_practice(practice, sit, bid_file):
    assert "PRACTICE" in _of(practice)
    assert "what is done here is real" in _of(sit(bid_file))


def _of(terminal) -> str:
    _, out, _ = terminal.run("doctor --json")
    return out


def test_a_real_database_says_nothing_of_practice(sit, bid_file):
    _, _, err = sit(bid_file).run("application list")
    assert "PRACTICE" not in err


def test_dates_in_a_diary_have_other_numbers_than_the_real_ones(practice, sit, bid_file, tmp_path):
    practice.ok(f"application new {ROUND} --lead FEDNW --title Trying --as writer.fednw")
    for terminal, name in ((practice, "there.ics"), (sit(bid_file), "real.ics")):
        terminal.ok(f"organisation bids FEDNW --out {tmp_path / name}")
    there, real = ((tmp_path / name).read_text(encoding="utf-8") for name in ("there.ics", "real.ics"))
    assert f"SUMMARY:Practice: {REF}" in there
    assert "@practice.fundflow" in there
    assert "@practice.fundflow" not in real


def test_there_is_no_payment_file(practice):
    assert practice.refused("pay file RUN-1") == ["practice_pays_nobody"]
