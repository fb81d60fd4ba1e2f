"""Every packaged scenario played once in a whole run of the tests, however many processes share it."""

import fcntl
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from fundflow import database, database_file
from fundflow.definitions import Library, load_library
from fundflow.rehearsal import Played, Record, load, packaged, record
from tests.schema import build

NAMES = [path.stem for path in packaged.scenarios()]


@dataclass(frozen=True)
class Kept:
    """A play: what the witness saw, every line that was played, and the database that it left."""

    record: Record
    lines: tuple[Played, ...]
    file: Path

    def at(self, moment: str) -> Path:
        """The database as it stood at a moment that the scenario marks."""
        return self.file.with_suffix(f".{moment}.db")


class Plays:
    """The plays of this run by the scenario's name; each is played by whoever asks first."""

    def __init__(self, folder: Path, library: Library) -> None:
        self.folder, self.library = folder, library

    @cache  # noqa: B019 - one object a session
    def of(self, name: str) -> Kept:
        """The play of one scenario."""
        kept = self.folder / f"{name}.pickle"
        with alone(self.folder / f"{name}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(self._play(name)))
        return pickle.loads(kept.read_bytes())

    def all(self) -> list[Kept]:
        """The plays of every packaged scenario."""
        return [self.of(name) for name in NAMES]

    def _play(self, name: str) -> Kept:
        file = self.folder / f"{name}.db"
        opened = database.connect(f"sqlite:///{file}")
        build(opened)
        lines: list[Played] = []

        def told(played: Played) -> None:
            lines.append(played)
            if played.verb == "mark":
                database_file.copy_into(opened, file.with_suffix(f".{played.said.partition(':')[0]}.db"))

        found = record(load(packaged.find(name)), opened, self.library, told=told)
        opened.dispose()
        return Kept(found, tuple(lines), file)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Nobody else in this block, in any process of the run."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def plays(tmp_path_factory: pytest.TempPathFactory) -> Plays:
    """Every packaged scenario, played once."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "plays"
    folder.mkdir(exist_ok=True)
    library, problems = load_library()
    assert not problems
    return Plays(folder, library)
