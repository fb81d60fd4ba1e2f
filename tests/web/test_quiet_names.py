"""No page tells a reader from outside which practice a quiet fund helps: every route, and whatever its pages link to."""

import shutil
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from fundflow import applications, database, organisations, people, support, web
from tests.stories.clock import Clock
from tests.stories.stages import Place
from tests.stories.world import library
from tests.web.conftest import Served
from tests.web.walks import walk

FUND = "worcestershire-resilience"
CASE = "RS-17-0019"
NOW = datetime(2018, 8, 1, 8, tzinfo=UTC)
READERS = ("dr.moss", "assessor", "lmc", "secretary", None)
"""A practice with a case of its own, an assessor, one who puts practices forward, one who keeps meetings, nobody."""


@pytest.fixture
def at(plays, tmp_path) -> Served:
    """The service over a copy of the worked list."""
    file = tmp_path / "list.db"
    shutil.copyfile(plays.of("worcestershire-resilience-2017").file, file)
    place = Place(database.connect(f"sqlite:///{file}"), NOW, CASE)
    clock = Clock(NOW)
    house = web.House(engine=place.engine, library=library(), clock=clock, demonstration=True)
    return Served(place, clock, house, web.create(house))


def unseen(at: Served, reader: str | None) -> tuple[set[str], set[str]]:
    """References of the cases in which a reader has no part, but for those whose names were let out, and their leads' names."""
    with database.reading(at.engine) as session:
        roles = people.actor(session, reader, now=NOW).roles if reader else ()
        codes = {one.organisation for one in roles if one.organisation}
        helped = {one for code in codes for one in support.helped_by(session, code)}
        rows = applications.find_cases(session, fund=FUND)
        out = set(session.exec(select(support.Disclosure.application_id)))
        others = [row for row in rows if row.lead not in codes and row.id not in helped | out]
        names = organisations.names(session, {row.lead for row in others})
    return {row.ref for row in others}, set(names.values())


@pytest.mark.parametrize("reader", READERS)
def test_no_page_names_a_case_of_a_quiet_fund_to_a_reader_from_outside(reader, at):
    secret, names = unseen(at, reader)
    browser = at.browser(reader)
    told = {}
    asked = [(one, browser.http.get(one)) for one in (f"/cases/{CASE}", f"/cases/{CASE}/steps/offer", f"/bids/{CASE}")]
    for path, answer in [*walk(browser, []), *asked]:
        typed = {one for one in secret if one in path}
        found = sorted(one for one in secret - typed if one in answer.text)
        found += sorted(one for one in names if typed and one in answer.text)
        if found:
            told[path] = found[:3]
    assert told == {}


@pytest.mark.parametrize("reader", ["officer", "finance", "nhs-england"])
def test_those_who_work_on_the_fund_open_every_page_of_it(reader, at):
    browser = at.browser(reader)
    seen = dict(walk(browser, []))
    assert CASE in browser.http.get("/cases?page=1").text + browser.http.get("/cases?page=2").text
    assert {path: answer.status_code for path, answer in seen.items() if answer.status_code >= 500} == {}
    assert browser.http.get(f"/cases/{CASE}").status_code == 200


def test_who_gives_support_sees_the_cases_that_they_help_and_what_they_can_claim_of_them(at):
    browser = at.browser("larkfield")
    pages = dict(walk(browser, []))
    assert {path: answer.status_code for path, answer in pages.items() if answer.status_code >= 500} == {}
    assert CASE in browser.get("/cases").get_text()
    page = browser.get(f"/cases/{CASE}")
    assert "Two partners gone" not in page.get_text(), "why a practice is under pressure is not the provider's"
    assert "Diagnosis" in browser.get(f"/cases/{CASE}/claims/new").get_text()
