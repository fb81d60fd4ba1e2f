"""Due work: put once, claimed once, tried again, given up loudly."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from fundflow import database, due
from fundflow.due.rules import wait_after
from fundflow.errors import NotFound, Stale

NOW = datetime(2017, 5, 12, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def put(session, key, at=NOW, kind="deliver", subject="TF-17-0001", **payload):
    due.put(session, kind, key=key, run_at=at, payload=payload, subject=subject)


def claimed(session, now=NOW, worker="one", **options):
    return [one.key for one in due.claim(session, now=now, worker=worker, **options)]


def test_the_same_key_is_put_once(engine):
    with database.writing(engine) as session:
        put(session, "a", letter=1)
        put(session, "a", at=NOW + MINUTE, letter=2)
        (one,) = due.waiting(session)
        assert (one.payload, one.run_at, one.state, one.attempts) == ({"letter": 1}, NOW, "waiting", 0)


def test_a_cancelled_timer_that_is_put_again_starts_anew(session):
    put(session, "a", letter=1)
    assert due.cancel(session, subject="TF-17-0001") == 1
    assert claimed(session) == []
    put(session, "a", at=NOW + MINUTE, letter=2)
    (one,) = due.waiting(session)
    assert (one.payload, one.run_at) == ({"letter": 2}, NOW + MINUTE)


def test_work_is_claimed_when_due_in_due_order_and_in_batches(engine):
    with database.writing(engine) as session:
        put(session, "late", at=NOW)
        put(session, "early", at=NOW - MINUTE)
        put(session, "first", at=NOW - 2 * MINUTE)
        put(session, "later", at=NOW + MINUTE)
        assert due.next_at(session) == NOW - 2 * MINUTE
    with database.writing(engine) as session:
        assert claimed(session, limit=2) == ["first", "early"]
        assert claimed(session, limit=2) == ["late"]
        assert claimed(session) == []
        assert due.counts(session) == {"leased": 3, "waiting": 1}


def test_done_work_keeps_when_it_was_due_and_when_it_ran(engine):
    with database.writing(engine) as session:
        put(session, "a", at=NOW - MINUTE)
        (one,) = due.claim(session, now=NOW, worker="one")
        due.done(session, one.id, now=NOW, worker="one")
        finished = due.get(session, one.id)
        assert (finished.state, finished.run_at, finished.ran_at, finished.attempts) == ("done", NOW - MINUTE, NOW, 1)
        put(session, "a")
        assert claimed(session) == []


def test_a_lease_that_ended_is_taken_again_and_the_first_worker_is_told(engine):
    with database.writing(engine) as session:
        put(session, "a")
        (first,) = due.claim(session, now=NOW, worker="one", lease_seconds=60)
    with database.writing(engine) as session:
        assert claimed(session, now=NOW + timedelta(seconds=59), worker="two") == []
        (second,) = due.claim(session, now=NOW + MINUTE, worker="two")
        assert (second.id, second.attempts) == (first.id, 2)
        with pytest.raises(Stale, match="another worker"):
            due.done(session, first.id, now=NOW + MINUTE, worker="one")
        due.done(session, first.id, now=NOW + MINUTE, worker="two")
        with pytest.raises(Stale):
            due.done(session, first.id, now=NOW + MINUTE)


def test_failed_work_backs_off_and_is_given_up_after_eight_attempts(session):
    put(session, "a")
    now = NOW
    for attempt in range(1, due.MAX_ATTEMPTS + 1):
        assert claimed(session, now=now - timedelta(seconds=1)) == []
        (one,) = due.claim(session, now=now, worker="one")
        assert one.attempts == attempt
        now = due.failed(session, one.id, now=now, error="the printer is on fire").next_at
    (given_up,) = due.failures(session)
    assert (given_up.state, given_up.last_error) == ("failed", "the printer is on fire")
    assert claimed(session, now=NOW + timedelta(days=9)) == []
    due.retry(session, given_up.id, now=NOW)
    assert claimed(session) == ["a"]
    with pytest.raises(Stale):
        due.retry(session, given_up.id, now=NOW)


def test_waits_double_up_to_six_hours():
    assert [wait_after(n).total_seconds() for n in (1, 2, 3, 10, 50)] == [30, 60, 120, 15360, 21600]


def test_work_that_kills_its_workers_is_given_up(session):
    put(session, "a")
    now = NOW
    for _ in range(due.MAX_ATTEMPTS):
        assert claimed(session, now=now) == ["a"]
        now += 2 * MINUTE
    assert claimed(session, now=now) == []
    assert "The worker stopped" in due.failures(session)[0].last_error


def test_cancelling_takes_what_is_named_and_waits(session):
    put(session, "TF-17-0001/offer", kind="timer")
    put(session, "TF-17-0001/remind", kind="timer")
    put(session, "TF-17-0001/letter")
    put(session, "other", subject="TF-17-0002")
    put(session, "in hand", at=NOW - MINUTE)
    assert claimed(session, limit=1) == ["in hand"]
    assert due.cancel(session, subject="TF-17-0001", kind="timer", key_prefix="TF-17-0001/of") == 1
    assert due.cancel(session, subject="TF-17-0001", kind="timer") == 1
    assert due.cancel(session, subject="TF-17-0001") == 1
    assert [one.key for one in due.waiting(session)] == ["in hand", "other"]
    assert [one.key for one in due.waiting(session, subject="TF-17-0002")] == ["other"]


def test_there_is_no_work_of_an_unknown_number(session):
    with pytest.raises(NotFound):
        due.get(session, 99)
    assert due.next_at(session) is None


@pytest.mark.postgres
def test_a_second_worker_passes_by_what_the_first_is_taking(postgres_engine):
    with database.writing(postgres_engine) as session:
        for number in range(4):
            put(session, f"work {number}")
    with database.writing(postgres_engine) as first, database.writing(postgres_engine) as second:
        assert claimed(first, worker="one", limit=2) == ["work 0", "work 1"]
        second.connection().execute(text("SET LOCAL lock_timeout = '1s'"))
        assert claimed(second, worker="two", limit=2) == ["work 2", "work 3"]


def test_many_workers_take_everything_once(engine):
    with database.writing(engine) as session:
        for number in range(200):
            put(session, f"work {number}")
    taken, guard = [], threading.Lock()

    def work(name):
        while True:
            with database.writing(engine) as session:
                mine = claimed(session, worker=name, limit=15)
            if not mine:
                return
            with guard:
                taken.extend(mine)

    threads = [threading.Thread(target=work, args=(f"worker {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"work {number}" for number in range(200))
