"""A scenario includes another: its actions are played in its place, and its faults are told where they are written."""

from pathlib import Path

import pytest

from fundflow.errors import BadInput
from fundflow.rehearsal import Unmet, load, packaged, play

HEAD = "scenario: {title}\nactions:\n"
START = "- at: 2017-04-03 09:00\n"
PERSON = "- person: {sign_in: jo, roles: officer}\n"


@pytest.fixture
def files(tmp_path: Path):
    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / f"{name}.yaml").write_text(HEAD.format(title=name) + text, encoding="utf-8")
        return tmp_path / f"{next(iter(texts))}.yaml"

    return write


def test_what_is_included_stands_in_its_place(files):
    loaded = load(files(main="- include: part.yaml\n" + PERSON, part=START + PERSON))
    assert [(one.file.stem, one.line, one.verb) for one in loaded.actions] == [
        ("main", 3, "include"),
        ("part", 3, "at"),
        ("part", 4, "person"),
        ("main", 4, "person"),
    ]
    assert loaded.title == "main"


def test_a_packaged_part_can_be_included_from_anywhere(files):
    loaded = load(files(main="- include: worcestershire-setting.yaml\n"))
    assert {one.file.name for one in loaded.actions} == {"main.yaml", "worcestershire-setting.yaml"}


def test_a_file_beside_the_scenario_goes_before_a_packaged_one(files):
    files(**{"worcestershire-setting": PERSON})
    loaded = load(files(main="- include: worcestershire-setting.yaml\n"))
    assert [one.verb for one in loaded.actions] == ["include", "person"]


FAULTS: list[tuple[dict[str, str], str]] = [
    (
        {"a": "- include: b.yaml\n", "b": PERSON + "- include: a.yaml\n"},
        "b.yaml:4: a scenario cannot include itself: a.yaml includes b.yaml includes a.yaml",
    ),
    ({"a": "- include: a.yaml\n"}, "a.yaml:3: a scenario cannot include itself: a.yaml includes a.yaml"),
    ({"a": "- include: prat.yaml\n", "part": PERSON}, "a.yaml:3: there is no scenario beside this one"),
    ({"a": "- include: prat.yaml\n", "part": PERSON}, "did you mean 'part.yaml'?"),
    ({"a": "- include: b.yaml\n", "b": "- pesron: {}\n"}, "b.yaml:3: there is no action 'pesron'"),
    ({"a": "- include: {}\n"}, "a.yaml:3: 'include' cannot be read: 'file' is missing"),
]


@pytest.mark.parametrize(("texts", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_what_cannot_be_included_is_told_where_it_is_written(files, texts, said):
    with pytest.raises(BadInput) as told:
        load(files(**texts))
    assert said in str(told.value)


def test_a_scenario_may_include_two_parts_that_stand_side_by_side(files):
    loaded = load(files(main="- include: one.yaml\n- include: two.yaml\n", one=START, two=PERSON))
    assert [one.verb for one in loaded.actions] == ["include", "at", "include", "person"]


def test_an_included_action_that_fails_names_its_own_file_and_line(files, sqlite_engine, library):
    part = START + "- step: submit\n  on: bid-9\n  as: nobody\n"
    with pytest.raises(BadInput, match=r"part\.yaml:4: Nobody signs in as 'nobody'"):
        play(load(files(main="- include: part.yaml\n", part=part)), sqlite_engine, library)


def test_an_included_expectation_that_is_not_met_names_its_own_file_and_line(files, sqlite_engine, library):
    part = START + "- at: 2016-04-03 09:00\n"
    with pytest.raises(Unmet, match=r"part\.yaml:4: the clock cannot go back"):
        play(load(files(main="- include: part.yaml\n", part=part)), sqlite_engine, library)


def test_an_included_scenario_finds_the_files_beside_itself(files, tmp_path, sqlite_engine, library):
    (tmp_path / "inner").mkdir()
    text = "code,name,kind,commissioner\nZ99001,Dunnock Practice,practice,05J\n"
    (tmp_path / "inner" / "rows.csv").write_text(text, encoding="utf-8")
    imported = "- import: organisations\n  file: rows.csv\n"
    (tmp_path / "inner" / "part.yaml").write_text(HEAD.format(title="part") + START + imported, encoding="utf-8")
    lines = []
    play(load(files(main="- include: inner/part.yaml\n")), sqlite_engine, library, told=lines.append)
    assert "1 written" in lines[-1].said


@pytest.mark.parametrize("name", ["worcestershire-setting", "worcestershire-setting.yaml"])
def test_a_packaged_scenario_is_found_by_its_name(name):
    assert packaged.find(name) == packaged.FOLDER / "worcestershire-setting.yaml"


def test_a_name_that_is_neither_file_nor_packaged_says_what_was_meant():
    with pytest.raises(BadInput, match="did you mean 'worcestershire-setting'"):
        packaged.find("worcestershire-seting")
