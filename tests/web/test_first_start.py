"""A service on its first day: nobody but its administrator, then people and money but no round; no page is broken or bare."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from fundflow import database, web
from fundflow.engine import access
from tests.stories.stages import Place
from tests.stories.world import FUND, START, World
from tests.web.conftest import Served, over
from tests.web.test_who_may import address

PASSWORD = "eleven herons stand in mud"
ADMINISTRATOR = {"sign_in_name": "root", "name": "Ruth Gale", "password": PASSWORD, "again": PASSWORD}
SAYS = {
    "/work": "What a fund needs before its round opens is on the page of rounds",
    "/cases": "There is no bid yet. A bid is begun while a round is open: open a round",
    "/rounds": "No round has been opened yet",
    f"/funds/{FUND}/ready": "Missing (",
    "/bids": "You do not act for a practice or federation here",
    "/finance": "No claim waits to be checked",
    "/finance/allocations": "What a fund was given comes in by a file of allocations",
    "/finance/charts": "There is nothing to draw",
    "/finance/payees": "No change is under way",
    "/finance/discrepancies": "No difference is open",
    "/meetings": "No meeting is planned",
    "/chairs-actions": "None was ever asked for",
    "/letters": "Drafts to approve (0)",
    "/messages": "None waits for you",
    "/requests": "Nothing that concerns you waits",
    "/register": "There is nothing to show",
    "/reports/finance": "There is nothing to show",
    "/people": "Ruth Gale",
}
"""What a page says while there is nothing yet, to the administrator who has just come in."""
OF_MONEY = ("/finance/allocations", "/finance/charts", "/reports/finance", "/people", "/bids")
"""Pages that have something to say as soon as there are people and money."""


def first_link(engine) -> str:
    """The address by which the first administrator comes in."""
    with database.writing(engine) as session:
        return f"/account/{access.first_link(session, now=START)}"


def opened(browser) -> dict[str, BeautifulSoup]:
    """Every page that answers somebody, by its address."""
    found: dict[str, BeautifulSoup] = {}
    for path in dict.fromkeys([*(address(one.path) for one in web.doors() if one.method == "GET"), *SAYS]):
        answer = browser.http.get(path)
        assert answer.status_code in (200, 204, 303, 403, 404, 409), (path, answer.text[:500])
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            found[path] = BeautifulSoup(answer.text, "html.parser")
    return found


def bare(pages: dict[str, BeautifulSoup]) -> dict[str, Any]:
    """Pages without one heading, and tables without a row."""
    return {
        path: (len(page.find_all("h1")), [one.caption for one in page.find_all("table") if not one.select("tbody tr")])
        for path, page in pages.items()
        if len(page.find_all("h1")) != 1 or any(not one.select("tbody tr") for one in page.find_all("table"))
    }


def said(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").get_text(" ").split()).replace(" .", ".")


@pytest.fixture
def first(sqlite_engine) -> Served:
    return over(Place(sqlite_engine, START), demonstration=False)


def test_each_page_of_an_empty_service_says_that_there_is_nothing_yet_and_what_comes_first(first):
    browser = first.browser()
    browser.send(first_link(first.engine), **ADMINISTRATOR)
    pages = opened(browser)
    assert bare(pages) == {}
    assert {path: said(pages[path])[:400] for path, words in SAYS.items() if words not in said(pages[path])} == {}


@pytest.mark.parametrize("name", ["officer", "finance", "writer.fednw"])
def test_with_people_and_money_but_no_round_no_page_is_bare(name, first):
    with database.writing(first.engine) as session:
        World(session).settle()
    pages = opened(over(first.place).browser(name))
    assert bare(pages) == {}
    same = [one for one in SAYS if one in pages and one not in OF_MONEY and name != "writer.fednw"]
    assert {path: said(pages[path])[:400] for path in same if SAYS[path] not in said(pages[path])} == {}
