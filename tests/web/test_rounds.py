"""The round on one page, changes that two people make for all, and the next round set up from the last one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from fundflow import applications, database, due, people
from fundflow.audit import Act
from tests.engine.test_gate_effect import STRICTER
from tests.engine.test_round_amendments import edited
from tests.stories.stages import REF, ROUND
from tests.stories.world import FUND
from tests.web.cost import MOST_QUERIES, queries


def fields(page) -> list[tuple[str, str]]:
    """What a browser would send of a page's large form, as it stands."""
    form = page.find("input", {"name": "shape"}).find_parent("form")
    sent = []
    for one in form.find_all(["input", "textarea", "select"]):
        kind = one.get("type", "")
        if one.name == "textarea":
            sent.append((one["name"], one.get_text()))
        elif kind == "checkbox":
            if one.has_attr("checked"):
                sent.append((one["name"], one["value"]))
        elif one.get("name"):
            sent.append((one["name"], one.get("value", "")))
    return sent


def wrong(answer) -> str:
    """What an answer says is wrong."""
    return answer.text[answer.text.find('role="alert"') :][:900]


def post(browser, path, sent, **more):
    kept = [(name, value) for name, value in sent if name not in more]
    names = {name for name, _ in kept}
    body: dict[str, list[str]] = {name: [value for known, value in kept if known == name] for name in names}
    return browser.http.post(path, data={**body, **more})


def test_a_round_says_what_it_is_its_bids_money_assessors_and_what_can_be_changed(served):
    at = served("seated")
    browser = at.browser("officer")
    at.statements.clear()
    said = browser.get(f"/rounds/{ROUND}").get_text(" ", strip=True)
    assert queries(at) <= MOST_QUERIES
    for words in ("Bids (1)", "£100,000.00", "0 of 1 locked", "Open it again after a fault of ours", "Left"):
        assert words in said, words


def test_a_round_says_whether_a_worker_looks_after_it_and_when_it_was_last_backed_up(served):
    at = served("seated")
    with database.writing(at.engine) as session:
        due.put(session, "probe", key="a", run_at=at.place.now - timedelta(hours=1), payload={}, subject=ROUND)
    said = at.browser("officer").get(f"/rounds/{ROUND}").find(id="health").find_next("ul").get_text(" ", strip=True)
    assert "No backup is on record" in said
    assert "is not done. Ask your administrator to start the worker" in said
    with database.writing(at.engine) as session:
        for one in due.waiting(session):
            due.cancel(session, subject=one.subject)
        due.note_seen(session, "worker", by="here", now=at.place.now)
        due.note_seen(session, "backup", by="night", now=at.place.now - timedelta(days=8))
    said = at.browser("officer").get(f"/rounds/{ROUND}").find(id="health").find_next("ul").get_text(" ", strip=True)
    assert "The worker was last seen" in said
    assert "The last backup is old" in said


def test_what_is_to_be_done_in_a_round_leads_to_its_case(served):
    at = served("seated")
    with database.writing(at.engine) as session:
        case = applications.get(session, "TF-17-0001")
        act = Act(1, "Jo Ash", at.place.now, "task", case.ref)
        asked = {"kind": "call", "role": "officer", "fund": case.fund, "act": act}
        applications.raise_task(session, key="a", text="Ring them", application_id=case.id, **asked)
        applications.raise_task(session, key="b", text="Ring round", **asked)
    page = at.browser("officer").get(f"/rounds/{ROUND}")
    found = page.find(id="tasks").find_next("ul").find_all("li")
    assert [[link["href"] for link in one.find_all("a")] for one in found] == [["/cases/TF-17-0001"], []]


def test_a_round_says_for_whom_its_bids_wait_and_what_the_list_gives_above_its_line(served):
    at = served("recommended")
    browser = at.browser("officer")
    at.statements.clear()
    page = browser.get(f"/rounds/{ROUND}")
    assert len([one for one in at.statements if one.startswith("SELECT")]) <= MOST_QUERIES
    row = page.find("h2", id="bids").find_next("tbody").find("tr").get_text(" ", strip=True)
    assert "committee secretary" in row, "the case is recommended and is tabled next"
    assert "Above the line" in page.find("h2", id="money").find_next("table").get_text()


def test_a_round_is_extended_by_two_people_who_each_see_whom_it_touches(served):
    at = served("draft")
    path = f"/rounds/{ROUND}/change/extend"
    asked = {"closes_on": "2017-05-19", "closes_at": "17:00", "reason": "The county's network was down."}
    first = at.browser("officer")
    assert "1 draft and 0 sent bids" in first.get(path).get_text()
    first.send(path, **asked)
    assert "waits for a second person" in first.get(f"/rounds/{ROUND}").get_text()
    assert "Friday 12 May 2017" in first.get(f"/rounds/{ROUND}").get_text()
    second = at.browser("officer2")
    assert "If you agree, give the same below" in second.get(path).get_text()
    second.send(path, **asked)
    assert "Friday 19 May 2017" in second.get(f"/rounds/{ROUND}").get_text()


def test_one_person_cannot_be_both_and_what_was_typed_stays(served):
    at = served("draft")
    path = f"/rounds/{ROUND}/change/extend"
    asked = {"closes_on": "2017-05-19", "closes_at": "17:00", "reason": "The network was down."}
    browser = at.browser("officer")
    browser.send(path, **asked)
    page = browser.send(path, status=422, **asked)
    assert page.find("input", {"id": "closes_on"})["value"] == "2017-05-19"
    browser.send(f"/rounds/{ROUND}/withdraw", reason="It is up again.")
    assert "waits for a second person" not in browser.get(f"/rounds/{ROUND}").get_text()


@pytest.mark.parametrize("change", ["extend", "reopen", "cancel"])
def test_each_change_says_first_whom_it_touches(change, served):
    page = served("submitted").browser("officer").get(f"/rounds/{ROUND}/change/{change}")
    assert f"{'It would end' if change == 'cancel' else 'touches'} 0 drafts and 1 sent bid" in page.get_text()
    assert page.find("details").find("a")["href"] == f"/cases/{REF}"


def test_cancelling_a_round_counts_only_the_bids_that_it_would_end(served):
    said = served("active").browser("officer").get(f"/rounds/{ROUND}/change/cancel").get_text()
    assert "It would end 0 drafts and 0 sent bids" in said


def test_an_unknown_change_is_no_page(served):
    served("draft").browser("officer").get(f"/rounds/{ROUND}/change/shrink", status=404)


def test_the_next_round_is_checked_and_opened_from_the_last_one_with_its_questions_changed(served):
    at = served("draft")
    browser = at.browser("officer")
    page = browser.get(f"/rounds/new?from={ROUND}")
    sent = fields(page)
    assert dict(sent)["closes_on"] == "2018-05-11"
    title = page.find("input", {"name": "q.title.0"})["value"]
    change = {"q.title.0": "What will be better, and for whom?", "q.title.4": "Who leads it?", "q.words.4": "100"}
    bare = post(browser, "/rounds/new", sent, do="check", **change)
    assert "has no guidance" in wrong(bare)
    change["q.guidance.4"] = "A name and a role."
    checked = post(browser, "/rounds/new", sent, do="check", **change)
    assert checked.status_code == 200, wrong(checked)
    assert "have no problem" in checked.text
    assert "Who leads it?" in checked.text
    opened = post(browser, "/rounds/new", sent, do="open", **change)
    assert opened.status_code == 303, wrong(opened)
    place = opened.headers["location"]
    assert place != f"/rounds/{ROUND}"
    rules = browser.http.get(f"{place}/fund.yaml").text
    assert "What will be better, and for whom?" in rules
    assert "Who leads it?" in rules
    assert title not in rules
    assert title in browser.http.get(f"/rounds/{ROUND}/fund.yaml").text


def test_weights_that_do_not_make_a_hundred_are_refused_and_nothing_opens(served):
    at = served("draft")
    browser = at.browser("officer")
    page = browser.get(f"/rounds/new?from={ROUND}")
    weight = next(one["name"] for one in page.find_all("input") if one.get("name", "").startswith("weight."))
    answer = post(browser, "/rounds/new", fields(page), do="open", **{weight: "1"})
    assert answer.status_code == 422
    assert "100" in answer.text
    assert len(browser.get("/rounds").select("tbody tr")) == 1


def test_an_amendment_is_classed_before_it_is_made(served):
    at = served("draft")
    browser = at.browser("officer")
    path = f"/rounds/{ROUND}/amend"
    sent = fields(browser.get(path))
    assert "Nothing would change" in post(browser, path, sent, do="see").text
    words = post(browser, path, sent, do="see", **{"q.guidance.0": "Say it in your own words."})
    assert "A change of words" in words.text
    material = post(browser, path, sent, do="see", **{"q.words.0": "50"})
    assert "A material change" in material.text
    assert "a second person" in material.text
    made = post(browser, path, sent, do="amend", reason="Asked for.", **{"q.guidance.0": "Say it in your own words."})
    assert made.status_code == 303, wrong(made)
    assert "Say it in your own words." in browser.http.get(f"/rounds/{ROUND}/fund.yaml").text


def test_newly_installed_rules_show_which_bids_would_meet_them_before_they_are_taken_over(served, tmp_path):
    at = served("submitted")
    at.app.state.house = replace(at.house, library=edited(tmp_path, *STRICTER))
    browser = at.browser("officer")
    path = f"/rounds/{ROUND}/amend"
    sent = fields(browser.get(path))
    assert "Take over" not in str(browser.get(path))
    seen = BeautifulSoup(post(browser, path, sent, do="installed").text, "html.parser")
    (row, *_) = seen.select("#effect ~ div tbody tr")
    said = " ".join(row.get_text(" ").split())
    assert said.startswith("NHS Redditch and Bromsgrove 1 1 0") or " 1 1 0 " in said
    assert f"{REF} would not:" in said
    assert "(Rule E4)" in said
    assert seen.find("button", {"value": "amend"}) is None, "what is typed on the page is not what is shown"
    assert "#effect" not in post(browser, path, sent, do="see").text
    adopt = seen.find("button", {"value": "adopt"})
    assert adopt is not None
    with database.reading(at.engine) as session:
        before = applications.get_round(session, ROUND).pinned_sha256
    closed = post(browser, path, sent, do="adopt", reason="New guidance.", closes_on="2017-06-30", closes_at="17:00")
    assert closed.status_code == 303, wrong(closed)
    with database.reading(at.engine) as session:
        assert applications.get_round(session, ROUND).pinned_sha256 == before, "a second person has not agreed yet"
        assert people.proposals(session, subject=ROUND, state="open")


def test_an_office_reads_what_a_round_needs_before_it_opens_in_few_questions(served):
    at = served("draft")
    browser = at.browser("officer")
    assert browser.get("/rounds").find("a", {"href": f"/funds/{FUND}/ready"}) is not None
    at.statements.clear()
    page = browser.get(f"/funds/{FUND}/ready")
    assert queries(at) <= MOST_QUERIES
    said = page.get_text(" ", strip=True)
    assert "people who pay" in said.lower()
    assert "3 different people" in said


def test_an_officer_opens_a_round_on_the_page_of_what_it_needs_now_or_for_a_later_day(served):
    at = served("draft")
    browser, path = at.browser("officer"), f"/funds/{FUND}/ready"
    refused = browser.send(path, 422, closes_on="", title="Autumn")
    assert "Say when the round closes. Nothing has changed." in refused.get_text()
    assert refused.find(id="title")["value"] == "Autumn"
    opens, closes = {"opens_on": "2017-09-04", "opens_at": "09:00"}, {"closes_on": "2017-10-13", "closes_at": "17:00"}
    browser.send(path, **opens, **closes, title="Autumn", reserve_until="2018-01-31")
    said = browser.get("/rounds").get_text(" ", strip=True)
    assert "Autumn" in said
    assert at.browser("auditor").get(path).find("form", {"action": path}) is None


def test_a_closed_round_that_would_leave_money_says_how_much_and_that_no_threshold_moves(served):
    at = served("in_assessment")
    said = at.browser("officer").get(f"/rounds/{ROUND}").find(id="left-over").get_text(" ", strip=True)
    assert said.startswith("Under-subscribed.")
    assert "Redditch and Bromsgrove 2017/18 £203,641.00" in said
    assert "No threshold is lowered for that: 60.0 of 100" in said
    assert served("draft").browser("officer").get(f"/rounds/{ROUND}").find(id="left-over") is None


def test_a_round_says_whom_bids_wait_for_and_marks_the_one_who_looks(served):
    at = served("submitted")
    for name, mine in (("officer", True), ("finance", False)):
        cells = at.browser(name).get(f"/rounds/{ROUND}").find(id="bids").find_next("tbody").get_text(" ", strip=True)
        assert "commissioning officer" in cells
        assert (" You " in f"{cells} ") is mine
    assert "assessor" in served("in_assessment").browser("officer").get(f"/rounds/{ROUND}").find("tbody").get_text()
    award = served("active").browser("officer").get(f"/rounds/{ROUND}").find("tbody").get_text()
    assert "working days" not in award


@pytest.mark.parametrize("path", [f"/funds/{FUND}/ready", f"/rounds/{ROUND}/change/extend"])
def test_a_day_without_its_time_is_no_midnight(path, served):
    page = (
        served("submitted").browser("officer").send(path, 422, closes_on="2017-10-13", closes_at="", reason="A fault.")
    )
    assert "Say at what time, such as 17:00. Nothing has changed." in page.get_text()
