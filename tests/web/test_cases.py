"""A case and the page of any step, at every stage of a bid's life."""

import pytest

from fundflow import database
from tests.stories import stages
from tests.stories.stages import REF
from tests.web.cost import MOST_QUERIES, queries

STAGES = sorted(stages.STAGES)


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_shows_at_every_stage_in_few_queries(stage, served):
    at = served(stage)
    for name in ("officer", "writer.fednw"):
        browser = at.browser(name)
        at.statements.clear()
        page = browser.get(f"/cases/{REF}")
        assert page.find("h1").get_text(strip=True) == "Hubs"
        assert queries(at) <= MOST_QUERIES, "\n".join(one[:90] for one in at.statements)


@pytest.mark.parametrize("stage", STAGES)
def test_every_step_that_is_open_has_a_page_with_its_label_and_its_button(stage, served):
    at = served(stage)
    for name in ("officer", "partner.fednw", "committee_secretary"):
        browser = at.browser(name)
        page = browser.get(f"/cases/{REF}")
        for link in page.select(".ff-steps a"):
            step = browser.get(link["href"])
            assert step.find("h1").get_text(strip=True) == link.get_text(strip=True)
            assert step.find("button", {"data-prevent-double-click": "true"}) is not None


def test_one_button_at_most_leads_on_and_what_stops_an_award_stands_last_and_warns(served):
    main = "a.nhsuk-button:not(.nhsuk-button--secondary)"
    for stage, name, label in (("submitted", "officer", "Accept the bid for assessment"), ("active", "finance", None)):
        page = served(stage).browser(name).get(f"/cases/{REF}")
        assert [one.get_text(strip=True) for one in page.select(f".ff-steps {main}")] == ([label] if label else [])
    browser = served("active").browser("finance")
    assert browser.get(f"/cases/{REF}").select(".ff-steps a")[-1]["href"].endswith("/suspend")
    assert browser.get(f"/cases/{REF}/steps/suspend").find("button", class_="nhsuk-button--warning") is not None


def test_a_step_is_taken_from_its_page_and_a_second_press_is_told_that_it_is_too_late(served):
    at = served("submitted")
    browser = at.browser("officer")
    path = f"/cases/{REF}/steps/query"
    key, version = browser.key(path), browser.get(path).find("input", {"name": "version"})["value"]
    typed = {"form_key": key, "version": version, "questions": "What is the baseline?"}
    assert browser.http.post(path, data=typed).status_code == 303
    again = browser.http.post(path, data=typed)
    assert again.status_code in (404, 409)
    assert browser.get(f"/cases/{REF}").find(class_="nhsuk-tag").get_text() == "Screening"


def test_a_step_that_is_refused_says_why_and_keeps_what_was_typed(served):
    at = served("submitted")
    page = at.browser("officer").send(f"/cases/{REF}/steps/screen_ineligible", status=422, reason="It is one practice.")
    assert "There is a problem" in page.get_text()
    assert "Problem code: " in page.find(class_="nhsuk-error-summary").get_text()
    assert page.find("textarea", {"name": "reason"}).get_text().strip() == "It is one practice."
    assert page.find("title").get_text().startswith("Error: ")


def test_a_step_that_needs_two_people_waits_for_the_second(served):
    at = served("submitted")
    path = f"/cases/{REF}/steps/screen_ineligible"
    typed = {"gates": "E4", "reason": "It is one practice."}
    browser = at.browser("officer")
    browser.send(path, status=422, **{**typed, "gates": ""})
    first = at.browser("officer")
    first.send(f"/cases/{REF}/steps/redirect", status=422, reason="It is an emergency.", consent="")


def test_a_stale_page_is_refused_with_a_conflict(served):
    at = served("submitted")
    browser = at.browser("officer")
    path = f"/cases/{REF}/steps/query"
    answer = browser.http.post(
        path, data={"form_key": browser.key(path), "version": "1", "questions": "What is the baseline?"}
    )
    assert answer.status_code == 409
    assert "changed by somebody else" in answer.text
    assert "What is the baseline?" in answer.text
    assert "Problem code" not in answer.text, "no rule refused, so there is no code to read out"


def test_a_case_says_what_it_waits_for_and_shows_lists_costs_claims_and_what_is_owed_back(served):
    page = served("active").browser("officer").get(f"/cases/{REF}").get_text(" ", strip=True)
    for words in ("Returns, milestones and measures", "patients on", "line by line", "Claimed", "To recover"):
        assert words in page, words
    assert "Send the quarterly return, Q" in _next(served("active"))
    assert "the recipient, by" in _next(served("active"))
    assert "Next" not in _next(served("rejected"))
    assert "Accept the bid for assessment: the commissioning officer" in _next(served("submitted"))
    assert "Score the bid: the assessors" in _next(served("seated"))


def _next(at) -> str:
    return at.browser("officer").get(f"/cases/{REF}").find("dl").get_text(" ", strip=True)


def test_history_says_which_letter_and_how_much_money(served):
    said = served("active").browser("officer").get(f"/cases/{REF}/history").find(class_="ff-history").get_text()
    assert "Letter drafted: L17" in said
    assert "£100,000.00 committed, L17" in said
    assert "Ledger" not in said


def test_what_a_recipient_owed_is_no_longer_next_once_its_case_is_over(served):
    at = served("active")
    path = f"/cases/{REF}"
    said = at.browser("officer").get(path).find("dt", string="Next").find_next("dd").get_text(" ", strip=True)
    assert "recipient" in said
    with database.writing(at.engine) as session:
        at.place.put_into(session, "closed")
    over = at.browser("officer").get(path).find("dt", string="Next")
    assert over is None
