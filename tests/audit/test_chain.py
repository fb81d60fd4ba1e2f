"""The audit trail: chained, read by subject, verified, anchored, redacted."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from fundflow import audit, database
from fundflow.audit.rules import link
from fundflow.errors import BadInput, FundflowError, NotFound, Refused

ACT = audit.Act(7, "Jo Ash", datetime(2017, 4, 3, 8, tzinfo=UTC), "submit", "TF-17-0001", "ready")


def told(engine, *subjects):
    for subject in subjects:
        with database.writing(engine) as session:
            audit.record(
                session, replace(ACT, subject=subject), before={"state": "draft"}, after={"state": "submitted"}
            )


def verified(engine, anchor=None):
    with database.reading(engine) as session:
        return [str(fault) for fault in audit.verify(session, anchor=anchor)]


def tamper(engine, *statements):
    with engine.begin() as connection:
        for name in ("audit_event_no_update", "audit_event_no_delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        for statement in statements:
            connection.execute(text(statement))


def test_events_are_chained_in_order_at_the_end_of_their_transaction(engine):
    with database.writing(engine) as session:
        audit.record(session, ACT, after={"on": date(2017, 4, 3)})
        audit.record(session, ACT, what="letters.draft", subject="TF-17-0002", item="letter 1", fingerprint="ab")
        assert audit.history(session, "TF-17-0001") == []
    told(engine, "TF-17-0001")
    with database.reading(engine) as session:
        first, third = audit.history(session, "TF-17-0001")
        (second,) = audit.history(session, "TF-17-0002")
        assert [one.seq for one in (first, second, third)] == [1, 2, 3]
        assert (second.previous, third.previous) == (first.hash, second.hash)
        assert first.contents == {"reason": "ready", "after": {"on": "2017-04-03"}}
        assert third.contents["before"] == {"state": "draft"}
        assert (first.actor, first.actor_id, first.at, first.what) == ("Jo Ash", 7, ACT.now, "submit")
        assert [one.item for one in audit.fingerprints(session, what_prefix="letters.")] == ["letter 1"]
        assert [one.seq for one in audit.recent(session, limit=2)] == [3, 2]
        assert [one.seq for one in audit.recent(session, before=2)] == [1]
        assert audit.anchor(session).seq == 3
        assert audit.verify(session, anchor=audit.anchor(session)) == []


def test_an_empty_trail_is_sound(engine):
    assert verified(engine) == []
    with database.reading(engine) as session:
        assert audit.verify(session, anchor=audit.anchor(session)) == []


COPY = "INSERT INTO audit_event SELECT 4, hash, 'x', {} FROM audit_event WHERE seq = 3".format(
    "at, actor_id, actor, what, subject, item, fingerprint, digest, salt, payload"
)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE audit_event SET actor = 'Sam' WHERE seq = 2", "event 2: its columns do not give its hash"),
        ("UPDATE audit_event SET payload = '{}' WHERE seq = 2", "event 2: its contents do not give their digest"),
        ("UPDATE audit_event SET salt = 'x' WHERE seq = 2", "event 2: its contents do not give their digest"),
        ("DELETE FROM audit_event WHERE seq = 2", "event 3: it follows event 1"),
        (
            "DELETE FROM audit_event WHERE seq = 3",
            "event 2: the chain ends here, and it was last seen to end at event 3",
        ),
        ("UPDATE audit_event SET payload = NULL, salt = NULL WHERE seq = 2", "event 2: its contents were blanked"),
        ("DELETE FROM audit_head", "event 3: the row that says where the chain ends is gone"),
        (COPY, "event 4: its columns do not give its hash: it was changed or put in"),
    ],
)
def test_tampering_is_found_at_its_event(sqlite_engine, statement, words):
    told(sqlite_engine, "A", "B", "C")
    tamper(sqlite_engine, statement)
    assert any(fault.startswith(words) for fault in verified(sqlite_engine)), verified(sqlite_engine)


def test_a_cut_tail_and_a_rewrite_show_by_an_anchor(sqlite_engine):
    told(sqlite_engine, "A", "B", "C")
    with database.reading(sqlite_engine) as session:
        anchor = audit.anchor(session)
    tamper(
        sqlite_engine,
        "DELETE FROM audit_event WHERE seq = 3",
        "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit_event WHERE seq = 2)",
    )
    assert verified(sqlite_engine) == []
    assert verified(sqlite_engine, anchor) == [
        "event 3: the anchor names this event and it is gone: the chain ends at event 2"
    ]
    told(sqlite_engine, "D")
    assert verified(sqlite_engine, anchor) == [
        "event 3: it is not the event that the anchor was printed from: the chain was rewritten"
    ]


def test_an_event_forged_with_its_own_hash_breaks_the_chain_after_it(sqlite_engine):
    told(sqlite_engine, "A", "B", "C")
    with database.reading(sqlite_engine) as session:
        forged = {**vars(audit.history(session, "B")[0]), "actor": "Sam"}
    tamper(sqlite_engine, f"UPDATE audit_event SET actor = 'Sam', hash = '{link(forged)}' WHERE seq = 2")
    assert verified(sqlite_engine) == [
        "event 3: it does not carry the hash of the event before it: an event was changed or moved"
    ]


def test_an_anchor_is_read_as_it_is_printed():
    anchor = audit.Anchor(12, "ab" * 32)
    assert audit.Anchor.parse(f" {anchor} ") == anchor
    for wrong in ("", "12", "12:ab", "x:" + "ab" * 32, "12:" + "zz" * 32):
        with pytest.raises(BadInput, match="not an anchor"):
            audit.Anchor.parse(wrong)


def test_a_redaction_blanks_the_contents_and_stays_verifiable(engine):
    told(engine, "A", "B")
    with database.writing(engine) as session:
        audit.redact(session, 1, act=replace(ACT, subject="desk", reason="section 40"))
    assert verified(engine) == []
    with database.reading(engine) as session:
        first, by = audit.history(session, "A")
        assert (first.redacted, first.contents, first.salt) == (True, {}, None)
        assert (by.what, by.item, by.contents["reason"], by.actor) == (
            "audit.redact",
            "event 1",
            "section 40",
            "Jo Ash",
        )


def test_a_redaction_is_made_once_with_a_reason_and_of_something(session):
    audit.record(session, ACT)
    database._finish(session)
    with pytest.raises(NotFound):
        audit.redact(session, 99, act=ACT)
    with pytest.raises(Refused, match="say why"):
        audit.redact(session, 1, act=replace(ACT, reason=""))
    audit.redact(session, 1, act=ACT)
    database._finish(session)
    for seq in (1, 2):
        with pytest.raises(Refused) as error:
            audit.redact(session, seq, act=ACT)
        assert error.value.refusals[0].guard == "redacted_once"


@pytest.mark.parametrize(
    "change",
    [
        "payload = NULL, salt = NULL",
        "payload = NULL, salt = NULL, actor = 'Sam'",
        "payload = '{}'",
        "actor = 'Sam'",
        "digest = 'x'",
    ],
)
def test_the_database_blanks_nothing_without_its_redaction(engine, change):
    told(engine, "A")
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text(f"UPDATE audit_event SET {change}"))


def test_a_redaction_that_blanked_nothing_is_found(sqlite_engine):
    told(sqlite_engine, "A")
    with database.writing(sqlite_engine) as session:
        event = audit.history(session, "A")[0]
        audit.record(session, ACT, what="audit.redact", item="event 1", fingerprint=event.digest)
    assert verified(sqlite_engine) == ["event 1: event 2 says that it was redacted, and its contents stand there"]


def test_what_is_rolled_back_was_not_done(engine):
    with database.writing(engine) as session:
        outer = session.begin_nested()
        audit.record(session, replace(ACT, subject="outer"))
        inner = session.begin_nested()
        audit.record(session, replace(ACT, subject="inner"))
        inner.commit()
        outer.rollback()
        audit.record(session, replace(ACT, subject="kept"))
        kept = session.begin_nested()
        audit.record(session, replace(ACT, subject="kept too"))
        kept.commit()
    with pytest.raises(ZeroDivisionError), database.writing(engine) as session:
        audit.record(session, replace(ACT, subject="failed"))
        raise ZeroDivisionError
    with database.writing(engine) as session:
        audit.record(session, replace(ACT, subject="rehearsed"))
        database.dry_run(session)
    with database.reading(engine) as session:
        assert [one.subject for one in audit.recent(session)] == ["kept too", "kept"]
    assert verified(engine) == []


def test_many_at_once_make_one_chain(engine):
    def work():
        for number in range(5):
            told(engine, f"subject {number}")

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verified(engine) == []
    with database.reading(engine) as session:
        assert audit.anchor(session).seq == 30


def test_a_trail_that_lost_its_end_takes_no_more_events(sqlite_engine):
    told(sqlite_engine, "A")
    tamper(sqlite_engine, "DELETE FROM audit_head")
    with pytest.raises(FundflowError, match="audit verify"):
        told(sqlite_engine, "B")
    assert len(verified(sqlite_engine)) == 1
