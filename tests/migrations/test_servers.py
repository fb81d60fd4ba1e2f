"""The PostgreSQL that tests start for themselves: it says what it lacks, and is never left behind."""

import os
from pathlib import Path

import pytest
from sqlalchemy import text

from fundflow import database
from tests import conftest, postgres

pytestmark = pytest.mark.postgres


def test_a_server_goes_with_the_process_that_started_it_however_that_ends(postgres_server):
    server = postgres.Server.start()
    engine = database.connect(server.url("postgres"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    server.keeper.stdin.close()  # as the kernel does when a process is killed
    assert server.keeper.wait(timeout=120) == 0
    assert not server.folder.exists() or list(server.folder.iterdir()) == []
    server.stop()


def test_a_server_that_does_not_start_says_why(postgres_server, monkeypatch):
    made = []
    make = postgres.tempfile.mkdtemp
    monkeypatch.setattr(postgres.tempfile, "mkdtemp", lambda **how: made.append(make(**how)) or made[-1])
    monkeypatch.setattr(postgres, "OPTIONS", "-c no_such_setting=1")
    with pytest.raises(RuntimeError, match="no_such_setting"):
        postgres.Server.start()
    assert [folder for folder in made if Path(folder).exists()] == []


def test_a_machine_without_binaries_is_skipped_in_one_line_or_fails_where_all_is_required(monkeypatch):
    monkeypatch.setattr(postgres.shutil, "which", lambda _name: None)
    monkeypatch.setattr(postgres, "DEBIAN", Path("/nowhere"))
    with pytest.raises(postgres.Missing) as lacks:
        postgres.Server.start()
    assert str(lacks.value) == "PostgreSQL's server binaries (initdb) are not on this machine"
    monkeypatch.setattr(conftest, "REQUIRE_ALL", False)
    with pytest.raises(pytest.skip.Exception, match="are not on this machine"):
        conftest.missing(str(lacks.value))
    monkeypatch.setattr(conftest, "REQUIRE_ALL", True)
    with pytest.raises(pytest.fail.Exception, match=r"are not on this machine .FUNDFLOW_REQUIRE_ALL is set"):
        conftest.missing(str(lacks.value))


@pytest.mark.skipif(os.getuid() != 0, reason="only root needs another user")
def test_root_without_the_user_postgres_is_told_so(monkeypatch):
    def nobody(_name):
        raise KeyError

    monkeypatch.setattr(postgres.pwd, "getpwnam", nobody)
    with pytest.raises(postgres.Missing, match="no user 'postgres'"):
        postgres.Server.start()
