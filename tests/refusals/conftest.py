"""A person who gets things wrong: every refusal is one line, exit 1, and leaves the database as it was."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import (  # noqa: F401 - the same county and terminal
    Terminal,
    award,
    award_file,
    bare,
    bid,
    bid_file,
    county,
    empty_file,
    fresh,
    sit,
    world_file,
)

Refuses = Callable[..., str]


def dump(path: Path) -> list[str]:
    """Everything that a database holds, as text; nothing where there is none."""
    if not path.is_file():
        return []
    opened = sqlite3.connect(path)
    try:
        return list(opened.iterdump())
    finally:
        opened.close()


@pytest.fixture
def refuses() -> Refuses:
    """Run a command that must be refused: exit 1, so many lines on stderr, nothing written; gives what was said."""

    def run(terminal: Terminal, line: str | list[str], *more: str, lines: int = 1) -> str:
        path = terminal.folder / "fundflow.db"
        before = dump(path)
        code, _, err = terminal.run(line, *more)
        assert code == 1, err
        assert len(err.splitlines()) == lines, err
        assert "could not finish" not in err
        assert dump(path) == before
        return err.strip()

    return run
