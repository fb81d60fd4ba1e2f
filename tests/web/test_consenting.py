"""Partners' consent: a link that mail scanners cannot use, four answers, letters, and a bidder who cannot agree for others."""

import pytest
from sqlalchemy import text

from fundflow import applications, database, mail
from tests.stories.stages import REF
from tests.web.cost import MOST_QUERIES, queries

BID = f"/bids/{REF}"
OWN = "writer.fednw"
PRACTICE = "Z10004"
PARTNER = f"{BID}/partners/{PRACTICE}"
PDF = b"%PDF-1.7 a signed letter"


@pytest.fixture
def asked(served):
    """A draft in which Damson Practice was just named and written to."""
    at = served("draft")
    lead = at.browser(OWN)
    lead.send(f"{BID}/partners", add=PRACTICE)
    lead.send(PARTNER, do="invite")
    return at


def letter(at):
    """The path of the link and its code, as the message says."""
    with database.reading(at.engine) as session:
        one = max(mail.messages(session), key=lambda one: one.id)
    return one.path, one.code


def state(at, code=PRACTICE):
    with database.reading(at.engine) as session:
        return next(one for one in applications.dossier(session, REF).participants if one.organisation == code)


def test_a_link_opened_fifty_times_from_anywhere_changes_nothing_and_then_works_once(asked):
    path, code = letter(asked)
    scanners = [asked.browser() for _ in range(5)]
    for one in scanners * 10:
        page = one.get(path)
    for words in ("Does Damson Practice agree?", "North federation", "£90,000.00", "11,000"):
        assert words in page.get_text(" ", strip=True), words
    assert state(asked).state == "invited"
    done = asked.browser().send(path, 200, answer="agree", code=code)
    assert "You have agreed." in done.get_text()
    found = state(asked)
    assert (found.state, found.consent_by) == ("agreed", "Partner Z10004")
    asked.browser().get(path, status=404)


def test_a_wrong_code_is_counted_and_after_five_the_link_is_dead(asked):
    path, code = letter(asked)
    wrong = "000000" if code != "000000" else "111111"
    for left in (4, 3, 2, 1):
        page = asked.browser().send(path, 422, answer="agree", code=wrong)
        assert f"You can try {left} more time" in page.get_text()
    assert "This link has ended" in asked.browser().http.post(path, data={"answer": "agree", "code": wrong}).text
    asked.browser().get(path, status=404)
    assert state(asked).state == "invited"


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ({"answer": "refuse", "reason": "We have no room."}, "refused"),
        ({"answer": "condition", "condition": "Our nurse stays one day a week."}, "conditional"),
        ({"answer": "ask", "text": "Who employs the nurse?"}, "invited"),
    ],
)
def test_each_answer_is_recorded_and_a_question_leaves_the_link_open(typed, becomes, asked):
    path, code = letter(asked)
    asked.browser().send(path, 200, code=code, **typed)
    assert state(asked).state == becomes
    assert asked.browser().http.get(path).status_code == (200 if becomes == "invited" else 404)
    said = asked.browser(OWN).get(PARTNER).get_text(" ", strip=True)
    assert next(words for name, words in typed.items() if name != "answer") in said


def test_the_lead_accepts_a_condition_and_answers_a_question(asked):
    path, code = letter(asked)
    asked.browser().send(path, 200, code=code, answer="ask", text="Who employs the nurse?")
    lead = asked.browser(OWN)
    lead.send(PARTNER, do="reply", text="You do.")
    assert "You do." in asked.browser().get(path).get_text()
    asked.browser().send(path, 200, code=code, answer="condition", condition="One day a week.")
    lead.send(PARTNER, do="accept_condition")
    assert state(asked).state == "agreed"


def test_what_changed_since_it_was_agreed_is_shown_and_agreed_to_again_by_a_new_link(asked):
    path, code = letter(asked)
    asked.browser().send(path, 200, code=code, answer="agree")
    lead = asked.browser(OWN)
    lead.send(f"{BID}/partners", **{f"commitments.{PRACTICE}": "Lends its largest room"})
    assert state(asked).state == "agreed_to_earlier"
    lead.send(PARTNER, do="invite")
    again, code = letter(asked)
    said = asked.browser().get(again).get_text(" ", strip=True)
    assert "It has changed since you agreed" in said
    assert "Lends its largest room" in said
    asked.browser().send(again, 200, code=code, answer="agree")
    assert state(asked).state == "agreed"


def test_a_bid_that_changed_while_the_page_was_open_is_not_agreed_to(asked):
    path, code = letter(asked)
    browser = asked.browser()
    shown = browser.get(path).find("input", {"name": "seen"})["value"]
    asked.browser(OWN).send(f"{BID}/partners", **{f"commitments.{PRACTICE}": "Lends every room"})
    answer = browser.http.post(path, data={"answer": "agree", "code": code, "seen": shown})
    assert answer.status_code == 409
    assert state(asked).state == "invited"


def test_a_newer_link_ends_the_one_before(asked):
    path, _ = letter(asked)
    asked.browser(OWN).send(PARTNER, do="invite")
    newer, _ = letter(asked)
    assert newer != path
    asked.browser().get(path, status=404)
    asked.browser().get(newer)


def test_a_link_ends_after_three_weeks(asked):
    path, _ = letter(asked)
    asked.clock.later(days=22)
    asked.browser().get(path, status=404)


def test_the_bidder_sees_neither_link_nor_code_and_cannot_answer_for_a_partner(asked):
    path, code = letter(asked)
    lead = asked.browser(OWN)
    for page in (PARTNER, f"{BID}/partners", BID, f"{BID}/history"):
        text = str(lead.get(page))
        assert path not in text
        assert code not in text
    assert lead.http.get("/messages").status_code == 403
    key = lead.key(PARTNER)
    answer = lead.http.post(PARTNER, data={"form_key": key, "do": "answer", "answer": "agree"})
    assert answer.status_code == 403
    own = {"form_key": key, "do": "propose", "name": "Me", "email": f"{OWN}@example.org"}
    answer = lead.http.post(PARTNER, data=own)
    assert answer.status_code == 422
    assert "who acts for" in answer.text
    assert state(asked).state == "invited"


def test_an_officer_sends_the_message_and_its_link_is_shown_no_more(asked):
    path, code = letter(asked)
    officer = asked.browser("officer")
    page = officer.get("/messages")
    assert path in page.get_text()
    assert "Partner Z10004" in page.get_text()
    number = page.find("input", {"name": "number"})["value"]
    officer.send("/messages", number=number, do="sent")
    again = officer.get("/messages").get_text()
    assert path not in again
    assert code not in again
    asked.browser().get(path)


def test_where_nobody_who_signs_is_known_nobody_is_written_to(served):
    at = served("draft")
    lead = at.browser(OWN)
    with at.place.living() as world:
        world.session.connection().execute(text("UPDATE person SET email = '' WHERE sign_in_name = 'partner.z10004'"))
    lead.send(f"{BID}/partners", add=PRACTICE)
    page = lead.send(PARTNER, 422, do="invite")
    assert "our register has no address" in page.get_text()


def test_a_signatory_with_an_account_answers_on_the_page_of_its_practice(asked):
    browser = asked.browser("partner.z10004")
    answer = browser.http.get(BID)
    assert answer.headers["location"] == PARTNER
    browser.send(PARTNER, do="answer", answer="agree")
    assert state(asked).state == "agreed"


def test_a_signed_letter_is_handed_in_by_the_lead_and_counts_once_an_officer_has_checked_it(asked):
    lead = asked.browser(OWN)
    sent = {"form_key": lead.key(PARTNER), "do": "send_letter"}
    assert (
        lead.http.post(PARTNER, data=sent, files={"letter": ("letter.pdf", PDF, "application/pdf")}).status_code == 303
    )
    assert state(asked).state == "invited"
    officer = asked.browser("officer")
    assert officer.http.get(f"{PARTNER}/letter").content == PDF
    officer.send(PARTNER, do="check_letter", text="Dr Damson")
    assert state(asked).state == "by_letter"
    assert asked.browser("writer.fedsw").http.get(f"{PARTNER}/letter").status_code == 404


def test_what_a_leaving_would_mean_is_shown_before_anything_happens(asked):
    lead = asked.browser(OWN)
    page = lead.send(f"{PARTNER}/leaving", 200)
    assert "If Damson Practice left" in page.get_text()
    assert "E4" in page.get_text()
    assert state(asked).state == "invited"


@pytest.mark.parametrize("name", ["writer.fedsw", "gp_far"])
def test_a_partner_s_page_is_none_to_strangers(name, asked):
    asked.browser(name).get(PARTNER, status=404)


def test_the_pages_ask_the_database_little(asked):
    path, _ = letter(asked)
    for browser, page in ((asked.browser(), path), (asked.browser(OWN), PARTNER), (asked.browser("officer"), PARTNER)):
        asked.statements.clear()
        browser.get(page)
        assert queries(asked) <= MOST_QUERIES, "\n".join(one[:110] for one in asked.statements)


def test_a_practice_that_agreed_leaves_by_itself_while_the_bid_is_written(asked):
    browser = asked.browser("partner.z10004")
    browser.send(PARTNER, do="answer", answer="agree")
    page = browser.get(PARTNER)
    form = next(one for one in page.find_all("form") if one.find("input", {"value": "leave"}))
    typed = {one["name"]: one["value"] for one in form.find_all("input")}
    assert browser.http.post(PARTNER, data={**typed, "reason": "We merge."}).status_code == 303
    assert state(asked).state == "left"
