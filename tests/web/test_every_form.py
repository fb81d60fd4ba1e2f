"""Every form that is refused says so as the design system wants it: on top, at its field, with what was typed still there."""

import re

import pytest
from bs4 import BeautifulSoup

from fundflow import web
from tests.stories.world import SEATS
from tests.web.forms import NONSENSE, Sent, route_of
from tests.web.grounds import GROUNDS
from tests.wording import CODE, COMMAND, WAY_OUT, faults

UNMET = {
    "/bids/{ref}/writing": "sent by script alone, and answered to it",
    "/evidence/{number}": "shown for a file of a claim; `test_evidence.py` presses it",
    "/requests/{number}": "shown to whoever asked while it waits; `test_money_moves.py` presses it",
    "/sign-in/provider": "sends to the office's own provider; tests/identity signs in by one",
    "/stand-in": "shown to whoever stands in for somebody that day; `test_office.py` presses it",
    "/view-as/end": "stands on every page of somebody who looks on; it ends that and asks nothing",
}
"""Routes whose form no page of these grounds shows, each with why."""

UNNAMED = {"sign_in": "it may not say which of the two was wrong"}
"""Rules whose sentence gives no figure and no name, each with why."""

NEVER: dict[str, tuple[str, ...]] = {
    "it has a button and no field, and the button is shown only where it may be pressed": (
        "/account/tokens/{number}/revoke",
        "/bids/{ref}/confirm",
        "/bids/{ref}/entry",
        "/bids/{ref}/partners/{code} invite",
        "/cases/{ref}/claims/{number}/{action} check",
        "/cases/{ref}/claims/{number}/{action} withdraw",
        "/cases/{ref}/recoveries/{number}/{action} give_notice",
        "/cases/{ref}/steps/{step} accept",
        "/cases/{ref}/steps/{step} accept_eligible",
        "/cases/{ref}/steps/{step} decline",
        "/cases/{ref}/steps/{step} discard",
        "/cases/{ref}/steps/{step} recall_for_edit",
        "/cases/{ref}/steps/{step} withdraw",
        "/finance/month accept",
        "/letters/read/{ref:path} approve",
        "/meetings/{ref} close",
        "/meetings/{ref} go",
        "/meetings/{ref} open",
        "/meetings/{ref}/minutes advance",
        "/messages sent",
        "/rounds/{ref}",
        "/rounds/{ref}/ranking rank",
        "/runs/{ref} discard",
        "/runs/{ref} release",
        "/scoring/rounds/{round_ref}",
        "/sign-in/demonstration",
        "/sign-out",
    ),
    "a draft is kept as it is written; what it lacks is told before it is sent": (
        "/bids/{ref}/actions",
        "/bids/{ref}/exit-plan",
        "/bids/{ref}/partners",
        "/bids/{ref}/priorities",
        "/bids/{ref}/questions/{key}",
    ),
    "any words do": ("/bids/{ref}/milestones/{number} remark",),
    "it asks nothing but one of the names that it lists": (
        "/people/{name} grant",
        "/people/{name} invite",
        "/people/{name} shut_out",
        "/view-as",
    ),
    "it shows what would follow, and changes nothing": ("/bids/{ref}/partners/{code}/leaving",),
}
"""Forms that nothing typed makes refuse, by why."""


def told(sent: Sent) -> list[str]:
    """What is wrong with a page that says no."""
    page = BeautifulSoup(sent.text, "html.parser")
    wrong = []
    if page.title is None or not page.title.get_text().startswith("Error: "):
        wrong.append(f"its title is {page.title}")
    first = page.select_one("main > *")
    if first is None or "nhsuk-error-summary" not in first.get("class", []):
        wrong.append(f"nothing is said at its top: {page.get_text(' ', strip=True)[:200]}")
    for line in page.select(".nhsuk-error-summary__list li"):
        wrong += _line(page, line, unread=sent.status == 422)
    return wrong


def _line(page: BeautifulSoup, line, *, unread: bool) -> list[str]:
    """What is wrong with a line of the summary; `unread` where what was typed could not be read, which has no code."""
    link, code = line.find("a"), line.find(class_="ff-code")
    guard = code.extract().get_text().removeprefix("Problem code: ") if code else "bad_input" if unread else ""
    said = " ".join(line.get_text().split())
    wrong = [f"{one}: {said}" for one in words(said, guard)]
    if link is None:
        return [*wrong, f"no link: {said}"]
    target = page.find_all(id=link["href"][1:])
    if len(target) != 1:
        return [*wrong, f"{link['href']} is there {len(target)} times"]
    if target[0].name == "form":
        return [*wrong, *([f"no field: {said}"] if guard == "bad_input" else [])]
    key = f"{link['href'][1:]}-error"
    described = [target[0], *target[0].find_parents("fieldset")]
    if not any(key in one.get("aria-describedby", "").split() for one in described) or page.find(id=key) is None:
        wrong.append(f"{link['href']} is not marked")
    return wrong


def words(said: str, guard: str) -> list[str]:
    """What is wrong with the sentence; what could not be read need not give a figure."""
    if COMMAND.search(said):
        return ["a command"]
    said = re.sub("|".join((*SEATS, "group_chair", "primary_care_lead")), "member", said)
    if guard != "bad_input":
        found = list(faults(said, guard=guard))
        return [one for one in found if not (guard in UNNAMED and one.startswith("no figure"))]
    return [
        *(["no way out"] if WAY_OUT.search(said) is None else []),
        *(["a code word"] if CODE.search(said) and "the columns" not in said else []),
    ]


def lost(sent: Sent) -> list[str]:
    """What was typed and is not in the form any more."""
    page = BeautifulSoup(sent.text, "html.parser")
    kept = {one.get("value", "") for one in page.find_all("input", {"type": lambda kind: kind != "hidden"})}
    kept |= {one.get_text().strip() for one in page.find_all("textarea")}
    return [
        f"{name} lost {text!r}"
        for name, text in sent.typed
        if text.startswith(NONSENSE) and text not in kept | sent.secret
    ]


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_form_that_is_refused_says_so_at_its_top_and_at_its_fields_and_loses_nothing(ground, grounds):
    wrong = {}
    for name, answers in grounds.of(ground).answered.items():
        for sent in answers:
            found = [*told(sent), *lost(sent)] if sent.refused else []
            if sent.status >= 500 or sent.status == 403:
                found.append(f"{sent.status}: it was shown to somebody who may not send it, or broke")
            if found:
                wrong[f"{name} as {sent.form.person}, {sent.kind}"] = found
    assert wrong == {}, "\n".join(f"{name}: {one}" for name, found in wrong.items() for one in found)


def test_every_form_is_met_and_can_be_refused_but_those_named_with_why(grounds):
    met = grounds.all()
    names = {one for found in met.values() for one in found.forms}
    routes = {route_of(one.action) for found in met.values() for one in found.forms.values()}
    assert {door.path for door in web.doors() if door.method == "POST"} - routes == set(UNMET)
    refused = {
        name
        for found in met.values()
        for name, answers in found.answered.items()
        if any(one.refused for one in answers)
    }
    assert names - refused == {one for several in NEVER.values() for one in several}
