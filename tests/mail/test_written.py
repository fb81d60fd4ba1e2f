"""Who is written to, when, in the transaction of what causes it: bids' people, partners, newcomers, and nobody else."""

from datetime import timedelta

import pytest

from fundflow import applications, database, due, engine, letters, mail, people
from fundflow.engine import access, consent_links, correspondence, mail_out, mailing, practising, rounds
from fundflow.errors import Refused
from tests.mail.conftest import message, setting
from tests.stories.fixtures import counties, county
from tests.stories.stages import REF, ROUND, attempt

__all__ = ["counties", "county"]

OWN = {"writer.fednw@office.internal", "partner.fednw@office.internal"}


@pytest.fixture
def place(county):
    """A bid's life at a stage, in an office that sends mail and whose people have addresses."""

    def at(stage, *, sends=True):
        there = county(stage)
        with there.living() as world:
            act = world.act()
            for one in people.list_all(world.session):
                if one.kind == "person":
                    one.email = f"{one.sign_in_name}@office.internal".casefold()
            world.person("root", "administrator", act=act)
            if sends:
                root = people.actor(world.session, "root", now=world.now)
                mail_out.set_up(world.session, setting(2525), actor=root, now=world.now)
        return there

    return at


def written(session, kind=None):
    return sorted(
        (one for one in mail.messages(session) if kind in (None, one.kind)), key=lambda one: (one.subject, one.to_email)
    )


def test_everybody_of_a_bid_gets_a_receipt_when_it_is_sent(place):
    with place("draft").living() as world:
        attempt(world, REF, "submit")
        found = written(world.session)
    assert {one.to_email for one in found} == OWN
    assert {one.subject for one in found} == {f"{REF}: We have your bid"}
    (first, *_) = found
    assert "Keep this message as your receipt" in first.text
    assert "'Hubs' came in on " in first.text
    assert first.path == f"/bids/{REF}"
    assert first.closing.count("\n") == 1


def test_two_people_with_one_mailbox_get_one_message_to_both(place):
    with place("draft").living() as world:
        for name in ("writer.fednw", "partner.fednw"):
            people.named(world.session, name).email = "Practice@Office.internal"
        attempt(world, REF, "submit")
        (one,) = written(world.session)
    assert one.to_email == "practice@office.internal"
    assert " and " in one.to_name


def test_nothing_is_written_when_the_step_is_undone(place):
    there = place("draft")
    with pytest.raises(RuntimeError), there.living() as world:
        attempt(world, REF, "submit")
        assert written(world.session)
        raise RuntimeError
    with database.reading(there.engine) as session:
        assert written(session) == []


def test_nothing_is_written_where_no_mail_is_sent(place):
    with place("draft", sends=False).living() as world:
        attempt(world, REF, "submit")
        assert written(world.session) == []


def test_a_question_is_told_at_once_and_its_letter_tells_nobody_twice(place):
    with place("submitted").living() as world:
        attempt(world, REF, "query")
        found = written(world.session)
        assert {one.subject for one in found} == {f"{REF}: We have a question about your bid"}
        release(world, "L03")
        assert written(world.session) == found


def release(world, code):
    letter = next(one for one in letters.find(world.session, state="draft") if one.code == code)
    officer = world.who("officer")
    correspondence.approve(world.session, [letter.ref], actor=officer, now=world.now)
    correspondence.release(world.session, [letter.ref], actor=officer, now=world.now)
    return letter


def test_a_reminder_is_told_when_it_falls_due(place):
    there = place("queried")
    with database.reading(there.engine) as session:
        when = next(one.run_at for one in due.waiting(session, subject=REF) if one.payload.get("remind") == "L03b")
    engine.due.sweep(there.engine, now=when, worker="w")
    with database.reading(there.engine) as session:
        said = {one.subject for one in written(session)}
    assert f"{REF}: Your answer to our question is still to come" in said


def test_a_letter_is_told_when_it_is_released_and_says_nothing_of_its_content(place):
    with place("submitted").living() as world:
        attempt(world, REF, "screen_ineligible")
        assert written(world.session) == []
        letter = release(world, "L02")
        found = written(world.session)
    assert {one.to_email for one in found} == OWN
    assert {(one.subject, one.path) for one in found} == {
        (f"{REF}: a letter about your bid", f"/letters/read/{letter.ref}")
    }
    assert "not meet" not in found[0].text


def test_a_released_letter_is_on_its_way_once_its_message_has_left_and_back_if_it_has_not(place, server):
    there = place("submitted")
    with there.living() as world:
        root = people.actor(world.session, "root", now=world.now)
        mail_out.set_up(world.session, setting(server.port), actor=root, now=world.now)
        attempt(world, REF, "screen_ineligible")
        ref = release(world, "L02").ref
    server.does["rcpt"] = "550 no such mailbox"
    assert mail_out.send_next(there.engine, now=there.now, worker="w").outcome == "given up"
    with database.reading(there.engine) as session:
        assert letters.get(session, ref).delivery == "bounced"
        (task,) = (one for one in applications.tasks(session) if one.kind == mail_out.TASK)
        assert (task.role, task.fund) == ("officer", "worcestershire-transformation")
    server.does.clear()
    assert mail_out.send_next(there.engine, now=there.now, worker="w").outcome == "sent"
    with database.reading(there.engine) as session:
        assert letters.get(session, ref).delivery == "sent"
    assert server.took[0].get_content().count("https://funds.office.internal/letters/") == 1


def test_a_round_that_changes_is_told_to_everybody_with_a_bid_in_it(place):
    with place("draft").living() as world:
        later = applications.get_round(world.session, ROUND).closes_at + timedelta(days=7)
        for name in ("officer", "officer2"):
            made = rounds.extend_round(
                world.session,
                ROUND,
                closes_at=later,
                reason="The network was down.",
                actor=world.who(name),
                now=world.now,
            )
        assert made.waiting is None
        assert {one.to_email for one in written(world.session)} == OWN


def test_a_partner_is_asked_by_a_link_with_its_code_and_the_register_s_address(place):
    with place("draft").living() as world:
        consent_links.invite(world.session, REF, "Z10001", actor=world.who("writer.fednw"), now=world.now)
        (one,) = written(world.session, "consent")
        text = mail.body(one, site="https://funds.office.internal")
    assert f"Code: {one.code}" in text
    assert f"https://funds.office.internal{one.path}" in text
    assert one.key.count("/") == 0, "the key stays, so it may not hold the link"


def test_a_newcomer_s_link_goes_to_them_alone(place):
    there = place("draft")
    with there.living() as world:
        root = people.actor(world.session, "root", now=world.now)
        link = access.invite(world.session, "finance", actor=root, now=world.now)
        assert link.mailed
        (one,) = written(world.session, "invitation")
        assert (one.to_email, one.path) == ("finance@office.internal", f"/account/{link.token}")
        for who in ("officer", "root"):
            seen = mail_out.listed(world.session, actor=people.actor(world.session, who, now=world.now))
            assert all(shown.path == "" for shown in seen)
        assert [shown.row.kind for shown in seen] == ["invitation"]


def test_who_has_no_address_is_given_the_link_by_hand_as_before(place):
    with place("draft").living() as world:
        people.named(world.session, "finance").email = ""
        root = people.actor(world.session, "root", now=world.now)
        assert not access.invite(world.session, "finance", actor=root, now=world.now).mailed
        assert written(world.session) == []


def test_a_practice_copy_writes_nothing_and_sends_nothing_and_cannot_be_told_to(place, tmp_path):
    there = place("draft")
    url = f"sqlite:///{tmp_path}/practice.db"
    with there.living() as world:
        practising.start(world.session, ROUND, to=url, actor=world.who("officer"), now=world.now)
    copy = database.connect(url)
    with database.writing(copy) as session:
        assert mail.setting(session) is None
        root = people.actor(session, "root", now=there.now)
        with pytest.raises(Refused, match="practice copy"):
            mail_out.set_up(session, setting(2525), actor=root, now=there.now)
        mail.keep_setting(session, setting(2525))
        mail.put(session, **{**message(), "made_at": there.now})
    assert mail_out.send_next(copy, now=there.now, worker="w") is None
    copy.dispose()


def test_who_is_told_alone_is_told_alone_and_others_are_not_when_the_letter_leaves(place):
    with place("submitted").living() as world:
        attempt(world, REF, "screen_ineligible")
        (letter,) = letters.find(world.session, state="draft")[-1:]
        to = next(one for one in people.list_all(world.session) if one.sign_in_name == "partner.fednw")
        mailing.of_letter(world.session, letter, act=world.act(), words="Somebody asked. Ring us.", only=to.name)
        (one,) = written(world.session)
        assert (one.to_email, one.subject) == ("partner.fednw@office.internal", f"{REF}: Somebody asked")
        correspondence.approve(world.session, [letter.ref], actor=world.who("officer"), now=world.now)
        correspondence.release(world.session, [letter.ref], actor=world.who("officer"), now=world.now)
        assert written(world.session) == [one]
