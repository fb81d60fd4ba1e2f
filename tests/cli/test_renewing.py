"""The next fund and the next round, as a person makes them from the last ones."""

from datetime import date
from pathlib import Path

import pytest

from fundflow import applications, database
from fundflow.definitions import copied, later, load_library, title_moved_on, unpin, with_edited, written_out
from tests.cli.conftest import Terminal

LIBRARY = load_library()[0]
FUND = "worcestershire-transformation"


def ref(bid: Terminal) -> str:
    return bid.json("round list")[0]["ref"]


def following(bid: Terminal, *more: str) -> list[str]:
    return ["round", "new", "--from", ref(bid), "--closes", "2018-05-11 17:00", "--as", "officer", *more]


@pytest.mark.parametrize("name", sorted(LIBRARY.funds))
def test_a_fund_that_is_written_out_reads_to_the_same_fund(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(written_out(LIBRARY.fund(name)), encoding="utf-8")
    assert with_edited(path, root=LIBRARY.root).fund(name) == LIBRARY.fund(name)


@pytest.mark.parametrize(
    ("line", "moved"),
    [
        ("periods: [2017/18, 2018/19]", "periods: [2018/19, 2019/20]"),
        ("periods: [2017/18-2018/19]", "periods: [2018/19-2019/20]"),
        ("periods: [2098/99, 2099/00]", "periods: [2099/00, 2100/01]"),
        ("starts: 2016-02-29", "starts: 2017-02-28"),
        ("ends: 2019-03-31", "ends: 2020-03-31"),
        ("case: TF-17-0001", "case: TF-17-0001"),
        ('telephone: "01905 2017/185"', 'telephone: "01905 2017/185"'),
        ("# since 2017/18", "# since 2017/18"),
    ],
)
def test_years_and_days_move_on_and_notes_stay(line: str, moved: str) -> None:
    assert copied(line, name="x", years=1).text == f"{moved}\n"


def test_a_day_that_comes_to_a_weekend_and_a_year_in_words_are_to_be_looked_at() -> None:
    look = copied("periods: [2017/18]\nends: 2018-03-31\ntext: Spend it by March 2018.", name="x", years=1).look
    assert look == (
        "line 2, ends: Sunday 31 March 2019 is no working day",
        "line 3 names the year 2018 in words, which was left: text: Spend it by March 2018.",
    )


def test_a_title_and_a_day_move_on() -> None:
    assert title_moved_on("Spring 2017, for 2017/18", 1) == "Spring 2018, for 2018/19"
    assert later(date(2016, 2, 29), 4) == date(2020, 2, 29)


def test_a_fund_is_written_from_another_and_is_never_written_over(bid: Terminal) -> None:
    line = f"fund new {FUND}-2018 --from {FUND} --prefix TG --out made"
    told = bid.json(line)
    path = bid.folder / told["file"]
    made = with_edited(path, root=LIBRARY.root).fund(f"{FUND}-2018")
    assert made.money.periods == ("2018/19", "2019/20")
    assert (made.award.starts, made.version, made.case_prefix) == ("2018-06-01", 1, "TG")
    assert any("none for 05J 2018/19" in one for one in told["look_at"])
    path.write_text("mine", encoding="utf-8")
    code, _, said = bid.run(line)
    assert (code, path.read_text(encoding="utf-8")) == (1, "mine")
    assert "--force" in said
    bid.ok(f"{line} --force")
    assert path.read_text(encoding="utf-8") != "mine"


def test_a_copy_with_the_same_letters_is_refused_with_letters_that_are_free(bid: Terminal) -> None:
    code, _, said = bid.run(f"fund new {FUND}-2018 --from {FUND} --out made")
    assert code == 1
    assert said.startswith(f"--prefix: {FUND} uses the prefix TF for its cases too")
    assert said.endswith("such as TFB (--prefix)\n")
    assert not (bid.folder / "made").exists()


def test_a_new_round_pins_what_its_file_says(bid: Terminal) -> None:
    bid.at("2018-04-03 09:00")
    told = bid.json(following(bid, "--out", "made"))
    with database.reading(database.connect(bid.url)) as session:
        row = applications.get_round(session, told["ref"])
        edited = with_edited(bid.folder / told["file"], root=LIBRARY.root)
        assert row.pinned_sha256 == edited.pin(FUND)["sha256"]
        assert unpin(row.pinned).fund.money.periods == ("2018/19", "2019/20")
    assert any("no meeting is planned after Friday 11 May 2018" in one for one in told["look_at"])


def test_a_dry_run_opens_nothing_and_another_round_of_the_year_moves_nothing(bid: Terminal) -> None:
    bid.at("2017-09-04 09:00")
    autumn = ["round", "new", "--from", ref(bid), "--closes", "2017-10-14 17:00", "--as", "officer", "--dry-run"]
    told = bid.json(autumn)
    assert (told["years_moved"], told["moved"]) == (0, [])
    assert "the round closes on Saturday 14 October 2017, no working day" in told["look_at"]
    assert len(bid.json("round list")) == 1


def test_a_file_that_is_there_stops_the_round_too(bid: Terminal) -> None:
    bid.at("2018-04-03 09:00")
    bid.file(f"made/{FUND}.yaml", "mine")
    assert bid.run(following(bid, "--out", "made"))[0] == 1
    assert len(bid.json("round list")) == 1
    assert Path(bid.folder / "made" / f"{FUND}.yaml").read_text(encoding="utf-8") == "mine"


def test_a_round_is_renewed_by_the_officer_only(bid: Terminal) -> None:
    bid.at("2018-04-03 09:00")
    words = following(bid)
    words[words.index("officer")] = "partner.fednw"
    assert bid.refused(words) == ["may_act"]


def test_a_renewed_round_is_amended_from_the_file_of_its_own_years_only(bid: Terminal) -> None:
    bid.at("2018-04-03 09:00")
    told = bid.json(following(bid, "--out", "made"))
    code, _, said = bid.run(["round", "amend", told["ref"], "--dry-run", "--as", "officer"])
    assert code == 1
    assert "is for 2018/19, 2019/20 and the definitions given are for 2017/18, 2018/19" in said
    same = bid.json(["round", "amend", told["ref"], "--from", told["file"], "--dry-run", "--as", "officer"])
    assert same["change"] == "none"


def test_a_round_for_a_later_day_is_not_said_to_be_open(bid: Terminal) -> None:
    bid.at("2018-04-03 09:00")
    said = bid.ok(following(bid, "--opens", "2018-04-09 09:00"))
    assert "opens Monday 9 April 2018, 9:00 am and closes Friday 11 May 2018, 5:00 pm" in said
    assert "is open until" not in said


def test_a_request_for_a_round_is_taken_back_by_who_made_it(bid: Terminal) -> None:
    asked = ["round", "extend", ref(bid), "--to", "2017-05-19 17:00", "--reason", "The network was down.", "--as"]
    bid.ok([*asked, "officer"])
    assert bid.refused(["round", "withdraw-request", ref(bid), "--as", "finance"]) == ["own_request"]
    assert "The round is as it was" in bid.ok(["round", "withdraw-request", ref(bid), "--as", "officer"])
    assert bid.refused(["round", "withdraw-request", ref(bid), "--as", "officer"]) == ["request_open"]
