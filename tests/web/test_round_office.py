"""An officer's desk for a whole round: practice copies, a message to all, bids entered on behalf, cases set aside."""

import re
from pathlib import Path

import pytest

from fundflow import applications, database, letters, mail, people, practising
from tests.stories.stages import REF, ROUND
from tests.web.cost import MOST_QUERIES, queries


def test_a_round_is_copied_for_practice_beside_the_real_database_and_the_page_says_how_to_open_it(served):
    at = served("draft")
    browser = at.browser("officer")
    browser.send(f"/rounds/{ROUND}/practice")
    page = browser.get(f"/rounds/{ROUND}/practice").get_text(" ", strip=True)
    url = re.search(r"--database (sqlite:///\S+)", page)[1]
    assert Path(url.removeprefix("sqlite:///")).parent == Path(at.engine.url.database).parent
    copy = database.connect(url)
    with database.reading(copy) as session:
        assert practising.marker(session).round_ref == ROUND
        assert applications.find_cases(session) == []
    copy.dispose()


def test_a_practice_copy_says_so_on_every_page(served):
    at = served("draft")
    object.__setattr__(at.house, "practice", "PRACTICE: nothing in it is real.")
    assert "PRACTICE: nothing in it is real." in at.browser("officer").get("/cases").find(class_="ff-notice").get_text()


def test_everybody_in_a_round_is_written_to_with_the_same_words_after_it_is_said_whom_it_reaches(served):
    at = served("draft")
    browser = at.browser("officer")
    path = f"/rounds/{ROUND}/message"
    at.statements.clear()
    page = browser.get(path)
    assert queries(at) <= MOST_QUERIES
    assert "1 draft and 0 sent bids" in page.get_text()
    empty = browser.send(path, status=422, text=" ")
    assert empty.find(id="text-error") is not None
    nobody = browser.send(path, status=422, text="Hello.", to="sent")
    assert "Nobody was written to" in nobody.get_text()
    browser.send(path, text="The help line is shut on Friday 5 May.\nWrite to us instead.", to="all")
    with database.reading(at.engine) as session:
        [row] = letters.find(session, code="N8")
    said = browser.get(f"/letters/read/{row.ref}").find(class_="ff-paper").get_text(" ", strip=True)
    for words in (
        "A message to everybody",
        "The help line is shut on Friday 5 May.",
        "Write to us instead.",
        "Nothing in",
    ):
        assert words in said, words
    assert "What changed" not in said
    assert "time of their own" not in said


def begin(browser, **typed):
    path = f"/rounds/{ROUND}/enter"
    given = {"lead": "FEDNW", "title": "Typed from paper", "source": "paper", **typed}
    sent = {"original": ("bid.pdf", b"%PDF-1.7 a scan", "application/pdf")}
    return browser.http.post(path, data={"form_key": browser.key(path), **given}, files=sent)


def test_a_bid_is_entered_on_behalf_and_counts_once_its_own_people_confirmed_it_by_a_link(served):
    at = served("draft")
    officer = at.browser("officer")
    answer = begin(officer)
    assert answer.status_code == 303, answer.text[answer.text.find('role="alert"') :][:600]
    ref = answer.headers["location"].removeprefix("/bids/")
    assert "counts only then" in officer.get(f"/cases/{ref}").get_text()
    officer.send(f"/bids/{ref}/entry")
    with database.reading(at.engine) as session:
        one = max(mail.messages(session), key=lambda one: one.id)
    code = one.code
    visitor = at.browser()
    assert "Typed from paper" in visitor.get(one.path).get_text()
    wrong = visitor.send(one.path, status=422, code="000000" if code != "000000" else "111111")
    assert "4 more times" in wrong.get_text()
    visitor.send(one.path, status=200, code=code)
    with database.reading(at.engine) as session:
        row = applications.get(session, ref)
        assert (row.entered_from, row.confirmed_at is not None) == ("paper", True)
    assert "confirmed it on" in officer.get(f"/bids/{ref}/entry").get_text()
    visitor.get(one.path, status=404)


def test_the_lead_confirms_signed_in_and_an_officer_never_does(served):
    at = served("draft")
    officer = at.browser("officer")
    ref = begin(officer).headers["location"].removeprefix("/bids/")
    page = f"/bids/{ref}/entry"
    answer = officer.http.post(f"/bids/{ref}/confirm", data={"form_key": officer.key(page)})
    assert answer.status_code == 403
    at.browser("writer.fednw").send(f"/bids/{ref}/confirm", page=page)
    with database.reading(at.engine) as session:
        assert applications.get(session, ref).confirmed_at is not None


@pytest.mark.parametrize(
    ("typed", "field"), [({"lead": ""}, "lead"), ({"title": ""}, "title"), ({"source": ""}, "source")]
)
def test_what_is_missing_of_an_entry_is_told_at_its_field(typed, field, served):
    answer = begin(served("draft").browser("officer"), **typed)
    assert answer.status_code == 422
    assert re.search(rf'id="{field}(-\w+)?-error"', answer.text) is not None


def test_a_partners_link_confirms_no_entry(served):
    at = served("draft")
    lead = at.browser("writer.fednw")
    lead.send(f"/bids/{REF}/partners", add="Z10004")
    lead.send(f"/bids/{REF}/partners/Z10004", do="invite")
    with database.reading(at.engine) as session:
        path = max(mail.messages(session), key=lambda one: one.id).path
    at.browser().get(path.replace("/consent/", "/confirm/"), status=404)


def test_a_draft_is_set_aside_by_two_people_and_is_then_in_no_list(served):
    at = served("draft")
    path = f"/cases/{REF}/set-aside"
    first = at.browser("officer")
    bare = first.send(path, status=422, reason="A try.")
    assert bare.find(id=re.compile("^kind-.*-error$")) is not None
    first.send(path, kind="test", reason="A try of ours.")
    second = at.browser("officer2")
    assert "A try of ours." in second.get(path).get_text()
    first.send(path, status=422, kind="test", reason="A try of ours.")
    second.send(path, kind="test")
    assert "0 found" in first.get("/cases").get_text()
    with database.reading(at.engine) as session:
        assert people.proposals(session, subject=REF, state="open") == []


def test_an_auditor_sees_the_pages_and_can_press_nothing(served):
    at = served("draft")
    browser = at.browser("auditor")
    for path in (
        f"/rounds/{ROUND}/practice",
        f"/rounds/{ROUND}/message",
        f"/rounds/{ROUND}/enter",
        f"/cases/{REF}/set-aside",
    ):
        assert browser.get(path).find("main").find("form", {"method": "post"}) is None, path
        typed = {
            "form_key": browser.key(path),
            "text": "A",
            "lead": "FEDNW",
            "title": "A",
            "source": "paper",
            "kind": "test",
        }
        answer = browser.http.post(path, data=typed)
        assert answer.status_code == 403, path
