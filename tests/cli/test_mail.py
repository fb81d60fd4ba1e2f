"""Mail from the command line: set, shown, listed, sent, and looked after where it did not arrive."""

import json

import pytest

from fundflow import database, mail, people
from tests.cli.conftest import REF
from tests.mail.conftest import message, server, with_administrator

__all__ = ["server"]

SET = (
    "mail set 127.0.0.1 --security none --port {port} --from-name Funds --from funds@office.internal "
    "--reply-to care@office.internal --site https://funds.office.internal --contact Kim --telephone 01905000009 "
    "--hours weekdays --as {who}"
)


@pytest.fixture
def sends(bid, server):
    """A draft in an office that sends mail by the tests' server."""
    opened = database.connect(bid.url)
    with_administrator(opened)
    with database.writing(opened) as session:
        for one in people.list_all(session):
            one.email = "practice@office.internal"
    opened.dispose()
    bid.ok(SET.format(port=server.port, who="root"))
    return bid


def finding(terminal):
    return next(one for one in json.loads(terminal.run("doctor", "--json")[1])["findings"] if one["what"] == "mail")


def test_nothing_is_sent_until_an_administrator_sets_how(bid):
    assert bid.json("mail show")["on"] is False
    assert bid.json("mail send") == []
    assert bid.refused(SET.format(port=25, who="officer")) == ["may_act"]
    assert finding(bid)["said"].startswith("not sent by fundflow")


def test_a_message_goes_from_the_bid_to_the_mailbox_by_commands_alone(sends, server, monkeypatch):
    sends.ok(f"application invite {REF} Z10001 --as writer.fednw")
    (row,) = sends.json("mail list --as officer")
    assert (row["state"], row["path"], row["code"]) == ("waiting", "", ""), (
        "it leaves by itself: nobody need see its link"
    )
    assert sends.json("mail send") == [], "nothing leaves while the clock is set"
    monkeypatch.delenv("FUNDFLOW_CLOCK")
    assert [one["outcome"] for one in sends.json("mail send")] == ["sent"]
    assert "Code: " in server.took[0].get_content()
    assert sends.json("mail show")["messages"] == {"sent": 1}
    assert finding(sends)["sound"] is True
    sends.ok(f"mail bounced {row['id']} --as officer --said full")
    assert finding(sends)["sound"] is False
    assert "bounced" in sends.ok("mail list --state bounced --as officer")
    assert sends.refused(f"mail retry {row['id']} --as officer") == ["link_dropped"]
    sends.ok(f"mail sent {row['id']} --as officer")
    assert finding(sends)["sound"] is True


def test_the_worker_sends_what_waits_and_its_log_holds_neither_link_nor_address(sends, server, monkeypatch):
    opened = database.connect(sends.url)
    with database.writing(opened) as session:
        mail.put(session, **message())
    opened.dispose()
    monkeypatch.delenv("FUNDFLOW_CLOCK")
    _, out, err = sends.run("worker --once")
    said = out + err
    assert len(server.took) == 1
    assert '"outcome": "sent"' in said
    assert "secret1" not in said
    assert "@" not in said


def test_switching_mail_off_leaves_what_waits_to_officers(sends):
    sends.ok("mail off --as root --reason Christmas")
    sends.ok(f"application invite {REF} Z10001 --as writer.fednw")
    (row,) = sends.json("mail list --as officer")
    assert row["path"].startswith("/consent/")
    assert sends.json("mail show")["on"] is False
