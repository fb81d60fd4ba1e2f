"""Signing in by an identity provider: the whole way there and back, everything that may be wrong with it, and passwords off."""

from datetime import timedelta

import pytest
from joserfc.jwk import OctKey, RSAKey

from fundflow import accounts, audit, database, people
from fundflow.engine import access, identity
from fundflow.errors import BadInput, Refused
from tests.identity.provider import CLIENT, SECRET, Provider, Serving
from tests.stories.fixtures import counties, county
from tests.web.conftest import served
from tests.web.test_signing_in import PASSWORD

__all__ = ["counties", "county", "served"]


@pytest.fixture
def town(served, monkeypatch):
    """A service whose people sign in by a provider that runs beside it; `root` keeps it."""
    monkeypatch.setenv(identity.SECRET, SECRET)
    at = served("draft", demonstration=False)
    at.provider = Provider(at.clock.now)
    serving = Serving(at.provider)
    with database.writing(at.engine) as session:
        system = people.system(session)
        act = audit.Act(system.id, system.name, at.clock.now, "test", "root")
        root = people.add(session, sign_in_name="root", name="Root Person", email="", act=act)
        people.grant(session, root.id, "administrator", starts=at.clock.now.date(), act=act)
        found = accounts.provider_described(at.provider.issuer)
        asked = identity.Asked("NHSmail", at.provider.issuer, CLIENT, "http://localhost")
        identity.set_provider(session, asked, found, actor=keeper(session, at), now=at.clock.now)
    yield at
    serving.stop()


def keeper(session, at):
    return people.actor(session, "root", now=at.clock.now)


def bound(at, name="officer", subject="a1b2-jo"):
    with database.writing(at.engine) as session:
        identity.bind(session, name, subject, actor=keeper(session, at), now=at.clock.now)


def invited(at, name="officer"):
    with database.writing(at.engine) as session:
        return access.invite(session, name, actor=keeper(session, at), now=at.clock.now).token


def leave(browser, **typed):
    """Press the button: the address at the provider to which the browser goes on."""
    answer = browser.http.post("/sign-in/provider", data=typed)
    assert answer.status_code == 200, answer.text
    return answer.headers["refresh"].removeprefix("0; url=")


def arrive(at, browser, **typed):
    """The whole way: what the browser is answered when it comes back."""
    return browser.http.get(at.provider.sends_back(leave(browser, **typed)))


def said(answer):
    return " ".join(answer.text.split())


def test_whoever_is_bound_comes_in_and_goes_on_to_the_page_that_they_wanted(town):
    bound(town)
    browser = town.browser()
    answer = arrive(town, browser, next="/rounds")
    assert (answer.status_code, answer.headers["location"]) == (303, "/rounds")
    assert "You are signed in as Officer" in browser.get("/rounds").get_text()
    (asked,) = town.provider.asked
    assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == ("code", "openid", "S256")
    assert len(asked["nonce"]) > 30
    with database.reading(town.engine) as session:
        events = [(one.what, one.subject) for one in audit.recent(session, limit=3)]
        assert ("sign_in", "officer") in events
        assert "a1b2-jo" not in str(audit.recent(session, limit=20))


def test_an_invitation_s_link_says_once_whose_account_it_is(town):
    token = invited(town)
    browser = town.browser()
    page = browser.get(f"/account/{token}")
    assert "Use NHSmail" in page.get_text()
    assert arrive(town, browser, token=token).status_code == 303
    assert "Sign out" in browser.get("/").get_text()
    town.browser().get(f"/account/{token}", status=404)
    again = town.browser()
    assert arrive(town, again).status_code == 303, "from now on no link is needed"


def test_an_address_alone_binds_nobody(town):
    with database.writing(town.engine) as session:
        people.named(session, "officer").email = "officer@office.internal"
    town.provider.lies["email"] = "officer@office.internal"
    town.provider.lies["email_verified"] = True
    answer = arrive(town, town.browser())
    assert answer.status_code == 409
    assert "nobody here is bound to that account yet" in said(answer)
    assert "Open the link of your invitation" in said(answer)


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"iss": "https://another.internal"},
        {"sub": None},
        {"sub": ""},
        {"exp": None},
    ],
    ids=str,
)
def test_a_word_that_is_not_for_this_visit_lets_nobody_in(lies, town):
    bound(town)
    town.provider.lies.update(lies)
    browser = town.browser()
    answer = arrive(town, browser)
    assert answer.status_code == 409
    assert "cannot be relied on" in said(answer)
    assert browser.http.get("/still-here").status_code == 303


def test_a_word_that_is_too_old_lets_nobody_in(town):
    bound(town)
    seconds = int(town.clock.now.timestamp())
    town.provider.lies.update({"iat": seconds - 900, "exp": seconds - 120})
    assert "cannot be relied on" in said(arrive(town, town.browser()))


@pytest.mark.parametrize("how", ["none", "HS256", "a key of somebody else"])
def test_a_word_that_the_provider_did_not_sign_lets_nobody_in(how, town):
    bound(town)
    if how == "a key of somebody else":
        town.provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
    elif how == "HS256":
        town.provider.alg, town.provider.signs_with = how, OctKey.import_key(SECRET)
    else:
        town.provider.alg = how
    browser = town.browser()
    assert "cannot be relied on" in said(arrive(town, browser))
    assert browser.http.get("/still-here").status_code == 303


def test_the_same_answer_lets_nobody_in_a_second_time(town):
    bound(town)
    browser = town.browser()
    back = town.provider.sends_back(leave(browser))
    kept = browser.http.cookies["away"]
    assert browser.http.get(back).status_code == 303
    thief = town.browser()
    thief.http.cookies.set("away", kept)
    answer = thief.http.get(back)
    assert answer.status_code == 404
    assert "was used before" in said(answer)


def test_a_code_that_the_provider_has_taken_already_is_refused_in_words(town):
    bound(town)
    browser = town.browser()
    back = town.provider.sends_back(leave(browser))
    town.provider.codes.clear()
    answer = browser.http.get(back)
    assert answer.status_code == 409
    assert "this code is not good" in said(answer)


def test_an_answer_for_another_browser_lets_nobody_in(town):
    bound(town)
    back = town.provider.sends_back(leave(town.browser()))
    answer = town.browser().http.get(back)
    assert answer.status_code == 404
    assert "belongs to another browser" in said(answer)


def test_whoever_is_away_too_long_begins_again(town):
    bound(town)
    browser = town.browser()
    back = town.provider.sends_back(leave(browser))
    town.clock.later(minutes=11)
    assert "more than 10 minutes" in said(browser.http.get(back))


def test_a_provider_that_says_no_is_told_without_a_fault(town):
    browser = town.browser()
    back = town.provider.sends_back(leave(browser))
    state = back.partition("state=")[2]
    answer = browser.http.get(f"/sign-in/provider/return?error=access_denied&state={state}")
    assert answer.status_code == 409
    assert "did not let you go on" in said(answer)


def test_whoever_is_shut_out_or_unbound_does_not_come_in_by_the_provider_either(town):
    bound(town)
    browser = town.browser()
    arrive(town, browser)
    with database.writing(town.engine) as session:
        access.shut_out(session, "officer", reason="Left.", actor=keeper(session, town), now=town.clock.now)
    assert browser.http.get("/still-here").status_code == 303
    answer = arrive(town, browser)
    assert (answer.status_code, "was closed here" in said(answer)) == (409, True)
    token = invited(town)
    assert arrive(town, browser, token=token).status_code == 303, "an invitation lets them in again"
    with database.writing(town.engine) as session:
        identity.unbind(session, "officer", reason="Moved.", actor=keeper(session, town), now=town.clock.now)
    assert browser.http.get("/still-here").status_code == 303
    assert arrive(town, browser).status_code == 409


def test_one_account_is_one_person_s(town):
    bound(town, "finance")
    token = invited(town)
    answer = arrive(town, town.browser(), token=token)
    assert "belongs to somebody else here already" in said(answer)
    town.browser().get(f"/account/{token}")
    with database.writing(town.engine) as session, pytest.raises(Refused, match="somebody else"):
        identity.bind(session, "officer", "a1b2-jo", actor=keeper(session, town), now=town.clock.now)


def test_passwords_are_switched_off_only_when_an_administrator_can_come_in_without(town):
    token = invited(town)
    town.browser().send(f"/account/{token}", password=PASSWORD, again=PASSWORD)
    with database.writing(town.engine) as session, pytest.raises(Refused, match="no administrator is bound"):
        off(session, town)
    bound(town, "root", "r-1")
    with database.writing(town.engine) as session:
        off(session, town)
    browser = town.browser()
    page = browser.get("/sign-in").get_text()
    assert "Sign in with NHSmail" in page
    assert "Password" not in page
    answer = browser.http.post("/sign-in", data={"name": "officer", "password": PASSWORD})
    assert (answer.status_code, "passwords are switched off" in said(answer)) == (422, True)
    token = invited(town, "finance")
    assert "Or choose a password" not in browser.get(f"/account/{token}").get_text()
    answer = browser.http.post(f"/account/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert "passwords are switched off" in said(answer)
    with database.writing(town.engine) as session:
        identity.switch_off(session, reason="It is down.", actor=keeper(session, town), now=town.clock.now)
    assert browser.http.post("/sign-in", data={"name": "officer", "password": PASSWORD}).status_code == 303


def off(session, at):
    identity.allow_passwords(session, allowed=False, reason="Policy.", actor=keeper(session, at), now=at.clock.now)


def test_signing_out_leads_to_where_the_provider_signs_out(town):
    bound(town)
    browser = town.browser()
    arrive(town, browser)
    answer = browser.http.post("/sign-out", data={"form_key": browser.key("/")})
    assert answer.headers["location"] == "/signed-out"
    page = browser.get("/signed-out")
    link = page.find("a", string="Sign out of NHSmail too")["href"]
    assert link.startswith(f"{town.provider.issuer}/out?client_id={CLIENT}&post_logout_redirect_uri=")
    assert browser.http.get("/still-here").status_code == 303


@pytest.mark.parametrize("wanted", ["//evil.internal", "https://evil.internal", "/\\evil.internal"])
def test_coming_back_leads_to_pages_of_ours_only(wanted, town):
    bound(town)
    assert arrive(town, town.browser(), next=wanted).headers["location"] == "/work"


def test_what_was_typed_is_back_after_signing_in_by_the_provider_too(town):
    bound(town)
    assert arrive(town, town.browser(), next="/rounds", kept="1").headers["location"] == "/rounds?kept=1"


def test_a_provider_that_calls_itself_otherwise_is_not_set(town):
    town.provider.calls_itself = "https://another.internal"
    with pytest.raises(BadInput, match="calls itself"):
        accounts.provider_described(town.provider.issuer)


@pytest.mark.parametrize("issuer", ["http://login.office.internal", "ftp://x", "login", "https://"])
def test_a_provider_without_protection_is_not_set(issuer):
    with pytest.raises(BadInput, match="is not the address of a provider"):
        accounts.provider_described(issuer)


def test_a_stay_by_the_provider_ends_like_every_other(town):
    bound(town)
    browser = town.browser()
    arrive(town, browser)
    town.clock.now += timedelta(minutes=31)
    assert browser.http.get("/still-here").status_code == 303
