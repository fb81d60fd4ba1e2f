"""The page of one's own tokens: shown once, listed without their text, shut out at once, nobody else's."""

import re

from fundflow import database, people
from fundflow.engine import access


def test_a_token_is_shown_once_and_lets_a_program_in(served):
    at = served("draft")
    browser = at.browser("writer.fednw")
    page = browser.send("/account/tokens", status=200, name="Our website", scope="both", days="30")
    text = page.select_one("#made code").get_text()
    assert re.fullmatch(r"ff_[\w-]{43}", text)
    listed = browser.get("/account/tokens").get_text()
    assert "Our website" in listed
    assert "read and write" in listed
    assert text not in listed
    with database.reading(at.engine) as session:
        actor = access.program(session, text, scope="write", now=at.clock.now)
    assert actor is not None
    assert actor.sign_in_name == "writer.fednw"


def test_a_token_that_is_shut_out_lets_nobody_in(served):
    at = served("draft")
    browser = at.browser("writer.fednw")
    text = browser.send("/account/tokens", status=200, name="Site", scope="read", days="30").select_one("#made code")
    number = re.search(r"/tokens/(\d+)/revoke", str(browser.get("/account/tokens")))[1]
    browser.send(f"/account/tokens/{number}/revoke", page="/account/tokens")
    assert "Shut out" in browser.get("/account/tokens").get_text()
    with database.reading(at.engine) as session:
        assert access.program(session, text.get_text(), scope="read", now=at.clock.now) is None


def test_nobody_shuts_out_the_program_of_another(served):
    at = served("draft")
    with database.writing(at.engine) as session:
        actor = people.actor(session, "officer", now=at.clock.now)
        row, _ = access.make_token(session, name="x", scopes=["read"], days=9, actor=actor, now=at.clock.now)
    browser = at.browser("writer.fednw")
    key = browser.key("/account/tokens")
    answer = browser.http.post(f"/account/tokens/{row.id}/revoke", data={"form_key": key})
    assert answer.status_code == 404
    assert browser.http.post("/account/tokens/x/revoke", data={"form_key": key}).status_code == 404


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(served):
    browser = served("draft").browser("writer.fednw")
    page = browser.send("/account/tokens", status=422, name="", scope="both", days="30")
    assert page.select_one(".nhsuk-error-summary a")["href"] == "#name"
    assert page.select_one("#name-error")
    page = browser.send("/account/tokens", status=422, name="Our website", scope="both", days="ten")
    assert page.select_one("#name")["value"] == "Our website"
    assert page.select_one("input[value=both]").has_attr("checked")
    assert "366" in browser.send("/account/tokens", status=422, name="x", scope="read", days="400").get_text()
