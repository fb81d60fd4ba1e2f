"""The API over a copy of any stage of one bid's life, and programs that hold tokens of its people."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from fundflow import api, database, people
from fundflow.audit import Act
from fundflow.definitions import Library
from fundflow.engine import access
from tests.stories.clock import Clock
from tests.stories.fixtures import counties, county, county_anywhere
from tests.stories.stages import Place
from tests.stories.world import library

__all__ = ["counties", "county", "county_anywhere"]


@dataclass
class Program:
    """A program with a token of one person; `token` may be spoilt by a test."""

    http: TestClient
    token: str

    def ask(self, method: str, path: str, status: int = 200, *, key: str = "", match: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": match} if match else {}
        answer = self.http.request(method, f"{api.PREFIX}{path}", headers=headers, **more)
        assert answer.status_code == status, (answer.status_code, answer.text[:2_000])
        return answer

    def get(self, path: str, status: int = 200, **more: Any) -> Any:
        return self.ask("GET", path, status, **more).json()

    def post(self, path: str, sent: Any = None, status: int = 200, **more: Any) -> Any:
        return self.ask("POST", path, status, json=sent if sent is not None else {}, **more).json()


@dataclass
class Served:
    """The API at a stage."""

    place: Place
    clock: Clock
    app: FastAPI
    statements: list[str] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.place.engine

    def http(self) -> TestClient:
        return TestClient(self.app, base_url="http://testserver", raise_server_exceptions=False)

    def token(self, name: str, *scopes: str, days: int = 30) -> str:
        with database.writing(self.engine) as session:
            actor = people.actor(session, name, now=self.clock.now)
            _, text = access.make_token(
                session, name="a test", scopes=scopes or ("read", "write"), days=days, actor=actor, now=self.clock.now
            )
        return text

    def program(self, name: str = "", *scopes: str, days: int = 30) -> Program:
        return Program(self.http(), self.token(name, *scopes, days=days) if name else "")

    def scoped(self, fund: str) -> Program:
        """A program of an officer who works for one fund."""
        name = f"officer.{fund.rpartition('-')[2]}"
        with database.writing(self.engine) as session:
            act = Act(1, "a test", self.clock.now, "user.add", name)
            row = people.add(session, sign_in_name=name, name=name, email="", act=act)
            people.grant(session, row.id or 0, "officer", fund=fund, starts=self.clock.now.date(), act=act)
        return self.program(name)

    def counted(self) -> list[str]:
        """Statements since the last time that somebody looked."""
        found = [one for one in self.statements if not one.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE"))]
        self.statements.clear()
        return found


def serve(place: Place, installed: Library | None = None) -> Served:
    clock = Clock(place.now)
    app = FastAPI(openapi_url=None)
    api.mount(app, api.Service(place.engine, installed or library(), clock))
    made = Served(place, clock, app)
    event.listen(
        place.engine, "before_cursor_execute", lambda _1, _2, statement, *_rest: made.statements.append(statement)
    )
    return made


@pytest.fixture
def served(county: Callable[[str], Place]) -> Callable[[str], Served]:
    return lambda stage="submitted": serve(county(stage))


@pytest.fixture
def served_anywhere(county_anywhere: Callable[[str], Place]) -> Callable[[str], Served]:
    return lambda stage="submitted": serve(county_anywhere(stage))


@pytest.fixture(scope="session")
def served_once(counties, tmp_path_factory) -> Served:
    """One API at the stage of a running award for tests that only look."""
    source, now = counties.file("active")
    path = tmp_path_factory.mktemp("api") / "once.db"
    shutil.copyfile(source, path)
    return serve(Place(database.connect(f"sqlite:///{path}"), now))
