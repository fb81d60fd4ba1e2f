"""A bid after it was sent: our questions answered, an offer read and answered, returns of the award."""

from datetime import timedelta

import pytest

from fundflow import applications, database, engine, monitoring
from tests.stories.stages import REF
from tests.web.cost import MOST_QUERIES, queries

BID = f"/bids/{REF}"
OWN, SIGNATORY = "writer.fednw", "partner.fednw"


def dossier(at):
    with database.reading(at.engine) as session:
        return applications.dossier(session, REF)


def test_questions_are_answered_one_by_one_with_the_day_by_which(served):
    at = served("queried")
    page = at.browser(OWN).get(f"{BID}/clarification")
    assert "What is the baseline?" in page.get_text()
    assert "Please answer by" in page.get_text()
    at.browser(OWN).send(f"{BID}/clarification", **{"answer.1": "42 a week."})
    assert dossier(at).clarifications[0].answers == {"1": "42 a week."}
    at.browser(OWN).get(f"{BID}/clarification", status=404)


def test_a_question_without_an_answer_is_told_at_its_field_and_the_rest_stays(served):
    page = (
        served("queried")
        .browser(OWN)
        .send(f"{BID}/clarification", 422, **{"answer.1": "", "changes.plan": "A new plan."})
    )
    assert page.select_one(".nhsuk-error-summary a")["href"] == "#answer.1"
    assert page.find("textarea", {"name": "changes.plan"}).get_text().strip() == "A new plan."


def test_what_is_changed_with_an_answer_is_marked_and_the_rest_is_not(served):
    at = served("queried")
    browser = at.browser(OWN)
    page = browser.get(f"{BID}/clarification")
    typed = {one["name"]: one.get_text().strip() for one in page.find_all("textarea")}
    browser.send(f"{BID}/clarification", **{**typed, "answer.1": "42.", "changes.plan": "A new plan."})
    found = dossier(at)
    assert found.content.answers["plan"] == "A new plan."
    assert list(found.clarifications[0].fields_changed) == ["answers.plan"]


def test_a_question_about_a_field_opens_that_field_beside_it(served):
    at = served("submitted")
    with at.place.living() as world:
        asked = [{"text": "Where does it come from?", "field": "measure"}]
        world.step(REF, "query", "officer", questions=asked)
    page = at.browser(OWN).get(f"{BID}/clarification")
    assert "It is about: How will you know that there has been a change?" in page.get_text()
    assert page.find("details").find("textarea", {"name": "changes.measure"}) is None


@pytest.mark.parametrize("stage", ["submitted", "draft", "active"])
def test_where_nothing_is_asked_there_is_no_such_page(stage, served):
    served(stage).browser(OWN).get(f"{BID}/clarification", status=404)


def test_an_offer_shows_its_money_its_end_its_terms_and_the_ways_to_answer(served):
    at = served("offer_issued")
    browser = at.browser(SIGNATORY)
    at.statements.clear()
    page = browser.get(f"{BID}/offer")
    assert queries(at) <= MOST_QUERIES
    said = page.get_text(" ", strip=True)
    for words in ("Please answer by", "£100,000.00", "Spend the money only on the work", "Work ends", "31 March 2019"):
        assert words in said, words
    labels = [one.get_text() for one in page.select("a.nhsuk-button")]
    assert labels[:1] == ["Accept the offer"]
    for link in page.select("a.nhsuk-button"):
        browser.get(link["href"])


def test_days_are_told_to_their_last_minute(served):
    said = served("offer_issued").browser(SIGNATORY).get(BID).get_text(" ", strip=True)
    assert "Answer the offer by" in said
    assert "11:59 pm" in said
    assert "12:00 am" not in said


def test_the_offer_is_accepted_from_its_page(served):
    at = served("offer_issued")
    browser = at.browser(SIGNATORY)
    browser.send(f"/cases/{REF}/steps/accept")
    assert "The offer that you accepted" in browser.get(f"{BID}/offer").get_text()


@pytest.mark.parametrize("name", ["writer.fedsw", "partner.z10001", "gp_far"])
def test_offers_and_returns_are_for_those_who_lead(name, served):
    at = served("active")
    for path in ("offer", "returns", "returns/1", "receipt", "history", "sign"):
        at.browser(name).get(f"{BID}/{path}", status=404)


def test_returns_are_listed_with_their_days_and_sent_under_their_headings(served):
    at = served("active")
    browser = at.browser(SIGNATORY)
    at.statements.clear()
    page = browser.get(f"{BID}/returns")
    assert queries(at) <= MOST_QUERIES
    first = page.select_one(".ff-list a")["href"]
    empty = browser.send(first, 422)
    assert "is empty" in empty.get_text()
    form = browser.get(first)
    typed = {one["name"]: "None." for one in form.find_all("textarea")}
    at.clock.later(days=120)
    at.browser(SIGNATORY).send(first, **typed)
    with database.reading(at.engine) as session:
        rows = monitoring.returns_of(session, dossier(at).id)
    assert rows[0].state == "submitted"
    assert "Sent " in at.browser(SIGNATORY).get(first).get_text()


def test_an_officer_accepts_a_return_or_sends_it_back_and_readers_find_no_form(served):
    at = served("active")
    first = at.browser(SIGNATORY).get(f"{BID}/returns").select_one(".ff-list a")["href"]
    officer, auditor = at.browser("officer"), at.browser("auditor")
    assert auditor.get(f"{BID}/returns").find("form", {"method": "post", "action": first}) is None
    assert auditor.get(first).find("form", {"action": first}) is None
    assert officer.get(first).find("button", {"value": "accept"}) is None
    officer.send(first, 422, do="extend", due_on="2019-01-31")
    officer.send(first, do="extend", due_on="2019-01-31", reason="Their manager is ill.")
    assert "due on <strong>Thursday 31 January 2019" in officer.http.get(first).text
    at.clock.later(days=120)
    writer = at.browser(SIGNATORY)
    typed = {one["name"]: "None." for one in writer.get(first).find_all("textarea")}
    writer.send(first, **typed)
    key = writer.key(f"{BID}/returns")
    assert writer.http.post(first, data={"form_key": key, "do": "accept"}).status_code == 403
    officer, auditor = at.browser("officer"), at.browser("auditor")
    assert auditor.get(first).find("form", {"action": first}) is None
    officer.send(first, do="back", reason="The baseline is missing.")
    assert "We sent it back: The baseline is missing." in at.browser(SIGNATORY).get(first).get_text()
    at.browser(SIGNATORY).send(first, **typed)
    at.browser("officer").send(first, do="accept")
    assert "Accepted" in at.browser(SIGNATORY).get(f"{BID}/returns").get_text()


def with_plan(at):
    """An award with a milestone and a measure; the day."""
    with at.place.living() as world:
        act = {"actor": world.who("officer"), "now": world.now}
        day = world.now.date()
        engine.monitoring.add_milestone(
            world.session, REF, title="First hub", windows=[monitoring.Window(day, day + timedelta(days=60))], **act
        )
        engine.monitoring.add_measure(
            world.session,
            REF,
            name="Minutes",
            definition="A week",
            unit="minutes",
            direction="up",
            baseline="0",
            baseline_on=day,
            target="30",
            target_on=day + timedelta(days=300),
            **act,
        )
    return day


def test_milestones_are_begun_and_measures_read_from_the_page(served):
    at = served("active")
    day = with_plan(at)
    browser = at.browser(SIGNATORY)
    page = f"{BID}/returns"
    browser.send(f"{BID}/milestones/1", page=page, do="begin")
    browser.send(f"{BID}/milestones/1", page=page, do="remark", comment="Two rooms are ready.")
    browser.send(f"{BID}/readings", page=page, value="12", read_on=str(day))
    said = browser.get(page).get_text(" ", strip=True)
    assert "In progress" in said
    assert "12 on" in said
    browser.send(f"{BID}/readings", 422, page=page, value="12", read_on="soon")
    browser.send(f"{BID}/milestones/1", 422, page=page, do="begin")
    officer = at.browser("officer")
    officer.send(f"{BID}/milestones/1", page=page, do="meet", evidence="Photographs of 2 July")
    assert "Evidence: Photographs of 2 July" in at.browser("auditor").get(page).get_text()
    assert at.browser("auditor").get(page).select("main form") == []


def test_released_letters_are_listed_for_the_lead_and_drafts_are_not(served):
    at = served("submitted")
    browser = at.browser("officer")
    assert "Acknowledgement" not in at.browser(OWN).get(BID).get_text()
    ref = browser.get("/letters").find("input", {"name": "letter"})["value"]
    browser.send("/letters", letter=ref, do="approve")
    browser.send("/letters", letter=ref, do="release")
    link = at.browser(OWN).get(BID).find("a", href=f"/letters/{ref}")
    assert "Acknowledgement (.docx)" in link.get_text()
