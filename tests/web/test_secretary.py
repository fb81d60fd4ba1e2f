"""A secretary's work around a meeting, in the browser: calling it, its agenda and papers, its seats, its minutes."""

import io
from datetime import date, timedelta

import docx
import pytest
from bs4 import BeautifulSoup

from fundflow import people
from fundflow.clock import london_day
from tests.stories.stages import REF

NEW = "/meetings/new"
AGENDA = "/meetings/pccc/agenda"
SEATS = "/meetings/pccc/seats"
MINUTES = "/meetings/pccc/minutes"
BODIES = ["redditch-and-bromsgrove-pccc", "wyre-forest-pccc"]


def words(page) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def call(browser, day, **more):
    typed = {"ref": "next", "title": "Committees in common", "day": str(day), "time": "13:00", "body": BODIES, **more}
    return browser.send(NEW, **typed)


def later(at, days=40):
    return london_day(at.clock()) + timedelta(days=days)


def test_a_meeting_is_called_and_bids_that_wait_come_on_its_agenda_with_their_cover_sheets(served):
    at = served("recommended")
    browser = at.browser("committee_secretary")
    assert browser.get("/meetings").find("a", href=NEW)
    call(browser, later(at), papers_out=str(later(at, 1)))
    agenda = "/meetings/next/agenda"
    page = browser.get(agenda)
    assert "Nothing is on the agenda yet." in words(page)
    assert page.find("input", {"name": "case", "value": REF})
    browser.send(agenda, do="table", case=REF, initials="SR", action_on=["budget"])
    page = browser.get(agenda)
    assert "No bid waits to be tabled at this meeting." in words(page)
    assert page.find("table").find_all(string="Yes")
    assert browser.get(f"/cases/{REF}").find(class_="nhsuk-tag").get_text() == "Decision"


def test_a_bid_whose_papers_went_out_too_late_is_not_tabled_and_the_page_says_so(served):
    at = served("recommended")
    browser = at.browser("committee_secretary")
    call(browser, later(at, 2))
    page = browser.send("/meetings/next/agenda", 422, do="table", case=REF, initials="SR")
    assert "clear" in words(page.find(class_="nhsuk-error-summary"))
    assert page.find("input", {"name": "case", "value": REF}).has_attr("checked")


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        ({"ref": ""}, "Say the meeting's reference. Nothing has changed.", "ref"),
        ({"title": ""}, "Say what it is called. Nothing has changed.", "title"),
        ({"day": ""}, "Say its day. Nothing has changed.", "day"),
        ({"time": "soon"}, "soon", "time"),
        ({"time": ""}, "Say when it starts. Nothing has changed.", "time"),
        ({"ref": "PCCC/7"}, "is no reference for a meeting", "ref"),
        ({"ref": "new"}, "is no reference for a meeting", "ref"),
        ({"body": []}, "Tick the committees that sit. Nothing has changed.", "body"),
        ({"ref": "pccc"}, "There is a meeting 'pccc' already", ""),
    ],
)
def test_a_meeting_that_cannot_be_called_says_why_at_its_field(typed, says, field, served):
    at = served("at_committee")
    page = at.browser("committee_secretary").send(
        NEW, 422, **{"ref": "next", "title": "Next", "day": str(later(at)), "time": "13:00", "body": BODIES, **typed}
    )
    assert says in words(page.find(class_="nhsuk-error-summary"))
    if field:
        led_to = page.find(class_="nhsuk-error-summary").find("a")["href"].lstrip("#")
        assert page.find(id=led_to)["name"] == field


def test_another_matter_is_put_on_the_agenda_and_the_papers_day_is_noted(served):
    at = served("recommended")
    browser = at.browser("committee_secretary")
    call(browser, later(at))
    agenda = "/meetings/next/agenda"
    browser.send(agenda, do="item", title="Minutes of the last meeting", number="1")
    assert "Say on which day they went out." in words(browser.send(agenda, 422, do="papers", on=""))
    browser.send(agenda, do="papers", on=str(later(at, 0)))
    page = words(browser.get(agenda))
    assert "Minutes of the last meeting" in page
    assert "The papers went out on" in page
    assert "Say what the item is about" in words(browser.send(agenda, 422, do="item", title=""))
    assert "'one' is no number" in words(browser.send(agenda, 422, do="item", title="A", number="one"))


def test_a_meetings_papers_are_one_word_file_for_whoever_may_read_them(served):
    at = served("at_committee")
    for name in ("committee_secretary", "lay_chair.05J"):
        answer = at.browser(name).http.get("/meetings/pccc/papers.docx")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert docx.Document(io.BytesIO(answer.content)).paragraphs


def test_the_agenda_and_the_papers_tell_a_members_tie_to_the_secretary_and_to_nobody_who_need_not_know(served):
    at = served("at_committee")
    with at.place.living() as world:
        nature, act = "a partner there", world.act()
        person, starts = people.named(world.session, "gp.05t").id, date(2017, 4, 1)
        people.declare(
            world.session, person, organisation="Z10001", kind="financial", nature=nature, starts=starts, act=act
        )
    for name, told in {"committee_secretary": True, "lay_chair.05t": True, "gp.05j": False, "finance": False}.items():
        browser = at.browser(name)
        page = words(browser.get(AGENDA))
        paper = docx.Document(io.BytesIO(browser.http.get("/meetings/pccc/papers.docx").content))
        printed = " ".join(one.text for one in paper.paragraphs)
        assert [nature in page, nature in printed] == [told, told], name
        assert ("Those of others are told to the secretary" in page) is not told
        assert f"for a tie: {'gp 05T' if told else '1 of the members'}." in page


def test_somebody_who_must_go_early_is_noted_with_what_is_then_at_risk(served):
    browser = served("at_committee").browser("committee_secretary")
    page = browser.get(SEATS)
    leaver = page.find("select", {"id": "leaver"}).find_all("option")[1]["value"]
    browser.send(SEATS, do="will_leave", who=leaver, by="23:00")
    assert "leaves at 11:00 pm" in words(browser.get(SEATS))
    assert "at what time" in words(browser.send(SEATS, 422, do="will_leave", who=leaver, by=""))
    assert "Say who it is." in words(browser.send(SEATS, 422, do="will_leave", who="", by="23:00"))


def test_another_chair_is_named_before_the_meeting_and_somebody_is_co_opted_only_in_a_seat_of_the_terms(served):
    at = served("recommended")
    browser = at.browser("committee_secretary")
    call(browser, later(at))
    path = "/meetings/next/seats"
    page = browser.get(path)
    member = page.find("select", {"id": "chair-1"}).find_all("option")[-1]
    browser.send(path, do="chair", body=BODIES[0], who=member["value"])
    seat = browser.get(path).find("strong", string=member.get_text()).find_parent("li")
    assert words(seat).endswith(", chairs")
    refused = browser.send(path, 422, do="co_opt", body=BODIES[0], who="gp_far", role="", reason="For today")
    assert "was not co-opted" in words(refused)
    assert "Say why this person is co-opted" in words(browser.send(path, 422, do="co_opt", who="gp_far", reason=""))
    unknown = browser.send(path, 422, do="co_opt", body=BODIES[0], who="nobody.here", role="", reason="For today")
    assert "nobody's sign-in name is 'nobody.here'" in words(unknown)


def test_minutes_are_carried_on_corrected_and_what_they_ask_for_is_done(served):
    browser = served("at_committee").browser("committee_secretary")
    browser.send(MINUTES, do="action", body=BODIES[0], item="1", text="Send the rota", owner="Beth Carr", due_on="")
    page = browser.get(MINUTES)
    assert "Beth Carr : Send the rota" in words(page)
    number = page.find("input", {"name": "action"})["value"]
    browser.send(MINUTES, do="done", action=number, outcome="Sent on Friday")
    assert "Sent on Friday" in words(browser.get(MINUTES))
    browser.send(MINUTES, do="amend", body=BODIES[0], item="", text="Dr Lee was there from 2:05 pm.")
    assert "Dr Lee was there from 2:05 pm." in words(browser.get(MINUTES))
    browser.send(MINUTES, do="advance", body=BODIES[0], to="checked")
    assert "Checked by the chair" in words(browser.get(MINUTES))
    refused = browser.send(MINUTES, 422, do="advance", body=BODIES[0], to="confirmed")
    assert "The next stage is 'circulated'" in words(refused)
    for typed, says in (
        ({"do": "action", "text": "", "owner": "A"}, "Say what is to be done"),
        ({"do": "action", "text": "A", "owner": "", "item": "1"}, "Say who does it"),
        ({"do": "action", "text": "A", "owner": "B", "item": ""}, "Choose the item"),
        ({"do": "amend", "text": ""}, "Say what is to be corrected"),
    ):
        assert says in words(browser.send(MINUTES, 422, body=BODIES[0], **typed))


@pytest.mark.parametrize("path", [AGENDA, SEATS, MINUTES])
def test_a_member_reads_what_a_secretary_keeps_and_changes_nothing(path, served):
    at = served("at_committee")
    browser = at.browser("lay_chair.05J")
    page = browser.get(path)
    assert not page.find("form", {"action": path})
    typed = {
        "agenda": {"do": "papers", "on": str(later(at, 0))},
        "seats": {"do": "attend", "who": "gp_far"},
        "minutes": {"do": "advance"},
    }
    key = page.find("input", {"name": "form_key"})["value"]
    answer = browser.http.post(
        path, data={"form_key": key, "body": BODIES[0], "to": "checked", **typed[path.split("/")[3]]}
    )
    assert answer.status_code == 403
    at.browser("gp_far").get(path, 404)


@pytest.mark.parametrize("path", [NEW, AGENDA, SEATS, MINUTES])
def test_a_secretarys_page_costs_few_queries(path, served):
    at = served("at_committee")
    browser = at.browser("committee_secretary")
    browser.get(path)
    at.statements.clear()
    browser.get(path)
    asked = [one for one in at.statements if one.split()[0] == "SELECT" or one.startswith("WITH")]
    assert len(asked) <= 12, "\n".join(asked)


def test_a_tie_that_the_registers_know_is_minuted_and_the_chair_rules_on_it(served):
    at = served("at_committee")
    browser = at.browser("committee_secretary")
    item = "/meetings/pccc/items/1"
    person = browser.get(item).find("select", {"id": "who"}).find_all("option")[1]
    browser.send(
        item,
        do="declare",
        who=person["value"],
        nature="Works for one of them",
        kind="financial",
        relation="participant",
    )
    form = browser.get(item).find("button", {"value": "rule"}).find_parent("form")
    fields = {one["name"]: one["value"] for one in form.find_all("input", {"type": "hidden"})}
    chair = form.find("option", selected=True)
    refused = browser.http.post(item, data={**fields, "do": "rule", "ruled_by": chair["value"]})
    assert "Tick what was ruled" in refused.text
    ruled = browser.http.post(item, data={**fields, "do": "rule", "ruled_by": chair["value"], "ruling": ["leave_room"]})
    assert ruled.status_code == 303, words(BeautifulSoup(ruled.text, "html.parser"))
    assert "ruled: leaves the room for the item" in words(browser.get(item))


def test_what_a_body_resolves_on_a_matter_that_is_no_bid_is_recorded_after_its_vote(served):
    browser = served("at_committee").browser("committee_secretary")
    browser.send(AGENDA, do="item", title="A business case for the hub")
    item = "/meetings/pccc/items/2"
    page = browser.get(item)
    form = next(one for one in page.find_all("form") if one.find("input", {"value": "vote"}))
    fields = {one["name"]: one["value"] for one in form.find_all("input", {"type": "hidden"})}
    votes = {one["name"]: "for" for one in form.find_all("input", {"type": "radio"})}
    assert browser.http.post(item, data={**fields, **votes, "motion": "That it be approved"}).status_code == 303
    form = browser.get(item).find("button", {"value": "resolve"}).find_parent("form")
    fields = {one["name"]: one["value"] for one in form.find_all("input", {"type": "hidden"})}
    typed = {**fields, "do": "resolve", "action": "business case", "outcome": "approved", "text": "It is approved."}
    assert "Say the resolution in words" in browser.http.post(item, data={**typed, "text": ""}).text
    assert browser.http.post(item, data=typed).status_code == 303
    assert "It is approved." in words(browser.get(item))
