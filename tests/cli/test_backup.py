"""A backup is a copy that was opened again and looked through, and the doctor knows when the last one was made."""

import json
import resource
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fundflow import database, database_file, due, ledger, migrations
from fundflow.errors import BadInput

NOW = datetime(2017, 5, 12, 16, 0, tzinfo=UTC)


def finding(terminal, what):
    return next(one for one in json.loads(terminal.run("doctor --json")[1])["findings"] if one["what"] == what)


def test_a_backup_opens_by_itself_holds_everything_and_is_noted(bid):
    made = bid.json(f"database backup {bid.folder}/kept.db")
    copy = database.connect(f"sqlite:///{made['file']}")
    assert migrations.status(copy).current
    with database.reading(copy) as session:
        assert ledger.check(session) == []
    copy.dispose()
    assert json.loads(bid.ok("application list --json"))
    shutil.copy(made["file"], bid.url.removeprefix("sqlite:///"))
    assert bid.json("audit verify")
    assert made["event"] > 0
    assert len(made["hash"]) == 64


def test_a_copy_waits_for_nobody_who_writes(bid):
    with closing(sqlite3.connect(bid.url.removeprefix("sqlite:///"))) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE person SET name = 'Not yet'")
        database_file.copy_into(database.connect(bid.url), bid.folder / "kept.db")
    with closing(sqlite3.connect(bid.folder / "kept.db")) as copy:
        assert copy.execute("SELECT count(*) FROM person WHERE name = 'Not yet'").fetchone() == (0,)


def test_a_file_that_is_there_stays_as_it_is(bid):
    there = Path(bid.file("kept.db", "mine"))
    code, _, err = bid.run(f"database backup {there}")
    assert code != 0
    assert "there already" in err
    assert there.read_text() == "mine"


def test_a_copy_that_breaks_off_leaves_no_file(bid):
    opened = database.connect(bid.url)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(BadInput, match="the copy cannot be written there"):
            database_file.copy_into(opened, bid.folder / "kept.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        opened.dispose()
    assert not list(bid.folder.glob("kept.db*"))


def test_a_copy_is_proved_under_whatever_name_and_read_by_nobody_else(bid):
    made = bid.json(["database", "backup", f"{bid.folder}/may?2017 50%.db"])
    assert Path(made["file"]).stat().st_mode & 0o077 == 0
    assert [one.name for one in bid.folder.glob("may*")] == ["may?2017 50%.db"]


def test_a_folder_that_is_not_there_is_said_in_one_line(bid):
    code, _, err = bid.run(f"database backup {bid.folder}/nowhere/kept.db")
    assert code != 0
    assert "name a folder that may be" in err
    assert finding(bid, "backup")["sound"] is None


def test_a_copy_that_does_not_agree_is_no_backup(bid):
    with closing(sqlite3.connect(bid.url.removeprefix("sqlite:///"))) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE audit_event SET what = 'nothing' WHERE seq = 1")
        raw.commit()
    code, _, err = bid.run(f"database backup {bid.folder}/kept.db")
    assert code != 0
    assert "no backup was made" in err
    assert not list(bid.folder.glob("kept.db*"))
    assert finding(bid, "backup")["sound"] is None


def test_the_doctor_says_when_the_last_backup_was_made_and_when_it_is_old(bid):
    assert "none is on record" in finding(bid, "backup")["said"]
    bid.at("2017-05-12T16:00:00Z")
    bid.ok(["database", "backed-up", "--how", "pg_dump, each night"])
    assert finding(bid, "backup")["sound"] is True
    assert "pg_dump, each night" in finding(bid, "backup")["said"]
    bid.at("2017-05-19T16:00:01Z")
    assert finding(bid, "backup")["sound"] is False
    code, _, err = bid.run(["database", "backed-up", "--how", " "])
    assert code != 0
    assert "say how" in err


def test_the_doctor_says_when_a_worker_was_last_seen_and_since_when_work_waits_for_one(bid):
    opened = database.connect(bid.url)
    bid.at("2017-05-12T16:00:00Z")
    with database.writing(opened) as session:
        for one in due.waiting(session):
            due.cancel(session, subject=one.subject)
    assert finding(bid, "worker") == {"what": "worker", "sound": None, "said": "never seen"}
    bid.ok("worker --once")
    assert finding(bid, "worker")["sound"] is True
    assert "last seen" in finding(bid, "worker")["said"]
    with database.writing(opened) as session:
        due.put(session, "probe", key="a", run_at=NOW, payload={}, subject="TF-17-0001")
    bid.at("2017-05-12T16:10:00Z")
    assert finding(bid, "worker")["sound"] is True
    bid.at("2017-05-12T16:10:01Z")
    assert finding(bid, "worker")["sound"] is False
    assert "run 'fundflow worker'" in finding(bid, "worker")["said"]
