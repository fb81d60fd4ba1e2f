"""Every page in a real browser: read by axe, at three widths, with nothing asked of another host."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from fundflow import web
from tests.stories.stages import REF
from tests.web.test_who_may import FILLED, PEOPLE

KNOWN = ("aria-allowed-attr", "nhsuk-radios__input")
"""The design system's own exception: `aria-expanded` on a radio that opens a further question."""
WIDTHS = {"a small window": 1280, "200 % zoom": 640, "a phone": 390}
MORE = {"meeting": {"ref": "pccc", "number": "1", "body": "redditch-and-bromsgrove-pccc"}}
CLERKS = ("officer", "committee_secretary", "finance", "auditor")
APPLICANTS = ("writer.fednw", "partner.fednw", "partner.z10001")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def addresses(stage: str) -> list[str]:
    """Every page's address with names that are there at this stage."""
    found = []
    for door in web.doors():
        if door.method == "GET":
            names = {**FILLED, "key": "plan", "code": "Z10001", "change": "extend", "action": "check"}
            if door.path.startswith("/meetings/"):
                names |= MORE["meeting"]
            if door.path.startswith("/rounds/"):
                names["ref"] = FILLED["round"]
            found.append(re.sub(r"\{(\w+)(:path)?\}", lambda one, names=names: names.get(one[1], "1"), door.path))
    return found


def opened(at, stage: str) -> dict[str, str]:
    """Each address that shows a page at this stage, and the first person to whom it does."""
    found: dict[str, str] = {}
    steps: list[str] = []
    for name in (*CLERKS, *APPLICANTS, *(one for one in PEOPLE if one not in CLERKS)):
        browser = at.browser(name)
        if name == "officer":
            links = browser.get(f"/cases/{REF}").find_all("a", href=re.compile("/steps/"))
            steps = [one["href"] for one in links]
        for path in (*addresses(stage), *steps):
            if path not in found:
                answer = browser.http.get(path)
                if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                    found[path] = name
    return found


def complaints(page) -> list[str]:
    """What axe finds wrong with the page that is shown, but for the known exception."""
    said = []
    for rule in Axe().run(page).response["violations"]:
        for node in rule["nodes"]:
            if not (rule["id"] == KNOWN[0] and KNOWN[1] in node["html"]):
                said.append(f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})")
    return said


def misfits(page) -> list[str]:
    """The widths at which the whole page would have to be pushed sideways."""
    said = []
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        more = page.evaluate(WIDER)
        if more > 0:
            said.append(f"{name}: {more} px too wide")
    page.set_viewport_size({"width": 1280, "height": 900})
    return said


@pytest.mark.parametrize("stage", ["draft", "submitted", "at_committee", "offer_issued", "active"])
def test_every_page_reads_well_and_fits(stage, live):
    at = live(stage)
    found = opened(at.at, stage)
    assert len(found) > 20
    seats: dict[str, object] = {}
    wrong: dict[str, list[str]] = {}
    for path, name in found.items():
        page = seats.get(name) or seats.setdefault(name, at.person(name))
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        if said := complaints(page) + misfits(page):
            wrong[f"{path} as {name}"] = said
    assert wrong == {}


EMPTY = (
    "/",
    "/sign-in",
    "/register",
    "/about/help",
    "/about/accessibility",
    "/about/privacy",
    "/about/cookies",
    "/nowhere",
)


def test_pages_that_need_no_sign_in_read_well_and_fit(live):
    page = live("draft").person(None)
    wrong = {}
    for path in EMPTY:
        page.goto(path)
        if said := complaints(page) + misfits(page):
            wrong[path] = said
    assert wrong == {}


ERRORS = [
    ("draft", "writer.fednw", f"/bids/{REF}/sign"),
    ("draft", "writer.fednw", f"/bids/{REF}/partners"),
    ("draft", "writer.fednw", f"/bids/{REF}/budget"),
    ("submitted", "officer", f"/cases/{REF}/steps/screen_ineligible"),
    ("active", "writer.fednw", f"/cases/{REF}/claims/new"),
    ("active", "finance", "/finance"),
    ("draft", None, "/sign-in"),
]


@pytest.mark.parametrize(("stage", "name", "path"), ERRORS, ids=[f"{one[2]}" for one in ERRORS])
def test_a_form_that_is_refused_puts_the_reader_at_its_summary_whose_links_lead_to_fields(stage, name, path, live):
    page = live(stage).person(name)
    page.goto(path)
    form = page.locator("main form").filter(has=page.locator("button")).first
    for box in form.locator("input[type=text], input[type=number], textarea").all():
        if box.is_visible():
            box.fill("")
    form.locator("button:not([name]), button[type=submit]").first.click()
    summary = page.locator(".nhsuk-error-summary")
    if summary.count() == 0:
        pytest.fail(f"{path}: {page.locator('main').inner_text()[:400]}")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").find("nhsuk-error-summary") >= 0
    for link in summary.locator("a[href^='#']").all():
        assert page.locator(f"[id='{link.get_attribute('href')[1:]}']").count() == 1
    assert complaints(page) + misfits(page) == []
