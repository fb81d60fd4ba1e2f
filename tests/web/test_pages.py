"""Rounds, letters, reports, the register and what waits for somebody: what is on each page, and for whom."""

import pytest

from fundflow import database, people, reporting
from fundflow.clock import moment_words
from fundflow.engine import tasks
from tests.stories.stages import REF, ROUND
from tests.web.cost import MOST_QUERIES, queries


@pytest.mark.parametrize(
    ("path", "stage", "name"),
    [
        ("/", "submitted", "officer"),
        ("/work", "submitted", "officer"),
        ("/work", "draft", "writer.fednw"),
        ("/cases", "submitted", "officer"),
        ("/rounds", "submitted", "officer"),
        (f"/rounds/{ROUND}", "submitted", "officer"),
        ("/letters", "approved", "officer"),
        ("/reports", "submitted", "officer"),
        ("/about/help", "submitted", "officer"),
    ],
)
def test_a_page_costs_few_queries(path, stage, name, served):
    at = served(stage)
    browser = at.browser(name)
    at.statements.clear()
    browser.get(path)
    assert queries(at) <= MOST_QUERIES, "\n".join(one[:100] for one in at.statements)


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("officer", "submitted"),
        ("partner.fednw", "offer_issued"),
        ("writer.fednw", "draft"),
        ("committee_secretary", "recommended"),
        ("gp_far", "seated"),
    ],
)
def test_what_waits_on_the_page_is_what_the_command_lists_in_its_order_with_its_dates(name, stage, served):
    at = served(stage)
    page = at.browser(name).get("/work")
    with database.reading(at.engine) as session:
        listed = tasks.waiting_for(session, people.actor(session, name, now=at.clock()), now=at.clock())
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in page.select("tbody tr")]
    assert listed
    assert [(row[1], row[2]) for row in rows] == [(one.said, one.about) for one in listed]
    for row, one in zip(rows, listed, strict=True):
        assert row[0].startswith(moment_words(one.due)) if one.due else len(row[0]) == 1
    for link in page.select("tbody a"):
        at.browser(name).get(link["href"])


def test_nothing_waits_for_who_has_nothing_to_do(served):
    assert "Nothing waits for you now" in served("submitted").browser("writer.fedsw").get("/work").get_text()


def test_a_round_shows_its_clock_its_bids_and_its_money(served):
    said = served("submitted").browser("officer").get(f"/rounds/{ROUND}").get_text(" ", strip=True)
    assert "Closes Friday 12 May 2017, 5:00 pm, in" in said
    assert "Bids (1), asking for £100,000.00" in said
    assert "£263,641.00" in said


def test_letters_are_approved_and_released_from_the_queue_and_read_by_those_whom_they_are_for(served):
    at = served("submitted")
    browser = at.browser("officer")
    ref = browser.get("/letters").find("input", {"name": "letter"})["value"]
    applicant = at.browser("writer.fednw")
    assert applicant.http.get(f"/letters/{ref}").status_code == 404
    browser.send("/letters", letter=ref, do="approve")
    browser.send("/letters", letter=ref, do="release")
    answer = applicant.http.get(f"/letters/{ref}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content[:2] == b"PK"
    assert at.browser("writer.fedsw").http.get(f"/letters/{ref}").status_code == 404


def test_a_letter_that_nobody_ticked_is_not_sent(served):
    page = served("submitted").browser("officer").send("/letters", status=422, do="approve")
    assert "No letter is ticked" in page.get_text()


@pytest.mark.parametrize("name", reporting.REPORTS)
def test_every_report_is_a_page_and_three_kinds_of_file(name, served):
    browser = served("active").browser("auditor")
    assert browser.get(f"/reports/{name}").find("h1") is not None
    for kind in ("csv", "xlsx", "json"):
        answer = browser.http.get(f"/reports/{name}?format={kind}")
        assert answer.status_code == 200
        assert f".{kind}" in answer.headers["content-disposition"]


def test_a_report_of_a_day_that_is_none_says_so(served):
    page = served("active").browser("auditor").get("/reports/finance?as_at=yesterday", status=409)
    assert "'yesterday' is not a day" in page.get_text()


def test_the_register_of_awards_is_open_to_everybody(served):
    page = served("active").browser().get("/register")
    assert "North federation" in page.get_text()
    heads = [one.get_text() for one in page.select("thead th")]
    assert heads == ["Who", "What for", "Fund", "From", "To", "Agreed", "Paid", "Reference"]
    file = served("active").browser().http.get("/register?format=csv").text
    assert {"committed", "approved", "state"} <= set(file.splitlines()[0].split(","))


def test_the_auditor_reads_everything_and_changes_nothing(served):
    at = served("submitted")
    browser = at.browser("auditor")
    for path in ("/work", "/cases", f"/cases/{REF}", "/rounds", f"/rounds/{ROUND}", "/letters", "/reports"):
        browser.get(path)
    step, key = f"/cases/{REF}/steps/query", browser.key("/letters")
    assert browser.get(step).find("form", {"action": step}) is None
    typed = {"form_key": key, "questions": "What is the baseline?"}
    assert browser.http.post(step, data=typed).status_code == 403
    ref = browser.get("/letters").find("tbody").find("a")["href"].removeprefix("/letters/read/")
    assert browser.http.post("/letters", data={"form_key": key, "letter": ref, "do": "approve"}).status_code == 403
