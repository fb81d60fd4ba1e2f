"""Fixtures that hand out one bid's county at any stage of its life."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from fundflow import database
from tests.stories.stages import Counties, Place, played_whole

_COUNTIES: dict[Path, Counties] = {}


@pytest.fixture(scope="session")
def counties(tmp_path_factory: pytest.TempPathFactory) -> Counties:
    """The files of stages, made once however many folders of tests and processes ask."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "stages"
    folder.mkdir(exist_ok=True)
    return _COUNTIES.setdefault(folder, Counties(folder))


@pytest.fixture
def county(counties: Counties, tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """A fresh copy of a stage on SQLite: `county("approved")`."""
    opened: list[Engine] = []

    def at(stage: str) -> Place:
        path = tmp_path / f"{stage}{len(opened)}.db"
        source, now = counties.file(stage)
        shutil.copyfile(source, path)
        opened.append(database.connect(f"sqlite:///{path}"))
        return Place(opened[-1], now)

    yield at
    for one in opened:
        one.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def county_anywhere(request: pytest.FixtureRequest) -> Callable[[str], Place]:
    """The same on either database; on PostgreSQL the life is played whole."""
    if request.param == "sqlite":
        return request.getfixturevalue("county")
    connected: Engine = request.getfixturevalue("postgres_engine")
    return lambda stage: Place(connected, played_whole(connected, stage))
