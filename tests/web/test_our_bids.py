"""An organisation's own page: every bid and award in a row, as a workbook and as dates for a diary."""

from urllib.parse import urlencode

import pytest

from fundflow import database, reporting
from tests.stories.stages import REF, ROUND
from tests.stories.world import library
from tests.web.cost import MOST_QUERIES, queries
from tests.web.test_a_thousand_cases import multiply


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
    assert queries(at) <= MOST_QUERIES, "\n".join(one[:110] for one in at.statements)


@pytest.mark.parametrize(
    ("stage", "waits"), [("submitted", "Waits for the office"), ("offer_issued", "Accept the offer")]
)
def test_what_is_always_allowed_is_not_what_comes_next(stage, waits, served):
    said = served(stage).browser("partner.fednw").get("/bids").get_text(" ", strip=True)
    assert waits in said
    assert "Call the bid back" not in said
    assert "Withdraw" not in said


def shown(page) -> list[str]:
    """References of the bids of a page."""
    return [str(one["href"]).removeprefix("/bids/") for one in page.select("tbody a[href^='/bids/TF-']")]


@pytest.fixture
def many(served):
    """A lead with 120 bids."""
    at = served("submitted")
    with database.writing(at.engine) as session:
        multiply(session, 120)
    return at


def test_many_bids_come_fifty_a_page_and_the_money_is_of_all_of_them(many):
    browser = many.browser("writer.fednw")
    seen = [ref for number in (1, 2, 3) for ref in shown(browser.get(f"/bids?page={number}"))]
    assert seen == [f"TF-17-{number:04d}" for number in range(1, 121)]
    with database.reading(many.engine) as session:
        whole = reporting.organisation_bids(session, "FEDNW", library=library(), now=many.clock())
        page = reporting.bids_page(session, "FEDNW", first=50, most=50)
    assert len(whole.rows) == page.found == 120
    assert page.totals == {name: whole.totals.get(name, 0) for name in page.totals}
    names = set(page.rows[0])
    assert [{key: row[key] for key in names} for row in whole.rows[50:100]] == list(page.rows)
    said = browser.get("/bids?page=2").get_text(" ", strip=True)
    assert "120 found, page 2 of 3" in said
    assert "Together, all 120" in said


def test_filters_are_kept_from_page_to_page_and_what_fits_nothing_says_so(many):
    browser = many.browser("writer.fednw")
    page = browser.get(f"/bids?round={ROUND}&page=2")
    assert f"round={ROUND}" in page.select("nav.nhsuk-pagination a")[-1]["href"]
    stages = [one["value"] for one in page.select("#stage option") if one["value"]]
    assert shown(browser.get(f"/bids?{urlencode({'stage': stages[0]})}"))[:1] == [REF]
    assert "None fits" in browser.get("/bids?round=nothing").get_text()
    browser.send("/bids/order?page=2", page="/bids?page=2", ref="TF-17-0051", place="7")
    assert browser.get("/bids?page=2").find("input", {"name": "place"})["value"] == "7"


def test_only_funds_that_take_bids_are_offered_for_another(served):
    begin = served("draft").browser("writer.fednw").get("/bids").find("h2", string="Begin another")
    assert "until Friday 12 May 2017, 5:00 pm" in begin.find_next("li").get_text()
    shut = served("active").browser("writer.fednw").get("/bids").find("h2", string="Begin another")
    assert shut.find_next("p").get_text().startswith("No fund takes bids now.")
