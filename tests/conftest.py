"""Databases for tests: a fresh SQLite file, and a fresh database on a PostgreSQL that the tests start themselves."""

import glob
import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from fundflow import database
from tests.schema import build

REQUIRE_ALL = os.environ.get("FUNDFLOW_REQUIRE_ALL") == "1"
SHARED = Path(os.environ.get("FUNDFLOW_SHARED", Path(__file__).parents[2] / "shared" / "data"))


def missing(what: str) -> None:
    """A skip that says why, or a failure where everything is required."""
    if REQUIRE_ALL:
        pytest.fail(f"{what} (FUNDFLOW_REQUIRE_ALL is set)")
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
def _postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or [shutil.which("initdb") or ""]
    if not found[-1]:
        missing("PostgreSQL's server binaries (initdb) are not on this machine")
    binaries = Path(found[-1]).parent
    folder = tmp_path_factory.mktemp("pg")
    as_owner: list[str] = []
    owner = pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() == 0:
        owner = "postgres"
        as_owner = ["runuser", "-u", owner, "--"]
        for parent in (folder, *folder.parents[:3]):
            parent.chmod(0o755)
        shutil.chown(folder, user=owner)
    data, sockets = folder / "data", Path("/tmp") / f"ff{uuid.uuid4().hex[:8]}"
    sockets.mkdir()
    if os.getuid() == 0:
        shutil.chown(sockets, user=owner)

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*as_owner, str(binaries / program), *arguments], check=True, capture_output=True, cwd=folder)

    run("initdb", "-D", str(data), "-U", owner, "--auth=trust", "--no-sync", "-E", "UTF8")
    options = (
        f"-c listen_addresses= -c unix_socket_directories={sockets} -c fsync=off -c full_page_writes=off "
        "-c max_connections=60"
    )
    run("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://{owner}@/{{}}?host={sockets}"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(sockets, ignore_errors=True)


@pytest.fixture(scope="session")
def _postgres_template(_postgres_server: str) -> str:
    admin = database.connect(_postgres_server.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE template_fundflow"))
    admin.dispose()
    engine = database.connect(_postgres_server.format("template_fundflow"))
    build(engine)
    engine.dispose()
    return _postgres_server


@pytest.fixture
def postgres_engine(_postgres_template: str) -> Iterator[Engine]:
    name = f"t{uuid.uuid4().hex[:12]}"
    admin = database.connect(_postgres_template.format("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_fundflow"))
    engine = database.connect(_postgres_template.format(name))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Either database, one after the other."""
    return request.getfixturevalue(f"{request.param}_engine")


@pytest.fixture
def session(sqlite_engine: Engine) -> Iterator[Session]:
    """One writing transaction on SQLite, committed at the end of the test."""
    with database.writing(sqlite_engine) as opened:
        yield opened
