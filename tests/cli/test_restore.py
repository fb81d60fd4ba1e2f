"""Putting a backup back: looked through first, never over what is there unless told, and on record."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fundflow import database, people
from fundflow.engine import restoring
from fundflow.errors import FundflowError


def place_of(terminal) -> Path:
    return Path(terminal.url.removeprefix("sqlite:///"))


@pytest.fixture
def kept(bid) -> str:
    made = bid.json(f"database backup {bid.folder}/kept.db")
    bid.ok(["database", "backed-up", "--how", "something after it"])
    return str(made["file"])


def events(path) -> list[tuple[int, str]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute("SELECT seq, what FROM audit_event ORDER BY seq").fetchall()


def refused(terminal, line, says) -> None:
    place = place_of(terminal)
    before = events(place), sorted(one.name for one in terminal.folder.iterdir() if "-wal" not in one.name)
    code, out, err = terminal.run(line)
    assert code != 0
    assert says in out + err
    assert "Traceback" not in out + err
    after = events(place), sorted(one.name for one in terminal.folder.iterdir() if "-wal" not in one.name)
    assert [one for one in after[1] if not one.endswith("-shm")] == [
        one for one in before[1] if not one.endswith("-shm")
    ]
    assert after[0] == before[0]


def test_a_backup_is_put_back_over_what_is_there_only_when_told_and_both_are_kept(bid, kept):
    now = events(place_of(bid))
    refused(bid, f"database restore {kept}", f"it holds {len(now)} events")
    made = bid.json(f"database restore {kept} --over")
    then = events(kept)
    assert events(made["kept"]) == now
    assert Path(made["kept"]).stat().st_mode & 0o077 == 0
    assert events(place_of(bid)) == [*then, (len(then) + 1, "database.restore")]
    assert made["event"] == len(then)
    assert bid.json("audit verify")
    assert json.loads(bid.ok("application list --json"))
    assert bid.ok("ledger check")


def test_a_backup_is_put_where_there_is_nothing_yet(bid, kept):
    bid.url = f"sqlite:///{bid.folder}/new.db"
    made = bid.json(f"database restore {kept}")
    assert made["kept"] == ""
    assert events(bid.folder / "new.db")[-1][1] == "database.restore"
    assert not [one for one in bid.folder.iterdir() if one.name.startswith(".new.db")]


def test_everybody_signs_in_again_after_it(bid, kept):
    with closing(sqlite3.connect(kept)) as raw:
        raw.execute(
            "INSERT INTO sign_in (person_id, token_sha256, secret, started_at, ends_at, how) "
            "SELECT id, 'x' || id, 'y', '2017-04-03 09:00:00', '2017-04-03 19:00:00', 'password' FROM person"
        )
        raw.commit()
    bid.ok(f"database restore {kept} --over")
    with closing(sqlite3.connect(place_of(bid))) as raw:
        assert raw.execute("SELECT count(*) FROM sign_in WHERE ended_at IS NULL").fetchone() == (0,)


def test_nothing_is_put_under_a_program_that_has_the_database_open(bid, kept):
    opened = database.connect(bid.url)
    with database.reading(opened) as session:
        people.list_all(session)
        refused(bid, f"database restore {kept} --over", "some other program has it open")
    opened.dispose()


def spoil(path, *said) -> None:
    with closing(sqlite3.connect(path)) as raw:
        for one in said:
            raw.execute(one)
        raw.commit()


def test_a_backup_that_does_not_agree_or_is_another_program_s_is_not_put_back(bid, kept):
    for said, told in (
        ("UPDATE alembic_version SET version_num = '9999'", "install the newer fundflow"),
        ("DROP TABLE alembic_version", "it is no backup of fundflow"),
    ):
        copy = bid.folder / "spoilt.db"
        copy.write_bytes(Path(kept).read_bytes())
        spoil(copy, said)
        refused(bid, f"database restore {copy} --over", told)
    copy.write_bytes(Path(kept).read_bytes())
    with closing(sqlite3.connect(copy)) as raw:
        guards = [one for (one,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    spoil(copy, *(f"DROP TRIGGER {one}" for one in guards), "UPDATE audit_event SET what = 'nothing' WHERE seq = 1")
    refused(bid, f"database restore {copy} --over", "things in it do not agree")


def test_what_is_no_backup_is_refused_in_one_line(bid, kept):
    words = bid.file("words.txt", "not a database, but long enough to be taken for one " * 40)
    for name, told in (
        ("nothing.db", "there is no such file"),
        (words, "file is not a database"),
        (str(place_of(bid)), "it is the database itself"),
    ):
        refused(bid, f"database restore {name} --over", told)
    Path(f"{kept}-wal").write_text("x")
    refused(bid, f"database restore {kept} --over", "some program is writing it")


def test_another_program_s_database_stays_as_it_is(bid, kept):
    spoil(bid.folder / "other.db", "CREATE TABLE mine (a)")
    bid.url = f"sqlite:///{bid.folder}/other.db"
    code, _, err = bid.run(f"database restore {kept} --over")
    assert code != 0
    assert "it is no database of fundflow and stays as it is" in err


def test_a_damaged_database_is_moved_away_by_hand_before_a_backup_takes_its_place(bid, kept):
    place = place_of(bid)
    for one in bid.folder.glob(f"{place.name}-*"):
        one.unlink()
    damaged = place.read_bytes()[:4000].replace(b"SQLite", b"Sqlite")
    place.write_bytes(damaged)
    for line in (f"database restore {kept}", f"database restore {kept} --over"):
        code, _, err = bid.run(line)
        assert code != 0
        assert "cannot be read (file is not a database), so nothing was put there: move it" in err
        assert place.read_bytes() == damaged
    place.rename(bid.folder / "damaged.db")
    bid.ok(f"database restore {kept}")
    assert bid.ok("ledger check")


def test_where_the_disk_is_full_nothing_is_put_back_and_no_half_copy_stays(bid, kept, monkeypatch):
    def full(_source, target):
        Path(target).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    copy = shutil.copyfile
    monkeypatch.setattr(shutil, "copyfile", lambda source, to: (full if ".before-" in str(to) else copy)(source, to))
    refused(bid, f"database restore {kept} --over", "nothing was put back (No space left on device)")
    assert [one.name for one in bid.folder.iterdir() if "before" in one.name] == []


def test_what_cannot_be_put_on_record_is_not_put_back(bid, kept, monkeypatch):
    def cannot(*_given, **_named):
        raise FundflowError("It cannot be put on record.")

    monkeypatch.setattr(restoring.audit, "record", cannot)
    refused(bid, f"database restore {kept} --over", "It cannot be put on record.")


def test_a_journal_that_was_left_behind_is_not_played_into_a_backup(bid, kept):
    place = place_of(bid)
    left = place.with_name(f"{place.name}-wal")
    place.rename(bid.folder / "away.db")
    left.write_bytes(b"what was written last")
    code, _, err = bid.run(f"database restore {kept}")
    assert code != 0
    assert f"{left.name} lies there without its database" in err
    assert not place.exists()
    left.rename(bid.folder / "away.db-wal")
    bid.ok(f"database restore {kept}")


def test_postgresql_is_put_back_by_its_own_tool(bid, kept):
    bid.url = "postgresql://nobody@127.0.0.1:9/x"
    code, _, err = bid.run(f"database restore {kept}")
    assert code != 0
    assert "pg_restore" in err
