"""Every page in a real browser: read by axe, at three widths, with nothing asked of another host."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from bs4 import BeautifulSoup

from fundflow import web
from tests.browser.looking import complaints, faults, misfits, told
from tests.stories.stages import REF
from tests.stories.world import FUND
from tests.web.test_who_may import FILLED
from tests.web.walks import route_of

MORE = {"meeting": {"ref": "pccc", "number": "1", "body": "redditch-and-bromsgrove-pccc"}}
WRITER = "writer.fednw"
READERS = {
    "/bids": WRITER,
    "/funds/": WRITER,
    "/finance": "finance",
    "/meetings": "committee_secretary",
    "/scoring": "gp_far",
    "/moderation": "moderation_chair",
    "/about": None,
    "/register": None,
}
"""Who reads the pages below an address; all others an officer."""


def addresses() -> list[str]:
    """Every page's address with names that are there at this stage."""
    found = []
    for door in web.doors():
        if door.method == "GET":
            names = {**FILLED, "key": "plan", "code": "Z10001", "change": "extend", "action": "check"}
            if door.path.startswith("/meetings/"):
                names |= MORE["meeting"]
            if door.path.startswith("/committees/"):
                names["key"] = "redditch-and-bromsgrove-pccc"
            if door.path.startswith("/rounds/"):
                names["ref"] = FILLED["round"]
            found.append(re.sub(r"\{(\w+)(:path)?\}", lambda one, names=names: names.get(one[1], "1"), door.path))
    return found


def reader(path: str) -> str | None:
    """Who reads a page."""
    return next((name for start, name in READERS.items() if path.startswith(start)), "officer")


def opened(at, stage: str) -> dict[str, str | None]:
    """Each address that shows a page at this stage, and who reads it."""
    seats: dict[str | None, Any] = {}
    looked, passed = STAGES[stage]
    officer = at.browser("officer")
    steps = [one["href"] for one in officer.get(f"/cases/{REF}").find_all("a", href=re.compile("/steps/"))]
    found: dict[str, str | None] = {}
    links: list[tuple[str, str | None]] = []
    for path in (*addresses(), *steps):
        if path.startswith(looked) and not path.endswith(passed):
            name = reader(path)
            seat = seats.get(name) or seats.setdefault(name, at.browser(name))
            answer = seat.http.get(path)
            if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                found[path] = name
                links += [
                    (one["href"], name) for one in BeautifulSoup(answer.text, "html.parser").select("main a[href]")
                ]
    return found | (linked(seats, found, links) if stage == LAST else {})


def linked(
    seats: Mapping[str | None, Any], found: Mapping[str, str | None], links: Sequence[tuple[str, str | None]]
) -> dict[str, str | None]:
    """One page of each route that has not been opened and to which links of opened pages lead."""
    known = {route_of(one) for one in found} | {None}
    more: dict[str, str | None] = {}
    for path, name in links:
        if route_of(path) not in known and not path.endswith(PASSED):
            answer = seats[name].http.get(path)
            if answer.status_code == 200 and "text/html" in answer.headers["content-type"]:
                more[path] = name
                known.add(route_of(path))
    return more


ALIKE = (
    *("/history", "/notes", "/versions", "/chairs-action", "/recover", "/set-aside", "/claims/new", "/overlaps"),
    *("/start-from", "/entry", "/receipt", "/Z10001", "/leaving", "/templates", "/to-sign"),
)
"""Pages of a bid that say the same at every stage, only more of it: they are looked at in the last."""
OF_MONEY = ("/finance", "/payees", "/virements", "/agreement", "/discrepancies", "/allocations", "/charts")
STAGES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "draft": (("/",), (*ALIKE, *OF_MONEY)),
    "submitted": (("/bids/", "/cases", "/rounds/", "/work"), (*ALIKE, "/message", "/practice", "/enter", "/amend")),
    "at_committee": (("/cases/", "/meetings", "/work"), ALIKE),
    "offer_issued": (("/bids/", "/cases/", "/letters"), ALIKE),
    "active": (("/bids/", "/cases/", "/finance", "/letters"), ("/offer",)),
}
"""Which pages are looked at in each stage, and which of them not: all once, and again where they show something else."""
LAST = "active"
PASSED = (*ALIKE, "/sign", "/clarification")


@pytest.mark.parametrize("stage", STAGES)
def test_every_page_reads_well_and_fits(stage, live):
    at = live(stage)
    found = opened(at.at, stage)
    assert len(found) > 5
    seats: dict[str | None, Any] = {}
    wrong: dict[str, list[str]] = {}
    for path, name in found.items():
        wrong |= faults(seats.get(name) or seats.setdefault(name, at.person(name)), [path], status=200)
    assert not wrong, told(wrong)


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
    wrong = faults(live("draft").person(None), EMPTY)
    assert not wrong, told(wrong)


ERRORS = [
    ("draft", "writer.fednw", f"/bids/{REF}/sign", "Sign"),
    ("draft", "writer.fednw", f"/funds/{FUND}/bid", "Begin this bid"),
    ("submitted", "officer", f"/cases/{REF}/steps/screen_ineligible", None),
    ("active", "writer.fednw", f"/cases/{REF}/claims/new", "Begin the claim"),
]
"""Forms whose button is pressed with nothing typed; without a label the button says what the heading says."""


@pytest.mark.parametrize(("stage", "name", "path", "label"), ERRORS, ids=[one[2] for one in ERRORS])
def test_a_form_that_is_refused_puts_the_reader_at_its_summary_whose_links_lead_to_fields(
    stage, name, path, label, live
):
    page = live(stage).person(name)
    page.goto(path)
    page.locator("main").get_by_role("button", name=label or page.locator("h1").inner_text(), exact=True).click()
    page.wait_for_load_state()
    summary = page.locator(".nhsuk-error-summary")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").find("nhsuk-error-summary") >= 0
    for link in summary.locator("a[href^='#']").all():
        assert page.locator(f"[id='{link.get_attribute('href')[1:]}']").count() == 1
    assert complaints(page) + misfits(page) == []
