"""One case's papers: notes that anybody may ask for, versions side by side, history by words, all of it as one ZIP."""

import io
import json
import zipfile

import openpyxl
import pytest

from fundflow import applications, database, engine, people, scoring
from fundflow.engine import bids
from tests.stories.stages import REF
from tests.web.cost import MOST_QUERIES, queries

CASE = f"/cases/{REF}"


def test_a_note_says_at_its_box_that_anybody_may_ask_for_it_and_stays_with_its_writer_and_hour(served):
    at = served("submitted")
    browser = at.browser("officer")
    assert "Freedom of Information Act" in browser.get(CASE).find("form", {"action": f"{CASE}/notes"}).get_text()
    browser.send(f"{CASE}/notes", note="Ruth Hale rang about the baseline.\nShe sends it on Monday.")
    for path in (CASE, f"{CASE}/notes"):
        said = browser.get(path).find(class_="ff-notes").get_text(" ", strip=True)
        assert "Ruth Hale rang about the baseline. She sends it on Monday." in said
        assert "Wednesday 3 May 2017, 9:00 am, Officer" in said
    assert "Note" in browser.get(f"{CASE}/history?q=note").find(class_="ff-history").get_text()


def test_an_empty_note_is_refused_at_its_box(served):
    page = served("submitted").browser("officer").send(f"{CASE}/notes", status=422, note="  ")
    assert page.find(id="note-error") is not None
    assert page.find("a", {"href": "#note"}) is not None


def test_an_auditor_reads_notes_and_writes_none(served):
    at = served("submitted")
    at.browser("officer").send(f"{CASE}/notes", note="Asked for the lists of May.")
    browser = at.browser("auditor")
    page = browser.get(CASE)
    assert "Asked for the lists of May." in page.get_text()
    assert page.find("form", {"action": f"{CASE}/notes"}) is None
    typed = {"form_key": browser.key(CASE), "note": "Mine."}
    answer = browser.http.post(f"{CASE}/notes", data=typed)
    assert (answer.status_code, "by those who work on it" in answer.text) == (403, True)


@pytest.mark.parametrize("name", ["writer.fednw", "partner.fednw", "gp_far", "lay_chair.05J"])
def test_notes_and_the_archive_are_the_offices_alone(name, served):
    at = served("submitted")
    at.browser("officer").send(f"{CASE}/notes", note="Asked for the lists of May.")
    browser = at.browser(name)
    for path in (f"{CASE}/notes", f"{CASE}/whole-case.zip"):
        assert browser.http.get(path).status_code in (403, 404)
    assert "lists of May" not in browser.http.get(CASE).text


def change_the_bid(at) -> None:
    """Call the bid back before the round closes, and change its title."""
    at.browser("partner.fednw").send(f"{CASE}/steps/recall_for_edit")
    with database.writing(at.engine) as session:
        actor = people.actor(session, "writer.fednw", now=at.clock())
        bids.save(session, REF, bids.Draft(title="Hubs in two towns"), actor=actor, now=at.clock())


def test_two_versions_stand_side_by_side_with_the_words_that_went_and_came(served):
    at = served("submitted")
    at.clock.now = at.clock.now.replace(day=12, hour=9)
    change_the_bid(at)
    browser = at.browser("officer")
    assert "All 2 versions" in browser.get(CASE).get_text()
    at.statements.clear()
    page = browser.get(f"{CASE}/versions")
    assert queries(at) <= MOST_QUERIES
    assert "1 difference between version 1 and version 2" in page.get_text()
    assert "in two towns" in page.find("section").find("ins").get_text()
    same = browser.get(f"{CASE}/versions?from=2&to=2").get_text()
    assert "0 differences" in same
    browser.get(f"{CASE}/versions?from=7", status=404)


def test_a_bid_with_one_version_has_nothing_to_compare(served):
    assert "one version only" in served("submitted").browser("officer").get(f"{CASE}/versions").get_text()


def test_history_tells_in_words_what_would_be_a_code(served):
    said = (
        served("approved").browser("officer").get(f"{CASE}/history").find(class_="ff-history").get_text(" ", strip=True)
    )
    for words in ("Begun", "Agreed to take part", "Assessor given a seat", "Scored"):
        assert words in said, words
    for code in ("Consent: ", "Open papers", "Create"):
        assert code not in said, code


def test_history_is_found_by_words_person_and_day(served):
    at = served("approved")
    browser = at.browser("officer")
    at.statements.clear()
    page = browser.get(f"{CASE}/history")
    assert queries(at) <= MOST_QUERIES
    every = len(page.select(".ff-history li"))
    someone = page.find("select", {"name": "who"}).find_all("option")[1].get_text()
    fewer = browser.get(f"{CASE}/history", 200).select(".ff-history li")
    own = browser.http.get(f"{CASE}/history", params={"who": someone})
    assert 0 < own.text.count("<time") < every == len(fewer)
    assert "0 of" in browser.get(f"{CASE}/history?since=2030-01-01").get_text()
    wrong = browser.http.get(f"{CASE}/history?since=yesterday")
    assert (wrong.status_code, "is not a day" in wrong.text) == (422, True)


def test_the_whole_case_is_one_archive_whose_index_names_every_file_with_its_fingerprint(served):
    at = served("approved")
    at.browser("officer").send(f"{CASE}/notes", note="Asked for the lists of May.")
    for name in ("officer", "auditor"):
        answer = at.browser(name).http.get(f"{CASE}/whole-case.zip")
        assert answer.headers["content-disposition"].endswith(f"{REF}-whole-case.zip")
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        inside = set(archive.namelist())
        assert {"case.json", "bid/version-1.docx", "decisions.json", "notes.json", "scores.json"} <= inside
        assert any(one.startswith("letters/") for one in inside)
        book = openpyxl.load_workbook(io.BytesIO(archive.read("index.xlsx")))
        assert {row[1].value for row in book["Papers"].iter_rows(min_row=4)} == inside - {"index.xlsx"}
        assert any("Note" in str(row[2].value) or "note" in str(row[2].value) for row in book["What happened"].rows)
        assert b"lists of May" in archive.read("notes.json")


def test_scores_that_are_not_locked_are_in_no_archive_and_on_no_page(served):
    at = served("seated")
    answer = at.browser("officer").http.get(f"{CASE}/whole-case.zip")
    assert "scores.json" not in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_superseded_scores_leave_the_archive_while_assessors_score_again_and_come_back_beside_the_new_ones(served):
    at = served("scored")

    def scores():
        answer = at.browser("officer").http.get(f"{CASE}/whole-case.zip")
        inside = zipfile.ZipFile(io.BytesIO(answer.content))
        return json.loads(inside.read("scores.json")) if "scores.json" in inside.namelist() else None

    assert len(scores()) == 1
    with at.place.living() as world:
        world.step(REF, "reopen_scoring", "moderation_chair", reason="A figure was misread.", assessor="gp_far")
        assert scoring.consolidations(world.session, applications.get(world.session, REF).id), "superseded, and kept"
    assert scores() is None
    with at.place.living() as world:
        engine.assessment.score(world.session, REF, {}, actor=world.who("gp_far"), now=world.now, lock=True)
    assert [one["superseded_at"] is None for one in scores()] == [False, True]


def test_a_case_says_what_comes_next_who_does_it_and_how_each_letter_travels(served):
    at = served("submitted")
    said = at.browser("officer").get(CASE).get_text(" ", strip=True)
    assert "Next" in said
    assert "officer" in said
    assert "On its way" in served("approved").browser("officer").get(CASE).get_text()
