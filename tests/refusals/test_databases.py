"""A database that cannot be used is said in one line with a way out, by every command and by the doctor."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from fundflow import cli
from tests.cli.conftest import Terminal

Make = Callable[[Path], str]


def text(folder: Path) -> str:
    path = folder / "text.db"
    path.write_text("This is a letter and no database. " * 100)
    return f"sqlite:///{path}"


def old(folder: Path) -> str:
    path = folder / "old.db"
    with sqlite3.connect(path) as opened:
        opened.execute("CREATE TABLE alembic_version (version_num TEXT)")
        opened.execute("INSERT INTO alembic_version VALUES ('0000')")
    return f"sqlite:///{path}"


def other(folder: Path) -> str:
    path = folder / "other.db"
    with sqlite3.connect(path) as opened:
        opened.execute("CREATE TABLE cats (name TEXT)")
    return f"sqlite:///{path}"


def there(folder: Path) -> list[str]:
    """The files of a folder, without those that SQLite keeps beside a database while it is open."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


CASES: dict[str, tuple[Make, str]] = {
    "none": (
        lambda folder: f"sqlite:///{folder / 'none.db'}",
        "run 'fundflow database upgrade' first",
    ),
    "a folder": (lambda folder: f"sqlite:///{folder}", "name a file, in a folder that is there"),
    "no folder": (lambda folder: f"sqlite:///{folder / 'no' / 'x.db'}", "run 'fundflow database upgrade' first"),
    "a letter": (text, "file is not a database; name another file"),
    "an old schema": (old, "is at revision 0000 and this program needs"),
    "another program's": (other, "has no fundflow tables yet: run 'fundflow database upgrade' first"),
    "no server": (lambda _: "postgresql://u:hidden@127.0.0.1:1/x", "look whether the server runs"),
    "no address": (lambda _: "hello", "'hello' is not a database address: use sqlite:///FILE or postgresql://"),
    "no port": (lambda _: "postgresql://u@h:abc/x", "is not a database address"),
    "another kind": (lambda _: "mysql://x/y", "is not a database address"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_database_that_cannot_be_used_is_said_in_one_line(
    bare: Terminal, capsys: pytest.CaptureFixture[str], name: str
):
    make, said = CASES[name]
    url = make(bare.folder)
    before = there(bare.folder)
    assert cli.run(["application", "list", "--database", url]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert said in err
    assert "hidden" not in err
    assert there(bare.folder) == before
    assert cli.run(["doctor", "--database", url]) == 1
    assert "Traceback" not in "".join(capsys.readouterr())


def test_an_upgrade_that_cannot_be_says_why(bare: Terminal, capsys: pytest.CaptureFixture[str]):
    for url in (text(bare.folder), f"sqlite:///{bare.folder / 'no' / 'x.db'}", old(bare.folder)):
        assert cli.run(["database", "upgrade", "--database", url]) == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
