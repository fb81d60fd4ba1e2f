"""Databases for tests: a fresh SQLite file, and a fresh database on a PostgreSQL that the tests start themselves."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from fundflow import database
from tests.postgres import Missing, Server
from tests.schema import build

REQUIRE_ALL = os.environ.get("FUNDFLOW_REQUIRE_ALL") == "1"
SHARED = Path(os.environ.get("FUNDFLOW_SHARED", Path(__file__).parents[2] / "shared" / "data"))

MANY = 10_000
"""Questions of which the compiled form is kept: those of every test in a process."""

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""A database is slow beside what Hypothesis is made for, and a busy machine slower."""

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, suppress_health_check=SLOW)
settings.register_profile("search", deadline=None, max_examples=1_000, print_blob=True, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("FUNDFLOW_HYPOTHESIS", "ci"))
"""`ci` tries the same examples in every run; `FUNDFLOW_HYPOTHESIS=search` looks for new ones and prints how to repeat."""

_numbers = count(1)
_compiled: dict[str, Engine] = {}
"""By the kind of database, an engine whose dialect and whose compiled questions every other of the tests uses too."""


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """What one test's database was asked is not put into SQL again for the next one's: an office has one database."""
    real = database.sqlalchemy_engine

    def made(address: URL, **options: Any) -> Engine:
        engine = real(address, **options)
        shared = None if "isolation_level" in options else _compiled.get(engine.dialect.name)
        if shared is not None:
            engine.dialect, engine._compiled_cache = shared.dialect, shared._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "sqlalchemy_engine", made)
        _share("sqlite://")
        yield
    _compiled.clear()


def _share(url: str) -> None:
    """Let every engine of this kind that is made from now on be one with this one, but for its connections."""
    engine = database.connect(url, query_cache_size=MANY)
    with engine.connect():  # a dialect learns of its server when it first meets it
        _compiled[engine.dialect.name] = engine
    engine.dispose()


def missing(what: str) -> None:
    """A skip that says why, or a failure where everything is required."""
    if REQUIRE_ALL:
        pytest.fail(f"{what} (FUNDFLOW_REQUIRE_ALL is set)", pytrace=False)
    pytest.skip(what)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data beside the repository; tests that need it say so when it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the real data beside the repository is absent")
    return SHARED


@pytest.fixture
def now() -> datetime:
    return datetime(2017, 4, 3, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "fundflow.db"
    engine = database.connect(f"sqlite:///{path}")
    build(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(tmp_path: Path, _sqlite_template: Path) -> Iterator[Engine]:
    path = tmp_path / "fundflow.db"
    shutil.copyfile(_sqlite_template, path)
    engine = database.connect(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL of this process's own, gone when the process is."""
    try:
        server = Server.start()
    except Missing as why:
        missing(str(why))
        raise
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _postgres_admin(postgres_server: Server) -> Iterator[Engine]:
    admin = database.connect(postgres_server.url("postgres"), isolation_level="AUTOCOMMIT")
    _share(postgres_server.url("postgres"))
    yield admin
    admin.dispose()


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: Server, _postgres_admin: Engine) -> str:
    name = "template_fundflow"
    with _postgres_admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = database.connect(postgres_server.url(name))
    build(engine)
    engine.dispose()
    with _postgres_admin.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"))
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
    return name


@pytest.fixture
def postgres_engine(postgres_server: Server, _postgres_admin: Engine, _postgres_template: str) -> Iterator[Engine]:
    name = f"t{next(_numbers)}"
    with _postgres_admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {_postgres_template}"))
    engine = database.connect(postgres_server.url(name))
    yield engine
    engine.dispose()
    with suppress(SQLAlchemyError), _postgres_admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))  # else it goes with the whole server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Either database, one after the other."""
    return request.getfixturevalue(f"{request.param}_engine")


@pytest.fixture
def session(sqlite_engine: Engine) -> Iterator[Session]:
    """One writing transaction on SQLite, committed at the end of the test."""
    with database.writing(sqlite_engine) as opened:
        yield opened
