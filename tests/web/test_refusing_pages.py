"""Every way in which the service says no: a page of the house with a heading, what is unaffected, and a way out."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from fundflow import views
from fundflow.engine import access
from fundflow.web import typed
from tests.stories.stages import REF

PLAN = f"/bids/{REF}/questions/plan"
WRITER = "writer.fednw"
UNAFFECTED = ("Nothing was saved", "Nothing has changed", "Nothing was sent", "Nothing was written")


def not_theirs(at) -> Any:
    return at.browser(WRITER).http.get("/rounds")


def of_another_site(at) -> Any:
    return at.browser(WRITER).http.post("/sign-out", headers={"sec-fetch-site": "cross-site"})


def without_its_key(at) -> Any:
    return at.browser(WRITER).http.post("/sign-out", data={"form_key": "wrong"})


def nowhere(at) -> Any:
    return at.browser().http.get("/nowhere")


def no_such_case(at) -> Any:
    return at.browser("officer").http.get("/cases/TF-99-9999")


def only_for_forms(at) -> Any:
    return at.browser("officer").http.get("/sign-out")


def stale(at) -> Any:
    one, other = at.browser(WRITER), at.browser("partner.fednw")
    was = {name: one.get(PLAN).find("input", {"name": name})["value"] for name in ("was", "form_key")}
    other.send(PLAN, **{"answers.plan": "Theirs."})
    return one.http.post(PLAN, data={**was, "answers.plan": "Mine."})


def too_large(at) -> Any:
    return at.browser(WRITER).http.post(f"/bids/{REF}/documents", content=b"0" * (typed.MOST_BYTES + 1))


def refused(at) -> Any:
    browser = at.browser(WRITER)
    return browser.http.post(f"/bids/{REF}/sign", data={"form_key": browser.key(f"/bids/{REF}/sign")})


def broken_page(at) -> Any:
    return _unbroken(at.browser("officer")).get("/work")


def broken_press(at) -> Any:
    browser = at.browser("officer")
    key = browser.key("/account/tokens")
    return _unbroken(browser).post("/account/tokens", data={"form_key": key, "name": "a", "days": "9", "scope": "read"})


def _unbroken(browser) -> TestClient:
    """The same browser, which is answered as people are and not shown what broke."""
    client = TestClient(browser.served.app, base_url="http://testserver", raise_server_exceptions=False)
    client.cookies = browser.http.cookies
    return client


@pytest.mark.parametrize(
    ("ask", "status", "says"),
    [
        (not_theirs, 403, "Ask your administrator"),
        (of_another_site, 403, "Open our page and press its button there"),
        (without_its_key, 409, "load the page again"),
        (nowhere, 404, "Check the address"),
        (no_such_case, 404, "There is no case 'TF-99-9999'"),
        (only_for_forms, 405, "Nothing was sent"),
        (stale, 409, "Partner Fednw saved other words here at"),
        (too_large, 413, "Send a smaller file"),
        (refused, 422, "There is a problem"),
        (broken_page, 500, "01905 000000"),
        (broken_press, 500, "01905 000000"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_a_page_that_says_no_is_a_page_of_the_house(ask, status, says, served, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError("select secret from somewhere")

    monkeypatch.setattr(views, "todo_of", broken)
    monkeypatch.setattr(access, "make_token", broken)
    answer = ask(served("draft"))
    page = BeautifulSoup(answer.text, "html.parser")
    main = page.select_one("main.nhsuk-main-wrapper")
    said = " ".join(main.get_text(" ").split())
    assert (answer.status_code, says in said) == (status, True), said
    assert len(page.find_all("h1")) == 1
    assert page.title.get_text(strip=True).endswith("Primary care funds")
    assert page.select_one("header .nhsuk-header__service-name")["href"] == "/"
    assert main.select("a[href], form button")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "script-src 'self' 'nonce-" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    if status == 500:
        assert said.count("01905 000000") == 1
        assert "You are signed in as" not in said, "what was done before stands beside what went wrong"
    if answer.request.method == "POST":
        assert any(one in said for one in UNAFFECTED) or status in (409, 422), said
