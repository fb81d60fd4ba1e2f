"""Work that cannot be done: it is tried again and given up by itself, and never drags other work with it."""

from datetime import UTC, datetime, timedelta

import pytest

from fundflow import database, due
from fundflow import engine as composer
from tests.worker import probes

NOW = datetime(2017, 5, 12, 16, 0, tzinfo=UTC)


@pytest.fixture
def faulty(monkeypatch):
    """Work of which the second piece meets a fault of the program."""

    def mark(session, payload, now):
        outcome = probes.mark(session, payload, now)
        if payload["name"] == "00001":
            raise ZeroDivisionError("a fault of the program")
        return outcome

    monkeypatch.setitem(composer.due.WORK, probes.KIND, mark)


@pytest.fixture
def probing(monkeypatch):
    monkeypatch.setitem(composer.due.WORK, probes.KIND, probes.mark)


def test_a_fault_in_one_piece_leaves_the_others_done(engine, sweep, pieces, faulty):
    probes.put(engine, NOW, 4)
    outcomes = [outcome for _, _, outcome in sweep(engine, NOW)]
    assert outcomes == ["marked", "failed: ZeroDivisionError: a fault of the program", "marked", "marked"]
    assert probes.marks(engine) == ["00000", "00002", "00003"]
    found = pieces(engine)["00001"]
    assert (found.state, found.attempts, found.last_error) == (
        "waiting",
        1,
        "ZeroDivisionError: a fault of the program",
    )


def test_a_fault_that_stays_is_given_up_and_kept_for_somebody_to_look_at(sqlite_engine, sweep, faulty):
    probes.put(sqlite_engine, NOW, 2)
    for day in range(due.MAX_ATTEMPTS + 1):
        sweep(sqlite_engine, NOW + timedelta(days=day))
    with database.reading(sqlite_engine) as session:
        (given_up,) = due.failures(session)
        assert due.counts(session) == {"done": 1, "failed": 1}
    assert (given_up.key, given_up.attempts) == ("00001", due.MAX_ATTEMPTS)


def test_work_of_a_kind_that_this_program_does_not_know_is_given_up_alone(sqlite_engine, sweep, pieces, faulty):
    probes.put(sqlite_engine, NOW, 1)
    with database.writing(sqlite_engine) as session:
        due.put(session, "unheard_of", key="x", run_at=NOW - timedelta(days=1), payload={}, subject="x")
    assert [outcome for _, _, outcome in sweep(sqlite_engine, NOW)] == [
        "failed: this program does not know work of the kind 'unheard_of'",
        "marked",
    ]


def test_a_worker_whose_lease_ended_does_not_do_what_another_has_taken(engine, probing, pieces):
    probes.put(engine, NOW, 1)
    later = NOW + timedelta(minutes=5)
    with database.writing(engine) as session:
        (held,) = due.claim(session, now=NOW, worker="slow")
    with database.writing(engine) as session:
        due.claim(session, now=later, worker="quicker")
    done = composer.due._one(engine, held, now=later, worker="slow")
    assert done.outcome == "another worker has it"
    assert probes.marks(engine) == []
    assert pieces(engine)["00000"].worker == "quicker"
