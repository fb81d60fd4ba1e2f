"""A meeting in the browser: who is there by the clock, quorum in each body, votes, staged decisions, and applying them."""

import io

import docx
import pytest

from fundflow import engine, people
from tests.engine.test_sight import tied
from tests.stories.stages import REF

PCCC = "/meetings/pccc"
ITEM = "/meetings/pccc/items/1"


def test_the_meeting_shows_its_agenda_and_each_bodys_room(served):
    at = served("at_committee")
    page = at.browser("committee_secretary").get(PCCC)
    said = page.get_text(" ", strip=True)
    assert REF in said
    assert "who count must be here" in said
    assert "Here since" in said


def test_the_item_says_for_each_body_whether_it_can_decide_and_what_is_left(served):
    at = served("at_committee")
    said = at.browser("committee_secretary").get(ITEM).get_text(" ", strip=True)
    assert said.count("Can decide") + said.count("Cannot decide") >= 2
    assert "needed" in said
    assert "Left after today's decisions" in said


def test_the_item_gives_the_score_the_rank_and_what_the_group_advises(served):
    browser = served("at_committee").browser("committee_secretary")
    said = browser.get(ITEM).get_text(" ", strip=True)
    assert "out of 100" in said
    assert "1 of 1 in the ranked list" in said
    assert "The group's advice Approve it (meeting group ). It fits the fund." in said.replace("group)", "group )")


def body_forms(browser, do=None):
    page = browser.get(ITEM)
    return [form for form in page.find_all("form") if form.find("input", {"name": "body"})]


def vote(browser, body):
    form = next(
        form
        for form in body_forms(browser)
        if form.find("input", {"name": "body"})["value"] == body and form.find("input", {"value": "vote"})
    )
    fields = {one["name"]: one.get("value", "") for one in form.find_all("input", {"type": "hidden"})}
    for one in form.find_all("input", {"type": "radio"}):
        if one.has_attr("checked"):
            fields[one["name"]] = one["value"]
    fields["motion"] = "That it be approved"
    return browser.http.post(ITEM, data=fields)


def bodies(browser):
    return list(dict.fromkeys(form.find("input", {"name": "body"})["value"] for form in body_forms(browser)))


def test_each_body_votes_decides_and_everything_is_applied_together(served):
    at = served("at_committee")
    browser = at.browser("committee_secretary")
    names = bodies(browser)
    assert len(names) >= 2
    key = browser.key(ITEM)
    for body in names:
        answer = vote(browser, body)
        assert answer.status_code == 303, answer.text[:200]
        decided = {"form_key": key, "body": body, "do": "decide", "outcome": "approve", "reason": "It fits."}
        answer = browser.http.post(ITEM, data=decided)
        assert answer.status_code == 303, answer.text[answer.text.find('role="alert"') :][:600]
    assert "staged and not applied yet" in browser.get(ITEM).get_text(" ", strip=True)
    page = browser.get(PCCC)
    assert "All are applied together, or none" in page.get_text(" ", strip=True)
    applied = browser.http.post(PCCC, data={"form_key": key, "do": "apply"})
    assert applied.status_code == 303, applied.text[applied.text.find('role="alert"') :][:600]
    assert at.browser("officer").get(f"/cases/{REF}").find(class_="nhsuk-tag").get_text() != "Committee"


def test_a_decision_without_a_vote_is_refused_with_its_reason_and_what_was_typed_stays(served):
    browser = served("at_committee").browser("committee_secretary")
    body = bodies(browser)[0]
    typed = {"form_key": browser.key(ITEM), "body": body, "do": "decide", "outcome": "approve", "reason": "It fits."}
    answer = browser.http.post(ITEM, data=typed)
    assert answer.status_code in (409, 422)
    assert "It fits." in answer.text


def test_an_interest_that_is_declared_now_takes_its_member_out_of_the_count(served):
    browser = served("at_committee").browser("committee_secretary")
    page = browser.get(ITEM)
    person = page.find("select", {"id": "who"}).find_all("option")[1]
    name = person.get_text()
    typed = {
        "form_key": browser.key(ITEM),
        "do": "declare",
        "who": person["value"],
        "nature": "Works for one of the practices",
        "kind": "financial",
        "relation": "participant",
    }
    answer = browser.http.post(ITEM, data=typed)
    assert answer.status_code == 303, answer.text[answer.text.find('role="alert"') :][:600]
    said = browser.get(ITEM).get_text(" ", strip=True)
    assert f"{name}: Works for one of the practices" in said
    assert "1 out for this item" in said


def test_an_interest_is_nobody_s_until_somebody_is_chosen(served):
    browser = served("at_committee").browser("committee_secretary")
    assert browser.get(ITEM).find("select", {"id": "who"}).find("option")["value"] == ""
    page = browser.send(ITEM, 422, do="declare", who="", nature="A partner", kind="financial", relation="participant")
    assert "Choose whose interest it is" in page.get_text()


def test_people_come_and_go_by_the_meetings_clock(served):
    browser = served("at_committee").browser("committee_secretary")
    page = browser.get(PCCC)
    form = next(form for form in page.find_all("form") if form.find("button", {"value": "go"}))
    who = form.find("input", {"name": "who"})["value"]
    answer = browser.http.post(PCCC, data={"form_key": browser.key(PCCC), "who": who, "do": "go"})
    assert answer.status_code == 303
    assert "Left at" in browser.get(PCCC).get_text()


def test_minutes_are_a_word_file_of_the_body(served):
    browser = served("at_committee").browser("committee_secretary")
    link = browser.get(PCCC).find("a", string="Minutes in Word")["href"]
    answer = browser.http.get(link)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert docx.Document(io.BytesIO(answer.content)).paragraphs


@pytest.mark.parametrize("name", ["writer.fednw", "gp_far"])
def test_a_meeting_is_not_there_for_those_who_neither_sit_nor_work_in_the_office(name, served):
    browser = served("at_committee").browser(name)
    browser.get(PCCC, status=404)
    browser.get(ITEM, status=404)
    assert "pccc" not in str(browser.get("/meetings"))


def test_a_member_looks_and_cannot_keep_the_meeting(served):
    at = served("at_committee")
    browser = at.browser("lay_chair.05J")
    page = browser.get(ITEM)
    assert "Take the vote" not in page.get_text()
    key = page.find("input", {"name": "form_key"})["value"]
    answer = browser.http.post(PCCC, data={"form_key": key, "do": "close"})
    assert answer.status_code == 403


def test_an_item_of_a_closed_meeting_says_what_was_approved_and_not_that_nobody_can_decide(served):
    browser = served("offer_issued").browser("committee_secretary")
    browser.send(ITEM.split("/items", maxsplit=1)[0], do="close")
    page = browser.get(ITEM)
    said = page.get_text(" ", strip=True)
    assert "Cannot decide" not in said
    assert [one.get_text() for one in page.select("main table th[scope=col]")][1:] == ["Asked", "Approved"]
    assert page.select_one("details[open]").get_text().startswith("The minute as it is written")


def test_who_left_for_an_interest_is_still_counted_as_out(served):
    browser = served("at_committee").browser("committee_secretary")
    person = browser.get(ITEM).find("select", {"id": "who"}).find_all("option")[1]
    declared = {
        "do": "declare",
        "who": person["value"],
        "nature": "Works for one of the practices",
        "kind": "financial",
        "relation": "participant",
    }
    browser.send(ITEM, **declared)
    browser.send(ITEM.split("/items", maxsplit=1)[0], do="go", who=person["value"])
    said = browser.get(ITEM).get_text(" ", strip=True)
    assert "1 out for this item" in said


def test_a_member_with_a_tie_reads_nothing_of_the_bid_on_the_items_page(served):
    at = served("at_committee")
    browser = at.browser("gp.05t")
    assert "out of 100" in browser.get(ITEM).get_text(" ", strip=True)
    with at.place.living() as world:
        tied(world, people.named(world.session, "gp.05t").id)
    said = browser.get(ITEM).get_text(" ", strip=True)
    assert "are kept from you" in said
    assert not [words for words in ("out of 100", "asked in all", "The group's advice") if words in said]


def test_the_items_page_tells_no_score_while_scores_are_being_given(served):
    at = served("at_committee")
    with at.place.living() as world:
        at.place.put_into(world.session, "in_assessment")
    said = at.browser("committee_secretary").get(ITEM).get_text(" ", strip=True)
    assert "asked in all" in said
    assert "out of 100" not in said


def test_who_is_co_opted_has_the_papers_of_that_meeting(served):
    at = served("at_committee")
    with at.place.living() as world:
        engine.meetings.co_opt(
            world.session,
            "pccc",
            "05J",
            "nurse",
            "lay",
            reason="To make the quorum",
            actor=world.who("committee_secretary"),
            now=world.now,
        )
    browser = at.browser("nurse")
    assert "asked in all" in browser.get(ITEM).get_text(" ", strip=True)
    answer = browser.http.get(f"{PCCC}/papers.docx")
    assert answer.status_code == 200
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "keeps to itself" not in text
