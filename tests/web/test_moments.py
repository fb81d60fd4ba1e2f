"""What the README tells a visitor to try at the demonstration's moments, pressed on its pages."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from fundflow import audit, database
from tests.stories.stages import Place
from tests.web.conftest import over

MEETING = "/meetings/PCCC-2017-06"


@pytest.fixture
def moment(plays, tmp_path):
    """`moment("meeting")`: the pages over a copy of the demonstration as it stood then."""
    opened = []

    def at(name: str):
        path = shutil.copyfile(plays.of("worcestershire-2017").at(name), tmp_path / f"{name}.db")
        engine = database.connect(f"sqlite:///{path}")
        opened.append(engine)
        with database.reading(engine) as session:
            now = audit.recent(session, limit=1)[0].at
        return over(Place(engine, now))

    yield at
    for engine in opened:
        engine.dispose()


def test_a_bid_that_asks_for_a_penny_more_than_the_fund_has_is_told_so_before_it_is_sent(moment):
    page = moment("deadline").browser("goldcrest.manager").get("/bids/TF-17-0018").get_text()
    assert "£263,641.01" in page
    assert "£263,641.00" in page


def test_the_secretary_lets_a_member_leave_and_the_item_says_who_can_no_longer_decide_it(moment):
    secretary = moment("meeting").browser("secretary")
    item = f"{MEETING}/items/6"
    assert secretary.get(item).find_all(string="Cannot decide") == []
    seat = secretary.get(MEETING).find(string="Dr Lois Lee").find_parent("li")
    who, key = (seat.find("input", {"name": name})["value"] for name in ("who", "form_key"))
    assert secretary.http.post(MEETING, data={"do": "go", "who": who, "form_key": key}).status_code == 303
    page = secretary.get(item)
    assert len(page.find_all(string="Cannot decide")) == 1
    assert "Three members count and four are needed" in page.get_text()


def test_applying_decisions_that_give_a_penny_more_than_is_left_changes_nothing(moment):
    at = moment("one-penny")
    with database.reading(at.engine) as session:
        before = _entries(session)
    page = at.browser("secretary").send(MEETING, 422, do="apply")
    assert "It needs £73,026.59 and £73,026.58 is left for Redditch and Bromsgrove in 2017/18." in page.get_text()
    with database.reading(at.engine) as session:
        assert _entries(session) == before


def test_claims_wait_for_three_people_one_after_the_other(moment):
    page = moment("claims").browser("finance").get("/finance").get_text()
    for heading in ("To check (1)", "To approve (1)", "To pay (2)"):
        assert heading in page


def test_an_assessor_finds_the_bids_that_are_left_to_score(moment):
    page = moment("scoring").browser("assessor.2").get("/work").get_text()
    assert "Score the bid: Clinical pharmacists shared by four Malvern practices" in page


@pytest.mark.parametrize("name", ["deadline", "scoring", "meeting", "claims"])
def test_whatever_waits_for_somebody_leads_to_a_page_of_theirs(moment, name):
    at, opened = moment(name), 0
    for who in ("officer", "finance", "secretary", "moderator", "checker", "nw.director", "practice"):
        browser = at.browser(who)
        for one in browser.get("/work").select("main td a"):
            answer = browser.http.get(one["href"])
            assert answer.status_code == 200, (who, one["href"], answer.status_code)
            opened += 1
    assert opened > 3


def test_a_task_about_a_bid_that_has_ended_leads_to_the_bid(moment):
    page = moment("claims").browser("officer").get("/work")
    row = page.find("td", string="Put TF-17-0015 forward to the programme that fits it").find_parent("tr")
    assert row.find("a")["href"] == "/cases/TF-17-0015"


def test_the_agenda_of_a_meeting_that_was_held_asks_no_more_who_could_decide(moment):
    secretary = moment("claims").browser("secretary")
    page = secretary.get("/meetings/IG-2017-06/agenda")
    assert "Who could decide" not in page.get_text()
    assert [one["href"] for one in page.select("main ol a")] == [
        f"/meetings/IG-2017-06/items/{n}" for n in range(1, 15)
    ]


def _entries(session: Session) -> int:
    return session.connection().execute(text("SELECT count(*) FROM entry")).scalar_one()


def test_the_readme_and_the_demonstration_name_the_same_moments(plays):
    said = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    marked = {line.said.partition(":")[0] for line in plays.of("worcestershire-2017").lines if line.verb == "mark"}
    assert set(re.findall(r"--moment (\S+?)`", said)) <= marked
    assert len(marked) == 5
