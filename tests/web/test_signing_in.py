"""Signing in: by password, by a one-time link, for so long and no longer; what was typed outlives it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from fundflow import accounts, audit, database, engine, people
from fundflow.engine import access
from fundflow.errors import NotFound, Refused
from tests.stories.stages import REF

PASSWORD = "copper teapot meadow"


@pytest.fixture
def town(served):
    """A service where people sign in by password, and `officer` has one."""
    at = served("draft", demonstration=False)
    with database.writing(at.engine) as session:
        root = people.add(session, sign_in_name="root", name="Root Person", email="", act=_act(session, at, "root"))
        people.grant(session, root.id, "administrator", starts=at.clock.now.date(), act=_act(session, at, "root"))
        token = access.invite(
            session, "officer", actor=people.actor(session, "root", now=at.clock.now), now=at.clock.now
        ).token
    browser = at.browser()
    answer = browser.send(f"/account/{token}", password=PASSWORD, again=PASSWORD)
    assert answer is not None
    return at


def _act(session, at, subject):
    system = people.system(session)
    return audit.Act(system.id, system.name, at.clock.now, "test", subject)


def sign_in(at, name="officer", password=PASSWORD):
    browser = at.browser()
    answer = browser.http.post("/sign-in", data={"name": name, "password": password})
    return browser, answer


def test_a_name_and_its_password_let_somebody_in(town):
    browser, answer = sign_in(town)
    assert answer.status_code == 303
    assert "Sign out" in browser.get("/").get_text()


@pytest.mark.parametrize(("name", "password"), [("officer", "wrong"), ("nobody", PASSWORD), ("officer", "")])
def test_what_was_wrong_is_told_without_saying_which_of_the_two(name, password, town):
    _, answer = sign_in(town, name, password)
    assert answer.status_code == 422
    assert access.WRONG.split(":")[1][:40] in answer.text
    assert f'value="{name}"' in answer.text
    assert PASSWORD not in answer.text


def test_guessing_has_to_wait_and_a_right_password_does_not_help_meanwhile(town):
    for _ in range(5):
        sign_in(town, password="guess")
    _, answer = sign_in(town)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= accounts.WAIT.total_seconds()
    assert "tried 5 times" in answer.text
    town.clock.later(minutes=16)
    assert sign_in(town)[1].status_code == 303


def try_from(at, address, name, password="guess"):
    with database.writing(at.engine) as session:
        return access.sign_in(session, name, password, address=address, now=at.clock.now)


def test_guessing_many_names_from_one_network_has_to_wait_and_others_come_in(town):
    for number in range(30):
        assert try_from(town, "192.0.2.7", f"name{number}").refused == access.WRONG
    assert "from your network names were tried 30 times" in try_from(town, "192.0.2.7", "officer", PASSWORD).refused
    assert try_from(town, "192.0.2.8", "officer", PASSWORD).cookie
    town.clock.later(minutes=16)
    assert try_from(town, "192.0.2.7", "officer", PASSWORD).cookie


def test_who_tried_to_sign_in_is_forgotten_after_thirty_days(town):
    try_from(town, "192.0.2.7", "officer", "wrong")
    town.clock.later(days=31)
    try_from(town, "192.0.2.8", "officer", "wrong")
    with database.reading(town.engine) as session:
        assert [one.address for one in session.exec(select(accounts.Attempt))] == ["192.0.2.8"]


def test_a_success_between_does_not_let_somebody_guess_on(town):
    for number in range(30):
        try_from(town, "192.0.2.7", f"name{number}")
        if number == 20:
            assert try_from(town, "192.0.2.7", "officer", PASSWORD).cookie
    assert "tried 30 times" in try_from(town, "192.0.2.7", "officer", PASSWORD).refused


def test_the_page_tells_from_where_a_name_was_tried(town):
    sign_in(town, password="guess")
    with database.reading(town.engine) as session:
        assert len(accounts.failures_from(session, "testclient", since=town.clock.now - accounts.WAIT)) == 1


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:50123", "192.0.2.7"),
        ("[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("", ""),
    ],
)
def test_tries_are_counted_by_a_network_and_never_by_this_computers_own_address(address, place):
    assert accounts.place_of(address) == place


def test_a_stay_ends_when_nothing_is_heard_for_half_an_hour_and_goes_on_while_something_is(town):
    browser, _ = sign_in(town)
    for _ in range(4):
        town.clock.later(minutes=20)
        assert browser.http.get("/still-here").status_code == 204
    town.clock.later(minutes=31)
    assert browser.http.get("/still-here").status_code == 303


def test_a_stay_ends_after_ten_hours_whatever_was_done(town):
    browser, _ = sign_in(town)
    for _ in range(31):
        town.clock.later(minutes=20)
        browser.http.get("/still-here")
    assert browser.http.get("/still-here").status_code == 303


def test_a_cookie_that_somebody_altered_lets_nobody_in(town):
    browser, _ = sign_in(town)
    cookie = browser.http.cookies["fundflow"]
    token, seconds, seal = cookie.split(".")
    browser.http.cookies.clear()
    browser.http.cookies.set("fundflow", f"{token}.{int(seconds) + 60}.{seal}")
    assert browser.http.get("/still-here").status_code == 303


def test_signing_out_ends_the_stay_on_the_server_too(town):
    browser, _ = sign_in(town)
    cookie = browser.http.cookies["fundflow"]
    browser.send("/sign-out", page="/")
    again = town.browser()
    again.http.cookies.set("fundflow", cookie)
    assert again.http.get("/still-here").status_code == 303


def test_whoever_is_shut_out_is_out_at_once(town):
    browser, _ = sign_in(town)
    with database.writing(town.engine) as session:
        root = people.actor(session, "root", now=town.clock.now)
        access.shut_out(session, "officer", reason="Left the office.", actor=root, now=town.clock.now)
    assert browser.http.get("/still-here").status_code == 303
    assert sign_in(town)[1].status_code == 422


def test_a_link_may_be_opened_often_and_used_once(town):
    with database.writing(town.engine) as session:
        root = people.actor(session, "root", now=town.clock.now)
        token = access.invite(session, "finance", purpose="reset", actor=root, now=town.clock.now).token
    browser = town.browser()
    for _ in range(50):
        browser.get(f"/account/{token}")
    browser.send(f"/account/{token}", password=PASSWORD, again=PASSWORD)
    browser.get(f"/account/{token}", status=404)


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "at least 12"),
        (PASSWORD, "other words here", "differ"),
        ("officer officer officer", "officer officer officer", "guessed first"),
        ("my password is long", "my password is long", "guessed first"),
    ],
)
def test_a_password_that_may_not_be_used_is_refused_and_the_link_still_works(password, again, says, town):
    with database.writing(town.engine) as session:
        root = people.actor(session, "root", now=town.clock.now)
        token = access.invite(session, "officer", purpose="reset", actor=root, now=town.clock.now).token
    browser = town.browser()
    page = browser.send(f"/account/{token}", status=422, password=password, again=again)
    assert says in page.get_text()
    browser.get(f"/account/{token}")


def test_a_link_of_two_hours_does_not_work_after_three(town):
    with database.writing(town.engine) as session:
        root = people.actor(session, "root", now=town.clock.now)
        token = access.invite(session, "officer", purpose="reset", actor=root, now=town.clock.now).token
    town.clock.later(hours=3)
    town.browser().get(f"/account/{token}", status=404)


def test_what_was_typed_when_a_stay_had_ended_is_back_after_signing_in_and_nothing_was_sent(served):
    at = served("submitted")
    browser = at.browser("officer")
    path = f"/cases/{REF}/steps/query"
    key = browser.key(path)
    at.clock.later(minutes=40)
    answer = browser.http.post(path, data={"form_key": key, "questions": "What is the baseline?\nWho owns it?"})
    assert answer.status_code == 303
    assert "kept=1" in answer.headers["location"]
    page = browser.get(answer.headers["location"])
    assert "kept for you" in page.get_text()
    again = browser.http.post("/sign-in/demonstration", data={"name": "officer", "next": path, "kept": "1"}).headers[
        "location"
    ]
    filled = browser.get(again)
    assert filled.find("textarea", {"name": "questions"}).get_text().strip() == "What is the baseline?\nWho owns it?"
    assert "nothing was sent" in filled.get_text()
    with database.reading(at.engine) as session:
        assert (
            engine.open_case(
                session, REF, actor=people.actor(session, "officer", now=at.clock.now), now=at.clock.now
            ).application.state
            == "submitted"
        )


def test_nobody_else_gets_what_was_typed(served):
    at = served("submitted")
    browser = at.browser("officer")
    path = f"/cases/{REF}/steps/query"
    key = browser.key(path)
    at.clock.later(minutes=40)
    browser.http.post(path, data={"form_key": key, "questions": "A secret thought"})
    other = at.browser("officer2")
    assert "A secret thought" not in other.get(f"{path}?kept=1").get_text()


def test_seeing_as_another_sees_changes_nothing_and_is_on_record(served):
    at = served("draft")
    with database.writing(at.engine) as session:
        act = _act(session, at, "officer")
        people.grant(session, people.named(session, "officer").id, "administrator", starts=at.clock.now.date(), act=act)
    browser = at.browser("officer")
    browser.send("/view-as", name="writer.fednw")
    page = browser.get(f"/cases/{REF}")
    assert "Nothing can be changed" in page.get_text()
    browser.send(f"/cases/{REF}/steps/discard", status=422)
    browser.send("/view-as/end", page="/")
    with database.reading(at.engine) as session:
        kinds = [one.what for one in audit.recent(session, limit=10)]
    assert kinds.count("view_as") == 2


def test_nobody_sees_as_an_assessor_sees(served):
    at = served("in_assessment")
    with database.writing(at.engine) as session, pytest.raises(Refused, match="locked"):
        people.grant(
            session,
            people.named(session, "officer").id,
            "administrator",
            starts=at.clock.now.date(),
            act=_act(session, at, "officer"),
        )
        actor = people.actor(session, "officer", now=at.clock.now)
        row, token = accounts.start(session, actor.id, how="test", now=at.clock.now)
        cookie = accounts.Cookie.write(token, row.secret, now=at.clock.now)
        session.flush()
        visitor = access.visitor(session, cookie, now=at.clock.now)
        access.view_as(session, visitor, "gp_far", now=at.clock.now)


def test_the_first_start_makes_one_administrator_and_no_second(sqlite_engine, now):
    with database.writing(sqlite_engine) as session:
        token = access.first_link(session, now=now)
    with database.writing(sqlite_engine) as session:
        entry = access.make_first(session, token, sign_in_name="kim.oak", name="Kim Oak", password=PASSWORD, now=now)
        assert entry.cookie
    with database.writing(sqlite_engine) as session:
        assert access.first_link(session, now=now) is None
        assert people.actor(session, "kim.oak", now=now).holds("administrator")
    with database.writing(sqlite_engine) as session, pytest.raises(NotFound):
        access.make_first(session, token, sign_in_name="eve", name="Eve", password=PASSWORD, now=now)


def test_a_demonstrations_list_is_no_way_in_elsewhere(served):
    at = served("draft", demonstration=False)
    answer = at.browser().http.post("/sign-in/demonstration", data={"name": "officer"})
    assert answer.status_code == 404


def test_a_demonstration_lists_one_person_for_each_kind_of_work_and_says_what_everybody_does(served):
    first, rest = served("draft").browser().get("/sign-in").find_all("table")
    said = {row.find("button")["value"]: row.find_all("td")[2].get_text() for row in first.find_all("tr")[1:]}
    assert said["officer"] == "Commissioning officer"
    assert said["auditor"] == "Auditor"
    assert "writer.fednw" not in said
    others = {row.find("button")["value"]: row.find_all("td")[2].get_text() for row in rest.find_all("tr")[1:]}
    assert others["writer.fednw"].startswith("Applicant for ")
    assert not said.keys() & others.keys()


@pytest.mark.parametrize("wanted", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_pages_of_ours_only(wanted, served):
    browser = served("draft").browser()
    answer = browser.http.post("/sign-in/demonstration", data={"name": "officer", "next": wanted})
    assert answer.headers["location"] == "/work"


def test_what_was_typed_is_kept_for_a_day_and_no_longer_and_never_a_password(served):
    at = served("submitted")
    browser = at.browser("officer")
    path = f"/cases/{REF}/steps/query"
    key = browser.key(path)
    at.clock.later(minutes=40)
    browser.http.post(path, data={"form_key": key, "questions": "A slow thought", "password": "copper teapot"})
    with database.reading(at.engine) as session:
        (kept,) = session.connection().exec_driver_sql("SELECT fields FROM kept_form").scalars()
    assert "copper teapot" not in str(kept)
    assert key not in str(kept)
    at.clock.later(hours=23)
    assert "A slow thought" in str(at.browser("officer").get(f"{path}?kept=1"))
    at.clock.later(hours=2)
    assert "A slow thought" not in str(at.browser("officer").get(f"{path}?kept=1"))


def test_whoever_has_no_account_yet_is_shut_out_all_the_same(town):
    with database.writing(town.engine) as session:
        root = people.actor(session, "root", now=town.clock.now)
        access.shut_out(session, "finance", reason="Never came.", actor=root, now=town.clock.now)
        number = people.named(session, "finance").id
        assert accounts.account(session, number).closed_at is not None


def test_a_role_that_ends_ends_what_it_opened_at_once(town):
    town.clock.later(days=2)
    browser, _ = sign_in(town)
    browser.get("/messages")
    with database.writing(town.engine) as session:
        row = next(one for one in people.grants(session, people.named(session, "officer").id) if one.role == "officer")
        yesterday = town.clock.now.date() - timedelta(days=1)
        people.revoke(session, row.id, ends=yesterday, act=_act(session, town, "officer"))
    assert browser.http.get("/messages").status_code == 403
