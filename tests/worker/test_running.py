"""Workers side by side, workers that die, and workers that are told to end."""

import json
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fundflow import clock, database, due, engine, worker
from fundflow.errors import BadInput, SchemaMissing
from fundflow.worker import log, running
from tests.worker import probes

NOW = datetime(2017, 5, 12, 16, 0, tzinfo=UTC)
LEASE = timedelta(seconds=61)


@pytest.fixture
def probing(monkeypatch):
    monkeypatch.setitem(engine.due.WORK, probes.KIND, probes.mark)


def counts(where):
    with database.reading(where) as session:
        return due.counts(session)


def together(where, *names):
    """Let several workers sweep at once, from one starting line."""
    line = threading.Barrier(len(names))
    done = {}

    def one(name):
        line.wait(timeout=60)
        done[name] = [piece.subject for piece in worker.run(where, once=True, name=name)]

    threads = [threading.Thread(target=one, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return done


@pytest.fixture
def process(request):
    """A worker in a process of its own that stands still in its first piece; killed when the test ends."""

    def start(where, name, **environment):
        started = subprocess.Popen(
            [sys.executable, "-m", "tests.worker.probes", where.url.render_as_string(hide_password=False), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, "FUNDFLOW_CLOCK": clock.wire(NOW), **environment},
        )
        request.addfinalizer(lambda: (started.kill(), started.communicate()))
        assert started.stdout.readline() == "in hand\n"
        return started

    return start


def test_two_workers_and_a_dead_one_double_nothing_and_lose_nothing(engine, monkeypatch, probing):
    names = probes.put(engine, NOW, 200)
    with database.writing(engine) as session:
        held = due.claim(session, now=NOW, worker="dead", limit=60)
    for piece in held[:10]:
        with database.writing(engine) as session:
            probes.mark(session, piece.payload, NOW)
            due.done(session, piece.id, now=NOW, worker="dead")
    monkeypatch.setenv("FUNDFLOW_CLOCK", clock.wire(NOW))
    done = together(engine, "left", "right")
    assert sorted(done["left"] + done["right"]) == [f"probe {name}" for name in names[60:]]
    assert probes.marks(engine) == names[:10] + names[60:]
    assert counts(engine) == {"done": 150, "leased": 50}
    monkeypatch.setenv("FUNDFLOW_CLOCK", clock.wire(NOW + LEASE))
    done = together(engine, "left", "right")
    assert sorted(done["left"] + done["right"]) == [f"probe {name}" for name in names[10:60]]
    assert probes.marks(engine) == names
    assert counts(engine) == {"done": 200}


def test_a_killed_worker_leaves_half_done_work_to_another(sqlite_engine, monkeypatch, probing, process):
    names = probes.put(sqlite_engine, NOW, 5)
    process(sqlite_engine, "killed").kill()
    monkeypatch.setenv("FUNDFLOW_CLOCK", clock.wire(NOW + LEASE))
    assert len(worker.run(sqlite_engine, once=True, name="heir")) == 5
    assert probes.marks(sqlite_engine) == names
    with database.reading(sqlite_engine) as session:
        assert {due.get(session, number).attempts for number in range(1, 6)} == {2}


@pytest.mark.postgres
def test_a_killed_worker_leaves_half_done_work_to_another_on_postgresql(postgres_engine, monkeypatch, probing, process):
    test_a_killed_worker_leaves_half_done_work_to_another(postgres_engine, monkeypatch, probing, process)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_end_finishes_what_is_in_hand(sqlite_engine, process, kind):
    probes.put(sqlite_engine, NOW, 1)
    started = process(sqlite_engine, "ending")
    started.send_signal(kind)
    lines = [json.loads(started.stderr.readline()) for _ in range(2)]
    assert [(line["event"], line.get("signal")) for line in lines] == [("started", None), ("stopping", kind.name)]
    started.send_signal(kind)
    _, rest = started.communicate("go on\n", timeout=60)
    assert started.returncode == 0
    assert [json.loads(line)["event"] for line in rest.splitlines()][-1] == "stopped"
    assert [line for line in map(json.loads, rest.splitlines()) if line["event"] == "done"] == [
        {
            "at": "2017-05-12T16:00:00Z",
            "worker": "ending",
            "subject": "probe 00000",
            "what": "probe",
            "outcome": "marked",
            "event": "done",
            "level": "info",
        }
    ]
    assert probes.marks(sqlite_engine) == ["00000"]
    assert counts(sqlite_engine) == {"done": 1}


def test_one_line_for_each_piece_of_work_goes_to_stderr_and_nothing_to_stdout(
    sqlite_engine, monkeypatch, probing, capfd
):
    probes.put(sqlite_engine, NOW, 3)
    monkeypatch.setenv("FUNDFLOW_CLOCK", clock.wire(NOW))
    worker.run(sqlite_engine, once=True, name="logged")
    told = capfd.readouterr()
    assert told.out == ""
    lines = [json.loads(line) for line in told.err.splitlines()]
    assert [(line["event"], line["worker"], line["subject"]) for line in lines] == [
        ("done", "logged", f"probe {name}") for name in ("00000", "00001", "00002")
    ]


def test_nothing_due_says_nothing(sqlite_engine, sweep, capfd):
    assert sweep(sqlite_engine, NOW) == []
    assert capfd.readouterr() == ("", "")


def test_an_interval_outlives_an_error_and_logs_it(sqlite_engine, capfd):
    def broken(*_arguments):
        raise OSError("the disk is full")

    running._guarded(broken, sqlite_engine, "brave", log.opened(worker="brave"))
    line = json.loads(capfd.readouterr().err)
    assert (line["event"], line["level"], line["error"]) == ("not finished", "error", "OSError: the disk is full")
    assert "Traceback" in line["exception"]


def test_a_worker_says_that_it_is_alive_and_what_waits(sqlite_engine, capfd):
    probes.put(sqlite_engine, NOW, 2)
    running._say_alive(sqlite_engine, "alive", log.opened(worker="alive"))
    line = json.loads(capfd.readouterr().err)
    assert (line["waiting"], line["given_up"], line["next_at"]) == (2, 0, "2017-05-12T16:00:00Z")


def test_a_worker_needs_the_schema_and_says_how_to_get_it(tmp_path):
    url = f"sqlite:///{tmp_path}/empty.db"
    with pytest.raises(SchemaMissing, match="fundflow database upgrade"):
        worker.run(url, once=True)
    assert not (tmp_path / "empty.db").exists()
    with pytest.raises(BadInput, match="not a database address"):
        worker.run("nonsense", once=True)
