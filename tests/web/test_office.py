"""The office's desk: finding cases, one step for several, and who may do what."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from fundflow import accounts, applications, audit, database, people
from fundflow.engine import identity, take_step
from fundflow.engine.rounds import act_of
from fundflow.web.rooms import BROKE, NOT_TRIED
from fundflow.web.routes import finding
from tests.stories.stages import REF, ROUND
from tests.web.cost import MOST_QUERIES, queries


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
    assert steps == ["accept_eligible"], "a step that asks for more than a reason is taken on its own page"
    key = page.find("input", {"name": "form_key"})["value"]
    typed = {"form_key": key, "state": "submitted", "case": [REF, "TF-99-9999"], "step": "query"}
    said = browser.http.post("/cases", data=typed)
    assert said.status_code == 200
    assert "0 done, 2 refused" in said.text
    assert f'value="{REF}" aria-label="{REF}" checked' in said.text, "what was refused stays ticked"
    assert "TF-99-9999" in said.text
    said = browser.http.post("/cases", data={**typed, "case": [REF], "step": steps[0]})
    assert "1 done, 0 refused" in said.text


@pytest.fixture
def breaking(served, monkeypatch):
    """The office at a step for three, of which the second breaks something of ours."""
    at = served("submitted")

    def take(session, ref, *given, **named):
        if ref == "TF-17-0002":
            raise RuntimeError("select secret from somewhere")
        return take_step(session, ref, *given, **named)

    monkeypatch.setattr(finding, "take_step", take)
    browser = at.browser("officer")
    key = browser.get("/cases?state=submitted").find("input", {"name": "form_key"})["value"]
    client = TestClient(at.app, base_url="http://testserver", raise_server_exceptions=False)
    client.cookies = browser.http.cookies
    typed = {
        "form_key": key,
        "state": "submitted",
        "step": "accept_eligible",
        "case": [REF, "TF-17-0002", "TF-17-0003"],
    }
    return at, lambda: client.post("/cases", data=typed)


def _kept(answer) -> list[str]:
    """What the page says came of each."""
    found = BeautifulSoup(answer.text, "html.parser").select("#outcomes li")
    return [" ".join(one.get_text(" ").split()).replace(" :", ":") for one in found]


OF_EACH = [
    f"{REF}: Done.",
    f"TF-17-0002: {BROKE}",
    f"TF-17-0003: {NOT_TRIED}",
]


def test_what_was_done_before_something_broke_stays_and_is_told_for_each(breaking, caplog):
    at, press = breaking
    answer = press()
    assert (answer.status_code, _kept(answer)) == (200, OF_EACH)
    assert "secret" not in answer.text
    assert "select secret from somewhere" in caplog.text, "whoever runs the service can find what broke"
    with database.reading(at.engine) as session:
        assert applications.get(session, REF).state != "submitted"


def test_even_a_page_that_breaks_afterwards_tells_what_was_done(breaking, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError("select secret from somewhere")

    at, press = breaking
    monkeypatch.setattr(applications, "rounds", broken)
    answer = press()
    assert (answer.status_code, _kept(answer)) == (500, OF_EACH)
    assert "Nothing was saved" not in answer.text
    assert "1 done, 2 not done" in answer.text
    assert "01905 000000" in answer.text
    with database.reading(at.engine) as session:
        assert applications.get(session, REF).state != "submitted"


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


def administrator(at):
    """The browser of somebody who keeps the people."""
    with database.writing(at.engine) as session:
        act = act_of(people.system(session), now=at.clock(), what="user.add", subject="keeper")
        row = people.add(session, sign_in_name="keeper", name="Mo Keeper", email="", act=act)
        people.grant(session, row.id, "administrator", starts=date(2017, 4, 1), act=act)
    return at.browser("keeper")


def forms(page) -> set[str]:
    """What can be done on a person's page."""
    return {one["value"] for one in page.find_all("input", {"name": "do"})}


def test_an_officer_arranges_their_own_cover_and_nobody_elses(served):
    at = served("submitted")
    browser = at.browser("officer")
    assert forms(browser.get("/people/finance")) == set()
    page = browser.get("/people/officer")
    assert forms(page) == {"cover"}
    assert [one["value"] for one in page.find("select", {"name": "role"}).find_all("option")] == ["officer"]
    away = {"do": "cover", "role": "officer", "by": "finance", "starts": "2017-08-01", "ends": "2017-08-14"}
    browser.send("/people/officer", **away, reason="Leave.")
    said = browser.get("/people/officer").find(id="covers").find_next("ul").get_text(" ", strip=True)
    assert "stands in for" in said
    assert "from Tuesday 1 August 2017 to Monday 14 August 2017" in said
    key = browser.key("/people/officer")
    answer = browser.http.post("/people/finance", data={"form_key": key, **away, "role": "finance", "by": "officer"})
    assert answer.status_code == 403
    answer = browser.http.post("/people/officer", data={"form_key": key, **away, "role": "finance"})
    assert answer.status_code == 422
    assert "so nobody can stand in for them in that" in answer.text


def covered(at):
    """Finance stands in for the officer for a day and the next."""
    with database.writing(at.engine) as session:
        act = act_of(
            people.actor(session, "officer", now=at.clock()), now=at.clock(), what="user.cover", subject="officer"
        )
        own, away = people.named(session, "finance"), people.named(session, "officer")
        day = at.clock().date()
        people.cover(session, own.id, away.id, "officer", starts=day, ends=day + timedelta(days=1), act=act)
    return at


def test_a_colleague_acts_for_whoever_is_away_and_both_names_stand_on_the_act(served):
    at = covered(served("submitted"))
    browser = at.browser("finance")
    step = f"/cases/{REF}/steps/accept_eligible"
    assert "may_act" in browser.send(step, 403).get_text()
    browser.send("/stand-in", page="/people/finance")
    assert " for " in browser.get(f"/cases/{REF}").find("aside", {"aria-label": "You stand in"}).get_text()
    browser.send(step)
    with database.reading(at.engine) as session:
        done = next(one for one in audit.recent(session, limit=20) if one.what == "accept_eligible")
        own, away = people.named(session, "finance"), people.named(session, "officer")
    assert (done.actor_id, done.actor) == (own.id, f"{own.name} for {away.name}")
    browser.http.post("/stand-in", data={"form_key": browser.key("/work"), "for": ""})
    assert browser.get("/work").find("aside", {"aria-label": "You stand in"}) is None


def test_standing_in_gives_the_roles_that_were_handed_over_alone_and_ends_with_the_cover(served):
    at = covered(served("submitted"))
    browser = at.browser("finance")
    virements = "/finance/virements"
    assert browser.get(virements).select('main form[method="post"]')
    browser.send("/stand-in", page="/people/finance")
    assert browser.get(virements).select('main form[method="post"]') == []
    with database.writing(at.engine) as session:
        (cover,) = people.covers(session, on=at.clock().date())
        cover.starts = cover.ends = at.clock().date() - timedelta(days=1)
        session.add(cover)
    assert browser.get(virements).select('main form[method="post"]')
    assert browser.get("/work").find("aside", {"aria-label": "You stand in"}) is None


def test_nobody_acts_for_somebody_who_handed_nothing_over(served):
    at = served("submitted")
    browser = at.browser("finance")
    answer = browser.http.post("/stand-in", data={"form_key": browser.key("/work"), "for": "officer"})
    assert (answer.status_code, "does not stand in for" in answer.text) == (409, True)
    assert " for " not in browser.get("/people/finance").find("header").get_text()


def test_the_head_of_a_page_leads_the_office_to_its_own_page_of_people_and_nobody_else(served):
    at = served("submitted")
    assert at.browser("officer").get("/").find("a", {"href": "/people/officer"})
    assert at.browser("writer.fednw").get("/").find("a", {"href": "/people/writer.fednw"}) is None


def test_an_administrator_says_on_a_page_whose_account_at_the_provider_is_whose(served):
    at = served("submitted")
    browser = administrator(at)
    assert not forms(browser.get("/people/officer")) & {"bind", "unbind"}
    with database.writing(at.engine) as session:
        keeper = people.actor(session, "keeper", now=at.clock())
        found = accounts.Described(*["https://id.example/x"] * 3, "", ("RS256",))
        asked = identity.Asked("NHSmail", "https://id.example", "fundflow", "http://localhost")
        identity.set_provider(session, asked, found, actor=keeper, now=at.clock())
    page = browser.get("/people/officer")
    assert "is bound to no account at NHSmail" in page.get_text()
    assert "unbind" not in forms(page)
    browser.send("/people/officer", do="bind", subject="a1b2")
    page = browser.get("/people/officer")
    assert "a1b2" in page.find(id="account").find_next("p").get_text()
    said = browser.send("/people/finance", status=422, do="bind", subject="a1b2").get_text()
    assert "belongs to somebody else here already" in said
    assert "Give the subject" in browser.send("/people/finance", status=422, do="bind", subject="").get_text()
    other = at.browser("officer")
    assert other.get("/people/officer").find(id="account") is None
    typed = {"form_key": other.key("/people/officer"), "do": "bind", "subject": "mine"}
    assert other.http.post("/people/officer", data=typed).status_code == 403
    browser.send("/people/officer", do="unbind", reason="Moved.")
    assert "is bound to no account" in browser.get("/people/officer").get_text()
    assert other.http.get("/people").status_code == 303
    with database.reading(at.engine) as session:
        done = [one.what for one in audit.recent(session, limit=10) if one.what.startswith("identity.")]
    assert sorted(done) == ["identity.bind", "identity.unbind"]


READ = (
    "",
    "/change/extend",
    "/change/cancel",
    "/amend",
    "/withdraw",
    "/ranking",
    "/seats",
    "/message",
    "/enter",
    "/practice",
)


@pytest.mark.parametrize(
    "path", [f"/rounds/{ROUND}{one}" for one in READ] + [f"/cases/{REF}", f"/cases/{REF}/set-aside"]
)
def test_an_auditor_who_is_nothing_else_reads_and_finds_no_form(path, served):
    page = served("recommended").browser("auditor").get(path)
    assert page.select('main form[method="post"]') == []
    assert [one["href"] for one in page.select("main a") if "/set-aside" in one["href"]] == []
    assert page.find(id="change") is None


def test_an_officer_finds_the_forms_that_an_auditor_does_not(served):
    browser = served("recommended").browser("officer")
    for path in ("/change/extend", "/amend", "/ranking", "/seats"):
        assert browser.get(f"/rounds/{ROUND}{path}").select('main form[method="post"]'), path
    assert browser.get(f"/rounds/{ROUND}").find(id="change")


def test_others_look_at_people_and_change_nothing(served):
    at = served("submitted")
    browser = at.browser("officer")
    page = browser.get("/people")
    assert page.find("form", {"action": "/people", "method": "post"}) is None
    key = page.find("input", {"name": "form_key"})["value"]
    answer = browser.http.post("/people", data={"form_key": key, "name": "A", "sign_in_name": "a", "role": "finance"})
    assert answer.status_code == 403
    at.browser("writer.fednw").get("/people", status=403)


def test_people_are_found_by_name_organisation_or_role(served):
    browser = served("submitted").browser("officer")
    every = browser.get("/people")
    found = browser.get("/people?q=claim+checker")
    names = [one.get_text(strip=True) for one in found.select("tbody th a")]
    assert 0 < len(names) < len(every.select("tbody tr"))
    total = re.search(r"(\d+) of (\d+); page 1 of 2", every.get_text())
    assert total is not None and total[1] == total[2]
    assert f"{len(names)} of {total[1]}." in found.get_text()
    listed = [
        one.get_text(strip=True) for page in ("1", "2") for one in browser.get(f"/people?page={page}").select("tbody a")
    ]
    assert len(set(listed)) == len(listed) == int(total[1])
    assert browser.get("/people?q=nobody-of-this-name").select("tbody tr") == []
