"""A meeting kept on paper: the sheet taken along, entered under the same rules, confirmed by its chair; chairs' actions."""

import io

import docx
import pytest

from fundflow import applications, committees, database
from tests.engine.test_minuting import called
from tests.stories.stages import REF
from tests.web.cost import MOST_QUERIES, queries

OUT = ("gp", "lay_vice_chair")


def filled(browser, path: str, **more: str) -> dict[str, str]:
    """The sheet as a secretary types it: everybody in the room, everybody for it."""
    form = browser.get(path).find("form", {"action": path, "method": "post"})
    typed: dict[str, str] = {}
    for one in form.find_all(["select", "input", "textarea"]):
        name = one.get("name", "")
        if name.startswith("mode."):
            typed[name] = "room"
        elif name.startswith("came."):
            typed[name] = "13:30"
        elif name.startswith("vote."):
            typed[name] = "for"
        elif name.startswith("at."):
            typed[name] = "13:45"
        elif name.startswith("outcome."):
            typed[name] = "approve"
        elif name.startswith("reason."):
            typed[name] = "It fits the fund."
        elif one.get("type") == "hidden":
            typed[name] = one["value"]
    return {**typed, "closed": "14:30", "do": "enter", **more}


@pytest.fixture
def paper(served):
    """A meeting that is planned, with the bid on its agenda."""
    at = served("recommended")
    with at.place.living() as world:
        called(world)
    return at


def test_the_sheet_is_saved_as_a_word_file_before_the_meeting(paper):
    browser = paper.browser("committee_secretary")
    answer = browser.http.get("/meetings/paper/sheet.docx")
    assert docx.Document(io.BytesIO(answer.content)).tables


def test_the_sheet_is_entered_confirmed_by_a_chair_and_only_then_applied(paper):
    path = "/meetings/paper/sheet"
    with database.reading(paper.engine) as session:
        paper.clock.now = committees.meeting(session, "paper").starts_at
    paper.clock.later(days=1)
    browser = paper.browser("committee_secretary")
    typed = filled(browser, path)
    late = browser.http.post(path, data={**typed, "closed": ""})
    assert (late.status_code, "Give the time" in late.text) == (422, True)
    answer = browser.http.post(path, data=typed)
    assert answer.status_code == 303, answer.text[answer.text.find('role="alert"') :][:900]
    early = browser.http.post("/meetings/paper", data={"form_key": typed["form_key"], "do": "apply"})
    assert (early.status_code, "sheet_confirmed" in early.text) == (422, True)
    page = browser.get(path)
    chair = page.find("select", {"name": "chair"}).find("option")["value"]
    browser.send(path, do="confirm", chair=chair)
    applied = browser.http.post("/meetings/paper", data={"form_key": typed["form_key"], "do": "apply"})
    assert applied.status_code == 303, applied.text[applied.text.find('role="alert"') :][:900]
    with database.reading(paper.engine) as session:
        assert applications.get(session, REF).state == "approved"


def test_a_chair_confirms_signed_in_as_themselves_and_a_member_does_not(paper):
    path = "/meetings/paper/sheet"
    with database.reading(paper.engine) as session:
        paper.clock.now = committees.meeting(session, "paper").starts_at
    paper.clock.later(days=1)
    browser = paper.browser("committee_secretary")
    assert browser.http.post(path, data=filled(browser, path)).status_code == 303
    member = paper.browser("gp.05j")
    key = member.key(path)
    with database.reading(paper.engine) as session:
        chair = next(
            seat.person_id
            for seat in committees.members_on(
                session,
                committees.sittings(session, committees.meeting(session, "paper").id)[0].committee_id,
                on=committees.meeting(session, "paper").held_on,
            )
            if seat.role == "lay_chair"
        )
    answer = member.http.post(path, data={"form_key": key, "do": "confirm", "chair": str(chair)})
    assert answer.status_code == 403
    paper.browser("lay_chair.05j").send(path, do="confirm", chair=str(chair))
    assert "A chair confirmed it" in browser.get(path).get_text()


def test_the_sheets_page_is_read_in_few_queries(paper):
    browser = paper.browser("committee_secretary")
    paper.statements.clear()
    browser.get("/meetings/paper/sheet")
    assert queries(paper) <= MOST_QUERIES


def test_a_chairs_action_is_asked_for_talked_over_and_decided_on_its_pages(served):
    at = served("at_committee")
    browser = at.browser("committee_secretary")
    path = f"/cases/{REF}/chairs-action"
    bare = browser.send(path, status=422, body="05T", outcome="approve", urgent="")
    assert bare.find(id="urgent-error") is not None
    browser.send(
        path,
        body="05T",
        outcome="approve",
        urgent="The lease ends on Friday.",
        why_no_meeting="Papers need five clear days.",
        evidence="The landlord's letter.",
    )
    with database.reading(at.engine) as session:
        [row] = committees.chairs_actions(session)
        seats = committees.members_on(session, row.committee_id, on=at.clock().date())
        who = {one.role: str(one.person_id) for one in seats}
    here = f"/chairs-actions/{row.ref}"
    at.statements.clear()
    assert "The lease ends on Friday." in browser.get(here).get_text()
    assert queries(at) <= MOST_QUERIES
    refused = browser.send(here, status=422, do="decide", who=who["lay_chair"], interests="none")
    assert "alert" in str(refused)
    browser.send(here, do="consult", who=who["accountable_officer"], says="It is sound.", agrees="yes")
    browser.send(here, do="decide", who=who["lay_chair"], interests="none")
    assert "Decided" in browser.get(here).get_text()
    assert row.ref in browser.get("/chairs-actions").get_text()


@pytest.mark.parametrize("name", ["officer", "auditor", "finance"])
def test_only_a_secretary_asks_a_chair(name, served):
    at = served("at_committee")
    browser = at.browser(name)
    path = f"/cases/{REF}/chairs-action"
    assert browser.get(path).find("main").find("form", {"method": "post"}) is None
    typed = {"form_key": browser.key(path), "body": "05T", "outcome": "approve", "urgent": "A", "why_no_meeting": "B"}
    assert browser.http.post(path, data={**typed, "evidence": "C"}).status_code == 403


def test_several_who_left_for_an_interest_and_several_conditions_are_entered(paper):
    path = "/meetings/paper/sheet"
    with database.reading(paper.engine) as session:
        meeting = committees.meeting(session, "paper")
        north, south = committees.sittings(session, meeting.id)
        item = committees.items(session, meeting.id)[0]
        seats = committees.members_on(session, north.committee_id, on=meeting.held_on)
        paper.clock.now = meeting.starts_at
    paper.clock.later(days=1)
    by_role = {seat.role: str(seat.person_id) for seat in seats}
    out = [by_role[role] for role in OUT]
    here, there = f"{item.number}.{north.id}", f"{item.number}.{south.id}"
    browser = paper.browser("committee_secretary")
    typed = filled(browser, path)
    for row, number in zip((here, f"{here}.2"), out, strict=True):
        typed |= {f"out.{row}": number, f"nature.{row}": f"A partner {number}", f"ruled_by.{row}": by_role["lay_chair"]}
    typed = {name: said for name, said in typed.items() if not name.startswith(f"vote.{here}.")}
    typed |= {f"outcome.{here}": "", f"not_quorate.{here}": "Two of five had left."}
    for row, text in ((there, "Name the lead nurse"), (f"{there}.2", "Sign the agreement")):
        typed |= {f"condition.{row}": text, f"condition_evidence.{row}": "A letter"}
    typed[f"condition_kind.{there}.2"] = "precedent"
    answer = browser.http.post(path, data=typed)
    assert answer.status_code == 303, answer.text[answer.text.find('role="alert"') :][:1500]
    with database.reading(paper.engine) as session:
        declared = committees.interests(session, north.id, item_id=item.id)
        assert sorted(one.nature for one in declared) == sorted(f"A partner {number}" for number in out)
        (share,) = [one for one in committees.shares(session, item.application_id) if one.conditions]
    assert [(one["kind"], one["text"]) for one in share.conditions] == [
        ("subsequent", "Name the lead nurse"),
        ("precedent", "Sign the agreement"),
    ]
