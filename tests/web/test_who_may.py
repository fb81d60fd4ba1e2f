"""Every route says who may use it, and nobody gets further than that: not strangers, not other sites, not onlookers."""

import re

import pytest

from fundflow import web
from tests.stories.stages import REF, ROUND
from tests.stories.world import FUND, OFFICE

FILLED = {
    "ref": REF,
    "step": "submit",
    "token": "nothing",
    "subject": "privacy",
    "guide": "officers",
    "fund": FUND,
    "round": ROUND,
    "round_ref": ROUND,
}
"""What stands for a name in an address; what is not here is `1`."""
PEOPLE = (*OFFICE, "officer2", "writer.fednw", "partner.fednw", "writer.fedsw", "gp_far", "lay_chair.05J")


def address(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: FILLED.get(found[1], "1"), path)


def test_every_route_says_who_may_use_it(served):
    known = {(door.method, door.path) for door in web.doors()}
    app = served("draft").app
    served_routes = {
        (method, route.path)
        for route in app.routes
        if hasattr(route, "methods")
        for method in route.methods - {"HEAD", "OPTIONS"}
    }
    assert served_routes - known == {("GET", "/healthz")}


@pytest.mark.parametrize("door", [door for door in web.doors() if not door.who.public], ids=lambda door: door.path)
def test_a_stranger_is_asked_to_sign_in_first(door, served):
    browser = served("draft").browser()
    answer = browser.http.request(door.method, address(door.path))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=")


def test_every_route_answers_every_person_without_a_fault(served):
    at = served("submitted")
    for name in PEOPLE:
        browser = at.browser(name)
        for door in web.doors():
            if door.method == "GET" and "sign-in" not in door.path:
                answer = browser.http.get(address(door.path))
                assert answer.status_code in (200, 204, 303, 403, 404, 409), (name, door.path, answer.text[:500])


def test_a_page_that_is_looked_at_writes_nothing(served):
    at = served("submitted")
    browser = at.browser("officer")
    at.statements.clear()
    for door in web.doors():
        if door.method == "GET":
            browser.http.get(address(door.path))
    wrote = [one for one in at.statements if one.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert wrote == []


def test_a_form_that_does_not_come_from_our_page_changes_nothing(served):
    browser = served("draft").browser("writer.fednw")
    for door in web.doors():
        if door.method == "POST" and not door.who.public:
            answer = browser.http.post(address(door.path), data={"form_key": "wrong"})
            assert answer.status_code in (403, 404, 409, 422), door.path
            assert "Nothing was saved" in answer.text or answer.status_code in (403, 404), (
                door.path,
                answer.text[:900],
            )


def test_a_form_that_another_site_sends_is_turned_away_before_it_is_read(served):
    browser = served("draft").browser("writer.fednw")
    answer = browser.http.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert (answer.status_code, "another site" in answer.text) == (403, True)


@pytest.mark.parametrize("name", ["writer.fedsw", "gp_far", "lay_chair.05J"])
def test_a_case_that_is_not_theirs_is_no_case_to_them(name, served):
    at = served("submitted")
    said = at.browser(name).get(f"/cases/{REF}", status=404).get_text()
    nothing = at.browser(name).get("/cases/TF-99-9999", status=404).get_text()
    assert "There is no case" in said
    assert "Hubs" not in said + nothing


def test_answers_carry_what_keeps_strangers_out(served):
    headers = served("draft").browser().http.get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers
