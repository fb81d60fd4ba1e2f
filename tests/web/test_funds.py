"""Finding out whether a fund suits, before anybody signs in; and beginning a bid from there."""

import pytest

from fundflow import applications, database
from tests.stories.stages import REF
from tests.stories.world import FUND
from tests.web.cost import MOST_QUERIES, queries

PAGE = f"/funds/{FUND}"


def test_the_page_says_what_a_practice_manager_wants_to_know_in_one_minute(served):
    said = served("draft").browser().get(PAGE).get_text(" ", strip=True)
    for words in (
        "One-off money for practices",
        "It is not for:",
        "Friday 12 May 2017, 5:00 pm, in 26 working days",
        "£263,641.00",
        "Evidence of working at scale",
        "What needs to be accomplished? Up to 500 words.",
        "Every practice that you name must agree before you send the bid",
        "Jo Ash",
        "01905 000000",
        "the resilience programme",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("practices", "answer", "figure"),
    [
        ("practice=Z10001&practice=Z10002", "Yes", "2 practices"),
        ("practice=Z10006", "Not yet", "9,210"),
    ],
)
def test_each_rule_is_tested_on_the_practices_with_the_figure_its_day_and_its_source(practices, answer, figure, served):
    page = served("draft").browser().get(f"{PAGE}?{practices}")
    row = next(one for one in page.find_all("tr") if "(E4)" in one.get_text())
    assert answer in row.get_text()
    assert figure in row.get_text()
    said = page.get_text(" ", strip=True)
    assert "1 Jan 2017" in said
    assert "test, registered patients" in said


def test_a_practice_that_there_is_not_is_no_fault_of_the_page(served):
    page = served("draft").browser().get(f"{PAGE}?practice=NOWHERE")
    assert "Check these practices" in page.get_text()


def test_figures_that_are_wrong_become_a_task_of_an_officer(served):
    at = served("draft")
    page = f"{PAGE}?practice=Z10001"
    at.browser().send(f"{PAGE}/wrong", page=page, wrong="We have 12,400.", contact="Kim Oak, 01905 111111")
    with database.reading(at.engine) as session:
        tasks = applications.tasks(session, roles=["officer"])
    assert any("Kim Oak" in one.text and "12,400" in one.text for one in tasks)


def test_a_challenge_without_a_telephone_number_keeps_what_was_typed(served):
    page = (
        served("draft")
        .browser()
        .send(f"{PAGE}/wrong", 422, page=f"{PAGE}?practice=Z10001", wrong="We have 12,400.", contact="")
    )
    assert page.select_one(".nhsuk-error-summary a")["href"] == "#contact"
    assert "--" not in page.find("main").get_text()
    assert page.find("textarea", {"name": "wrong"}).get_text().strip() == "We have 12,400."


def test_the_questions_come_as_a_word_file_without_signing_in(served):
    answer = served("draft").browser().http.get(f"{PAGE}/questions.docx")
    assert answer.content[:2] == b"PK"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_a_bid_is_begun_from_the_fund_with_its_practices_and_from_an_earlier_one(served):
    at = served("draft")
    browser = at.browser("writer.fednw")
    page = f"{PAGE}/bid"
    browser.send(
        page,
        page=f"{page}?practice=Z10001&practice=Z10003",
        title="Evenings",
        practice=["Z10001", "Z10003"],
        earlier=REF,
    )
    sheet = browser.get("/bids/TF-17-0002")
    assert sheet.find("h1").get_text() == "Evenings"
    assert "Copied, please check" in sheet.get_text()
    with database.reading(at.engine) as session:
        bid = applications.dossier(session, "TF-17-0002")
    assert [one.organisation for one in bid.present] == ["FEDNW", "Z10001", "Z10003"]


def test_the_answers_of_an_earlier_bid_are_copied_into_one_that_was_begun_already(served):
    browser = served("draft").browser("writer.fednw")
    browser.send(f"{PAGE}/bid", title="Evenings")
    page = "/bids/TF-17-0002/start-from"
    browser.send(page, 422, earlier="")
    browser.send(page, earlier=REF)
    assert "Copied, please check" in browser.get("/bids/TF-17-0002").get_text()


def test_a_bid_without_a_title_is_not_begun_and_says_so_at_the_field(served):
    page = served("draft").browser("writer.fednw").send(f"{PAGE}/bid", 422, title="")
    assert page.select_one(".nhsuk-error-summary a")["href"] == "#title"


def test_somebody_who_acts_for_nobody_is_told_whom_to_ring(served):
    page = served("draft").browser("gp_far").get(f"{PAGE}/bid")
    assert "01905 000000" in page.get_text()
    assert page.find("form", {"action": f"{PAGE}/bid"}) is None


def test_whoever_is_not_signed_in_comes_back_to_the_bid_with_the_practices_chosen(served):
    answer = served("draft").browser().http.get(f"{PAGE}/bid?practice=Z10001")
    assert answer.headers["location"].startswith("/sign-in?next=")
    assert "Z10001" in answer.headers["location"]


@pytest.mark.parametrize("asked", ["", "?practice=Z10001&practice=Z10002&practice=Z10003&practice=Z10004"])
def test_the_page_asks_the_database_little(asked, served):
    at = served("draft")
    browser = at.browser()
    at.statements.clear()
    browser.get(PAGE + asked)
    assert queries(at) <= MOST_QUERIES, "\n".join(one[:110] for one in at.statements)


@pytest.mark.parametrize("name", ["worcestershire-resilience", "worcestershire-ettf", "nothing"])
def test_a_fund_that_takes_no_bids_says_so(name, served):
    answer = served("draft").browser().http.get(f"/funds/{name}")
    assert answer.status_code in (200, 404)
    assert "Begin a bid" not in answer.text


def test_a_fund_that_takes_no_bids_says_so_with_what_it_is_not_for(served):
    page = served("draft").browser().get("/funds/worcestershire-online-consultation", status=404)
    said = " ".join(page.select_one("main").get_text(" ").split())
    assert "Online consultation systems takes no bids. Buy software for the whole county" in said
    assert "a practice that does not take part gets no money instead" in said
    assert page.select_one("main a[href='/']") is not None
    page = served("draft").browser().get("/funds/nothing-like-it", status=404)
    assert "There is no fund 'nothing-like-it'" in page.get_text()
