"""The page of messages: sent by hand where no mail leaves; else what did not arrive, first, and never a newcomer's link."""

import pytest

from fundflow import audit, database, mail, people
from fundflow.engine import mail_out
from tests.mail.conftest import message, server, setting, with_administrator
from tests.stories.stages import ROUND
from tests.stories.world import FUND
from tests.web.cost import MOST_QUERIES, queries

__all__ = ["server"]

ROW = {
    "kind": "letter",
    "about": "TF-17-0001",
    "thing": "TF-17-0001/L02",
    "fund": FUND,
    "path": "/letters/TF-17-0001/L02",
}


@pytest.fixture
def sends(served, server):
    """An office that sends mail, with a message that was refused, one that waits and one to a newcomer."""
    at = served("ineligible")
    with_administrator(at.engine)
    with database.writing(at.engine) as session:
        root = people.actor(session, "root", now=at.clock.now)
        mail_out.set_up(session, setting(server.port), actor=root, now=at.clock.now)
        mail.put(session, **{**message(1), **ROW, "made_at": at.clock.now})
    server.does["rcpt"] = "550 no such mailbox"
    assert mail_out.send_next(at.engine, now=at.clock.now, worker="w").outcome == "given up"
    server.does.clear()
    with database.writing(at.engine) as session:
        mail.put(session, **{**message(2), **ROW, "made_at": at.clock.now})
        mail.put(session, **{**message(3), "made_at": at.clock.now})
    return at


def test_what_did_not_arrive_stands_first_with_the_reason_and_is_sent_again(sends, server):
    officer = sends.browser("officer")
    page = officer.get("/messages").get_text(" ", strip=True)
    for words in ("leave by themselves", "Did not arrive", "550 no such mailbox", "Jo Elm 1", "Jo Elm 2", "Waits"):
        assert words in page, words
    assert "Jo Elm 3" not in page, "who is let in is for administrators"
    officer.send("/messages", do="retry", number="1")
    assert [mail_out.send_next(sends.engine, now=sends.clock.now, worker="w").outcome for _ in range(3)] == ["sent"] * 3
    assert "None waits for you" in officer.get("/messages").get_text()
    assert "Jo Elm 1" in officer.get("/messages?state=sent").get_text()


def test_a_newcomer_s_link_is_on_no_page(sends):
    with database.writing(sends.engine) as session:
        officer = people.named(session, "officer")
        act = audit.Act(officer.id, officer.name, sends.clock.now, "test", "officer")
        people.grant(session, officer.id, "administrator", starts=sends.clock.now.date(), act=act)
    page = str(sends.browser("officer").get("/messages"))
    assert "Jo Elm 3" in page
    assert "secret3" not in page


def test_a_message_that_came_back_is_noted_with_what_it_says(sends):
    officer = sends.browser("officer")
    officer.send("/messages", do="retry", number="1")
    for _ in range(3):
        mail_out.send_next(sends.engine, now=sends.clock.now, worker="w")
    page = officer.send("/messages", 422, do="bounced", number="1", said="")
    assert "Say what the message that came back says" in page.get_text()
    officer.send("/messages", do="bounced", number="1", said="Mailbox is full")
    page = officer.get("/messages").get_text(" ", strip=True)
    assert "Came back It came back: Mailbox is full." in page
    assert "Mailbox is full" in officer.get("/work").get_text()


def test_a_round_s_page_says_how_many_did_not_arrive(sends):
    page = sends.browser("officer").get(f"/rounds/{ROUND}").get_text(" ", strip=True)
    assert "1 message did not arrive" in page


def test_the_page_asks_little_however_many_wait(sends):
    with database.writing(sends.engine) as session:
        for number in range(10, 210):
            mail.put(session, **{**message(number), **ROW, "made_at": sends.clock.now})
    browser = sends.browser("officer")
    sends.statements.clear()
    browser.get("/messages")
    assert queries(sends) <= MOST_QUERIES


def test_an_administrator_reads_on_the_page_of_a_newcomer_that_the_link_is_on_its_way(sends):
    with database.writing(sends.engine) as session:
        people.named(session, "finance").email = "finance@office.internal"
    browser = sends.browser("root")
    browser.send("/people/finance", page="/people/finance", do="invite")
    said = browser.get("/people/finance").get_text(" ", strip=True)
    assert "on its way to" in said
    assert "/account/" not in said
