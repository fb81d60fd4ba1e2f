"""The office's desk: finding cases, one step for several, and who may do what."""

from datetime import date

from fundflow import database, people
from fundflow.engine.rounds import act_of
from tests.stories.stages import REF, ROUND

MOST_QUERIES = 12


def queries(at) -> int:
    return len([one for one in at.statements if not one.startswith(("PRAGMA", "BEGIN"))])


def test_cases_are_found_by_words_state_round_and_commissioner(served):
    at = served("submitted")
    browser = at.browser("officer")
    for asked, found in {
        "q=hubs": 1,
        "q=nothing+like+it": 0,
        "state=submitted": 1,
        "state=draft": 0,
        f"round={ROUND}": 1,
        "commissioner=05J": 1,
        "fund=worcestershire-resilience": 0,
    }.items():
        at.statements.clear()
        said = browser.get(f"/cases?{asked}").get_text(" ", strip=True)
        assert queries(at) <= MOST_QUERIES
        assert f"{found} found" in said, (asked, said[:600])


def test_one_step_is_taken_for_each_that_is_ticked_and_each_says_what_came_of_it(served):
    at = served("submitted")
    browser = at.browser("officer")
    page = browser.get("/cases?state=submitted")
    steps = [one["value"] for one in page.find("select", {"id": "step"}).find_all("option") if one["value"]]
    assert "screen_eligible" in steps or steps
    key = page.find("input", {"name": "form_key"})["value"]
    typed = {"form_key": key, "state": "submitted", "case": [REF, "TF-99-9999"], "step": "query"}
    said = browser.http.post("/cases", data=typed)
    assert said.status_code == 200
    assert "0 done, 2 refused" in said.text
    assert "TF-99-9999" in said.text
    chosen = next(one for one in steps if one not in ("query", "redirect"))
    said = browser.http.post("/cases", data={**typed, "case": [REF], "step": chosen, "reason": "It is in order."})
    assert "1 done" in said.text or "refused" in said.text


def test_a_step_for_several_is_not_for_applicants(served):
    at = served("submitted")
    browser = at.browser("writer.fednw")
    key = browser.get(f"/bids/{REF}").find("input", {"name": "form_key"})["value"]
    assert browser.http.post("/cases", data={"form_key": key, "case": REF, "step": "withdraw"}).status_code == 403


def test_an_administrator_adds_a_person_who_chooses_a_password_by_a_link_that_works_once(served):
    at = served("submitted")
    with database.writing(at.engine) as session:
        act = act_of(people.system(session), now=at.clock(), what="user.add", subject="keeper")
        row = people.add(session, sign_in_name="keeper", name="Mo Keeper", email="", act=act)
        people.grant(session, row.id, "administrator", starts=date(2017, 4, 1), act=act)
    browser = at.browser("keeper")
    browser.send("/people", name="Nell Frost", sign_in_name="nell", email="office@nhs.example", role="officer")
    page = browser.get("/people/nell")
    assert "officer" in page.get_text().lower()
    assert "Nell Frost" in browser.get("/people").get_text()


def test_others_look_at_people_and_change_nothing(served):
    at = served("submitted")
    browser = at.browser("officer")
    page = browser.get("/people")
    assert page.find("form", {"action": "/people"}) is None
    key = page.find("input", {"name": "form_key"})["value"]
    answer = browser.http.post("/people", data={"form_key": key, "name": "A", "sign_in_name": "a", "role": "finance"})
    assert answer.status_code == 403
    at.browser("writer.fednw").get("/people", status=403)
