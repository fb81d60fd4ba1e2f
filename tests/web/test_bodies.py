"""Committees and groups in the browser: who sits from when to when, and giving and ending a seat."""

from datetime import timedelta

import pytest

from fundflow.clock import london_day
from tests.web.cost import MOST_QUERIES, queries

BODY = "/committees/redditch-and-bromsgrove-pccc"


def words(page) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def rows(page, name) -> list[list[str]]:
    table = next(one for one in page.find_all("table") if words(one.caption) == name)
    return [
        [words(cell).removeprefix(words(cell.span)).strip() for cell in row.find_all(["th", "td"])]
        for row in table.tbody.find_all("tr")
    ]


def seat(browser, status=303, **typed):
    return browser.send(BODY, status, do="seat", **typed)


def unseat(browser, status=303, **typed):
    key = browser.key(BODY)
    answer = browser.http.post(BODY, data={"form_key": key, "do": "unseat", **typed})
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def test_a_body_shows_its_seats_by_date_the_chair_first(served):
    at = served("submitted")
    page = at.browser("committee_secretary").get(BODY)
    seated = rows(page, "Who sits today")
    assert [one[1] for one in seated[:2]] == ["Lay chair Chair", "Lay vice-chair Deputy"]
    assert {one[2] for one in seated} == {"Saturday 1 April 2017"}
    assert {one[3] for one in seated} == {"no day set"}
    assert "4 are a quorum" in words(page)


def test_a_seat_is_given_from_a_day_and_another_ends_and_both_days_stand_on_the_page(served):
    at = served("submitted")
    browser, today = at.browser("committee_secretary"), london_day(at.clock())
    starts = today + timedelta(days=30)
    seat(
        browser,
        who="officer2",
        role="nurse",
        starts=str(starts),
        ends=str(starts + timedelta(days=364)),
        reason="a year",
    )
    page = browser.get(BODY)
    coming = rows(page, "Seats to come")
    assert len(coming) == 1
    assert "a year" in coming[0][1]
    assert str(starts.day) in coming[0][2]
    unseat(browser, held="gp.05j/gp", on=str(today))
    ends = {one[1]: one[3] for one in rows(browser.get(BODY), "Who sits today")}
    assert ends["GP"] != "no day set"
    unseat(browser, held="officer2/nurse", on=str(today))
    assert "Seats to come" not in words(browser.get(BODY))


def test_a_seat_without_a_vote_does_not_count(served):
    browser = served("submitted").browser("committee_secretary")
    before = words(browser.get(BODY).find(class_="ff-lead"))
    seat(browser, who="officer2", other="local medical committee")
    page = browser.get(BODY)
    assert words(page.find(class_="ff-lead")) == before
    assert "Local medical committee No vote" in words(page)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Say who"),
        ({"who": "officer2"}, "Choose a seat"),
        ({"who": "officer2", "role": "gp", "other": "guest"}, "not both"),
        ({"who": "nobody.here", "role": "gp"}, "nobody.here"),
        ({"who": "gp.05j", "role": "gp"}, "is GP of Redditch and Bromsgrove committee already"),
        ({"who": "officer2", "role": "gp", "starts": "2017-13-01"}, "2017-13-01"),
        ({"who": "officer2", "role": "gp", "starts": "2018-02-01", "ends": "2018-01-01"}, "cannot end on"),
    ],
)
def test_a_seat_that_cannot_be_given_says_why_and_keeps_what_was_typed(served, typed, says):
    browser = served("submitted").browser("committee_secretary")
    page = seat(browser, 422, **typed)
    assert says in words(page.find(class_="nhsuk-error-summary"))
    assert page.find(id="who").get("value", "") == typed.get("who", "")


def test_a_meeting_that_was_held_keeps_who_sat_there(served):
    at = served("approved")
    browser = at.browser("committee_secretary")
    page = seat(browser, 422, who="officer2", role="gp", starts="2017-04-03")
    assert "met on" in words(page.find(class_="nhsuk-error-summary"))
    assert "Give the seat from the day after" in words(page)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose the seat that ends"),
        ({"held": "gp.05j/gp"}, "their last day"),
        ({"held": "gp.05j/gp", "on": "2017-04-02"}, "today or later"),
    ],
)
def test_a_seat_that_cannot_end_says_why(served, typed, says):
    assert says in unseat(served("submitted").browser("committee_secretary"), 422, **typed)


def test_members_see_their_own_body_and_no_forms_and_others_none(served):
    at = served("submitted")
    member = at.browser("lay_chair.05j")
    assert member.get(BODY).find("form", {"action": BODY}) is None
    assert "wyre-forest-pccc" not in str(member.get("/committees"))
    member.get("/committees/wyre-forest-pccc", 404)
    assert "You have a seat on no committee" in words(at.browser("writer.fednw").get("/committees"))
    at.browser("writer.fednw").get(BODY, 404)
    officer = at.browser("officer")
    answer = officer.http.post(
        BODY, data={"form_key": officer.key("/people"), "do": "seat", "who": "officer2", "role": "gp"}
    )
    assert answer.status_code in (403, 422)
    assert "committee" in answer.text


def test_a_body_s_page_asks_little_however_many_sit(served):
    at = served("submitted")
    browser = at.browser("committee_secretary")
    for path in ("/committees", BODY):
        at.statements.clear()
        browser.get(path)
        assert queries(at) <= MOST_QUERIES
