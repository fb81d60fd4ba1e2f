"""A database in which one bid has lived its whole life, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from fundflow import database
from tests.reporting.county import life


@pytest.fixture(scope="session")
def _lived_template(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Path:
    path = tmp_path_factory.mktemp("lived") / "fundflow.db"
    shutil.copyfile(_sqlite_template, path)
    engine = database.connect(f"sqlite:///{path}")
    with database.writing(engine) as session:
        life(session)
    engine.dispose()
    return path


@pytest.fixture
def lived(tmp_path: Path, _lived_template: Path) -> Iterator[Session]:
    """A writing session after a whole life was committed."""
    path = tmp_path / "lived.db"
    shutil.copyfile(_lived_template, path)
    engine = database.connect(f"sqlite:///{path}")
    with database.writing(engine) as session:
        yield session
    engine.dispose()
