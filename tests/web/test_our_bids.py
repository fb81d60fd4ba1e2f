"""An organisation's own page: every bid and award in a row, as a workbook and as dates for a diary."""

import pytest

from tests.stories.stages import REF
from tests.web.test_pages import queries


@pytest.mark.parametrize(
    ("stage", "words"), [("draft", "You are writing this bid"), ("offer_issued", "We have sent you an offer")]
)
def test_each_bid_says_where_it_stands_what_comes_next_and_its_money(stage, words, served):
    page = served(stage).browser("writer.fednw").get("/bids")
    said = page.get_text(" ", strip=True)
    assert words in said
    assert "£100,000.00" in said
    assert page.find("a", href=f"/bids/{REF}") is not None


def test_a_practice_that_takes_part_sees_the_bid_and_that_another_leads(served):
    page = served("draft").browser("partner.z10001").get("/bids")
    assert "we take part" in page.get_text()
    assert page.find("a", href=f"/bids/{REF}") is not None


@pytest.mark.parametrize("name", ["gp_far", "writer.fedsw"])
def test_others_see_nothing_of_it(name, served):
    at = served("draft")
    assert REF not in at.browser(name).get("/bids").get_text()
    for path in ("/bids", "/bids/export.xlsx", "/bids/dates.ics"):
        assert at.browser(name).http.get(f"{path}?organisation=FEDNW").status_code == 404


def test_the_page_comes_as_a_workbook_and_as_dates(served):
    browser = served("draft").browser("writer.fednw")
    assert browser.http.get("/bids/export.xlsx").content[:2] == b"PK"
    diary = browser.http.get("/bids/dates.ics").text
    assert "BEGIN:VCALENDAR" in diary
    assert REF in diary


def test_a_bid_gets_its_place_in_the_leads_own_order(served):
    browser = served("draft").browser("writer.fednw")
    browser.send("/bids/order", page="/bids", place="1")
    assert browser.get("/bids").find("input", {"name": "place"})["value"] == "1"
    page = browser.send("/bids/order", 422, page="/bids", place="first")
    assert "is not a place" in page.get_text()


def test_the_page_asks_the_database_little(served):
    at = served("draft")
    browser = at.browser("writer.fednw")
    at.statements.clear()
    browser.get("/bids")
    assert queries(at) <= 12, "\n".join(one[:110] for one in at.statements)


@pytest.mark.parametrize(
    ("stage", "waits"), [("submitted", "Waits for the office"), ("offer_issued", "Accept the offer")]
)
def test_what_is_always_allowed_is_not_what_comes_next(stage, waits, served):
    said = served(stage).browser("partner.fednw").get("/bids").get_text(" ", strip=True)
    assert waits in said
    assert "Call the bid back" not in said
    assert "Withdraw" not in said
