"""A message goes to the mail server once, is tried again while it was not taken, and then becomes somebody's task."""

import threading
from datetime import timedelta

import pytest

from fundflow import applications, audit, database, mail, people
from fundflow.engine import mail_out
from fundflow.errors import BadInput, Refused, Stale
from tests.mail.conftest import NOW, message, office_over, setting, with_administrator


def tasks(office):
    with database.reading(office.engine) as session:
        return [one for one in applications.tasks(session) if one.kind == mail_out.TASK]


def root(session):
    return people.actor(session, "root", now=NOW)


def test_a_message_is_plain_text_marked_as_automatic_and_ends_on_a_person_to_ring(office):
    office.put()
    assert office.send() == ["sent"]
    (got,) = office.server.took
    assert got.get_content_type() == "text/plain"
    assert (got["From"], got["To"]) == (
        "Primary care funds <funds@office.internal>",
        "Jo Elm 1 <jo.1@practice.internal>",
    )
    assert (got["Reply-To"], got["Auto-Submitted"]) == ("primary-care@office.internal", "auto-generated")
    assert got["Message-ID"].endswith("@office.internal>")
    assert got["Date"].datetime == NOW
    text = got.get_content()
    assert "https://funds.office.internal/account/secret1" in text
    assert text.rstrip().splitlines()[-2:] == ["Kim Oak", "01905 000009 (Monday to Friday, 9 am to 5 pm)"]


def test_what_was_sent_is_not_sent_again_and_its_link_is_kept_nowhere(office):
    office.put()
    assert office.send() == ["sent"]
    office.put()
    assert office.send(later=timedelta(days=30)) == []
    assert len(office.server.took) == 1
    (row,) = office.rows()
    assert (row.state, row.path, row.code, row.sent_by) == ("sent", "", "", "the mail server")


@pytest.mark.parametrize(
    ("where", "said", "outcome", "state"),
    [
        ("rcpt", "550 no such mailbox", "given up", "failed"),
        ("rcpt", "450 greylisted, come back", "tried again later", "waiting"),
        ("rcpt", "drop", "tried again later", "waiting"),
        ("mail", "530 sign in first", "tried again later", "waiting"),
        ("data", "554 looks like spam", "given up", "failed"),
        ("data", "451 disk full", "tried again later", "waiting"),
        ("data", "drop", "given up", "failed"),
        ("data", "drop before taking", "given up", "failed"),
    ],
)
def test_each_way_in_which_a_server_fails_ends_where_it_should(where, said, outcome, state, office):
    office.put()
    office.server.does[where] = said
    assert office.send() == [outcome]
    (row,) = office.rows()
    assert row.state == state
    assert row.last_error
    assert len(tasks(office)) == (state == "failed")
    office.server.does.clear()
    before = len(office.server.took)
    office.send(later=timedelta(days=2))
    assert len(office.server.took) - before == (state == "waiting")


def test_a_line_that_breaks_after_the_text_is_for_a_person_and_nobody_gets_it_twice_by_itself(office):
    office.put()
    office.server.does["data"] = "drop"
    office.send()
    assert len(office.server.took) == 1
    office.server.does.clear()
    for days in range(1, 5):
        assert office.send(later=timedelta(days=days)) == []
    assert len(office.server.took) == 1
    assert "may have arrived" in office.rows()[0].last_error
    (task,) = tasks(office)
    assert (task.role, task.payload["message"]) == ("administrator", 1)
    with database.writing(office.engine) as session:
        mail_out.retry(session, 1, actor=root(session), now=NOW)
    assert tasks(office) == []
    assert office.send(later=timedelta(days=5)) == ["sent"]
    ids = {one["Message-ID"] for one in office.server.took}
    assert len(ids) == 1, "whoever got it twice can tell by its name"


def test_pauses_grow_and_after_the_last_try_somebody_is_asked(office):
    office.put()
    office.server.does["data"] = "451 disk full"
    later, pauses = timedelta(0), []
    for _ in range(mail.MOST_ATTEMPTS):
        assert len(office.send(later=later)) == 1
        (row,) = office.rows()
        if row.state == "waiting":
            pauses.append(row.next_at - (NOW + later))
            assert office.send(later=row.next_at - NOW - timedelta(seconds=1)) == []
            later = row.next_at - NOW
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=6))
    assert office.states() == ["failed"]
    assert "disk full" in tasks(office)[0].text


def test_a_server_that_is_down_costs_one_try_and_loses_nothing(office):
    office.put(1)
    office.put(2)
    with database.writing(office.engine) as session:
        mail_out.set_up(session, setting(1), actor=root(session), now=NOW)
    one = mail_out.send_next(office.engine, now=NOW, worker="w")
    assert (one.outcome, one.line) == ("tried again later", True)
    assert "127.0.0.1:1 cannot be used" in office.rows()[0].last_error
    with database.writing(office.engine) as session:
        mail_out.set_up(session, setting(office.server.port), actor=root(session), now=NOW)
    assert office.send(later=timedelta(minutes=2)) == ["sent", "sent"]


def test_two_workers_at_once_send_each_message_once(office):
    for number in range(12):
        office.put(number)
    line, faults = threading.Barrier(4), []

    def work(name):
        line.wait(timeout=60)
        try:
            office.send(worker=name)
        except Exception as error:  # noqa: BLE001 - told by the main thread
            faults.append(error)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []
    assert sorted(office.server.subjects()) == sorted(f"Your invitation {number}" for number in range(12))
    assert set(office.states()) == {"sent"}


def test_a_worker_that_sleeps_over_its_lease_finds_that_another_has_sent_it(office):
    office.put()

    def slow(envelope, setting_, *, password, to, last_moment):
        assert office.send(later=timedelta(minutes=6), worker="heir") == ["sent"]
        return mail.give(envelope, setting_, password=password, to=to, last_moment=last_moment)

    one = mail_out.send_next(office.engine, now=NOW, worker="sleeper", give=slow)
    assert one.outcome == "another worker has it"
    assert len(office.server.took) == 1
    assert office.states() == ["sent"]


def test_a_worker_that_dies_before_the_text_leaves_its_message_to_another(office):
    office.put()
    with database.writing(office.engine) as session:
        mail.claim(session, now=NOW, worker="dead")
    assert office.send(later=timedelta(minutes=4)) == []
    assert office.send(later=timedelta(minutes=6)) == ["sent"]


def test_a_worker_that_dies_after_the_text_leaves_it_to_a_person(office):
    office.put()
    with database.writing(office.engine) as session:
        mail.claim(session, now=NOW, worker="dead")
    with database.writing(office.engine) as session:
        mail.hand_over(session, 1, worker="dead", now=NOW)
    with database.writing(office.engine) as session:
        assert mail.claim(session, now=NOW + timedelta(minutes=6), worker="heir") is None
    assert office.send(later=timedelta(minutes=6)) == []
    assert office.states() == ["failed"]
    assert len(tasks(office)) == 1


def test_handing_over_is_for_the_worker_that_has_it_and_once(office):
    office.put()
    with database.writing(office.engine) as session:
        mail.claim(session, now=NOW, worker="mine")
    for worker, works in [("other", False), ("mine", True), ("mine", False)]:
        with database.writing(office.engine) as session:
            if works:
                mail.hand_over(session, 1, worker=worker, now=NOW)
            else:
                with pytest.raises(Stale):
                    mail.hand_over(session, 1, worker=worker, now=NOW)


def test_what_is_written_goes_with_its_transaction(office):
    with pytest.raises(RuntimeError), database.writing(office.engine) as session:
        mail.put(session, **message())
        raise RuntimeError
    assert office.rows() == []


def test_nothing_leaves_where_mail_is_off_or_the_clock_was_set(office):
    office.put()
    assert office.send(clock_set=True) == []
    with database.writing(office.engine) as session:
        mail_out.switch_off(session, reason="Over Christmas", actor=root(session), now=NOW)
    assert office.send() == []
    assert office.states() == ["waiting"]


@pytest.mark.parametrize("address", ["jo@practice.example", "jo@example.org", "jo@practice.invalid", "jo", "a@b@c.org"])
def test_nothing_is_tried_at_an_address_for_examples_or_at_none(address, office):
    office.put(to_email=address)
    assert office.send() == ["given up"]
    assert office.server.took == []


def test_a_name_with_a_line_in_it_adds_no_line_to_the_head_of_a_message(office):
    office.put(to_name="Jo\r\nBcc: eve@evil.internal", subject="One\nTwo: three")
    assert office.send() == ["sent"]
    (got,) = office.server.took
    assert got["Bcc"] is None
    assert got["Subject"] == "One Two: three"


def test_the_password_stands_in_no_row_and_no_event(sqlite_engine, server, monkeypatch):
    monkeypatch.setenv(mail_out.PASSWORD, "a-secret-word")
    with_administrator(sqlite_engine)
    office_over(sqlite_engine, server)
    with database.reading(sqlite_engine) as session:
        said = [str(one) for one in audit.recent(session, limit=50)]
        said.append(str(mail.setting(session)))
    assert not any("a-secret-word" in one for one in said)


def test_links_stand_in_no_event_and_no_task(office):
    office.put()
    office.server.does["rcpt"] = "550 no such mailbox"
    office.send()
    with database.writing(office.engine) as session:
        tasks = [one.text for one in applications.tasks(session)]
        mail_out.retry(session, 1, actor=root(session), now=NOW)
    with database.reading(office.engine) as session:
        events = [str(one) for one in audit.recent(session, limit=50)]
    assert tasks
    assert events
    assert not any("secret1" in one for one in (*tasks, *events))


def test_a_message_that_came_back_is_a_task_and_one_that_was_told_another_way_is_none(office):
    office.put()
    office.send()
    with database.writing(office.engine) as session:
        mail_out.came_back(session, 1, said="Mailbox is full", actor=root(session), now=NOW)
    assert office.states() == ["bounced"]
    assert "Mailbox is full" in tasks(office)[0].text
    with database.writing(office.engine) as session, pytest.raises(Refused, match="kept nowhere"):
        mail_out.retry(session, 1, actor=root(session), now=NOW)
    with database.writing(office.engine) as session:
        mail_out.told_by_hand(session, 1, actor=root(session), now=NOW)
    assert (office.states(), tasks(office)) == (["sent"], [])


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"security": "none", "host": "mail.office.internal"}, "security"),
        ({"security": "ssl3"}, "security"),
        ({"site": "http://funds.office.internal"}, "site"),
        ({"from_address": "funds"}, "from_address"),
        ({"reply_to": ""}, "reply_to"),
        ({"contact_telephone": " "}, "contact_telephone"),
        ({"port": 0}, "port"),
    ],
)
def test_settings_with_which_mail_cannot_be_sent_safely_are_refused(given, place, sqlite_engine):
    with_administrator(sqlite_engine)
    with database.writing(sqlite_engine) as session, pytest.raises(BadInput) as refused:
        mail_out.set_up(session, setting(given.pop("port", 2525), **given), actor=root(session), now=NOW)
    assert refused.value.place == place


def test_only_an_administrator_sets_how_mail_is_sent(sqlite_engine):
    with_administrator(sqlite_engine)
    with database.writing(sqlite_engine) as session, pytest.raises(Refused) as refused:
        mail_out.set_up(session, setting(2525), actor=people.system(session), now=NOW)
    assert [one.guard for one in refused.value.refusals] == ["may_act"]
