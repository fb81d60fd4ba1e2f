"""A case's papers at a terminal: a note, two versions side by side, everything as one archive."""

import zipfile

import pytest

from tests.cli.conftest import REF


def test_a_note_is_written_by_the_office_and_shown_with_the_case(award):
    said = award.ok(["application", "note", REF, "Ruth Hale rang.", "--as", "officer"])
    assert "freedom of information" in said
    assert any("note" in one["what"] for one in award.json(f"application show {REF}")["history"])
    for name in ("auditor", "writer.fednw"):
        code, _, err = award.run(["application", "note", REF, "Mine.", "--as", name])
        assert (code, "Nothing has changed" in err) == (1, True)


def test_versions_are_compared_or_there_is_one_only(award):
    assert "one version only" in award.ok(f"application compare {REF}")
    assert award.json(f"application compare {REF} --as officer")["differences"] == []
    code, _, err = award.run(f"application compare {REF} --from 3")
    assert (code, "no version 3" in err) == (1, True)


@pytest.mark.parametrize("name", ["officer", "auditor"])
def test_everything_about_a_case_is_one_archive_for_its_office(name, award):
    path = award.folder / "whole.zip"
    facts = award.json(f"application pack {REF} --as {name} --out {path}")
    assert facts["ref"] == REF
    assert "case.json" in zipfile.ZipFile(path).namelist()


def test_the_archive_is_nobody_elses(award):
    path = award.folder / "whole.zip"
    code, _, err = award.run(f"application pack {REF} --as writer.fednw --out {path}")
    assert (code, "Its office can send you" in err, path.exists()) == (1, True, False)


def recorded(award) -> int:
    return len([one for one in award.json(f"application show {REF}")["history"] if one["what"] == "foi.bundle"])


def test_what_is_given_to_who_asks_is_recorded_once_its_file_is_written_and_not_before(award):
    asks = ["application", "foi", REF, "--reason", "Request 41", "--as", "officer", "--out"]
    code, _, err = award.run([*asks, str(award.folder / "nowhere" / "given.xlsx")])
    assert (code, "No such file" in err, "Traceback" in err) == (1, True, False)
    assert recorded(award) == 0, "the record would say that something was given"
    said = award.ok([*asks, str(award.folder / "given.xlsx")])
    assert "1 decision, no name is withheld, 0 costs to weigh" in said
    assert zipfile.is_zipfile(award.folder / "given.xlsx")
    assert recorded(award) == 1
