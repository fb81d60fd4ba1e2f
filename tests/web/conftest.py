"""The service over a copy of any stage of one bid's life, and browsers that are signed in."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from fundflow import web
from tests.plays import plays
from tests.stories.clock import Clock
from tests.stories.fixtures import counties, county
from tests.stories.stages import Counties, Place
from tests.stories.world import library

__all__ = ["counties", "county", "plays"]


@dataclass
class Served:
    """A running service and how a browser meets it."""

    place: Place
    clock: Clock
    house: web.House
    app: Any
    statements: list[str] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.place.engine

    def browser(self, name: str | None = None) -> "Browser":
        browser = Browser(self, TestClient(self.app, base_url="http://testserver", follow_redirects=False))
        if name is not None:
            answer = browser.http.post("/sign-in/demonstration", data={"name": name})
            assert answer.status_code == 303, answer.text
        return browser


@dataclass
class Browser:
    """One person's browser, without script."""

    served: Served
    http: TestClient

    def get(self, path: str, status: int = 200) -> BeautifulSoup:
        answer = self.http.get(path)
        assert answer.status_code == status, (answer.status_code, answer.headers.get("location"), answer.text[:2_000])
        return BeautifulSoup(answer.text, "html.parser")

    def key(self, path: str) -> str:
        found = self.get(path).find("input", {"name": "form_key"})
        assert found is not None
        return str(found["value"])

    def send(self, path: str, status: int = 303, *, page: str | None = None, **typed: Any) -> BeautifulSoup:
        """Open the form's page and press its button."""
        form = self.get(page or path).find("form", {"action": path, "method": "post"})
        assert form is not None, f"no form sends to {path}"
        hidden = {one["name"]: one.get("value", "") for one in form.find_all("input", {"type": "hidden"})}
        answer = self.http.post(path, data={**hidden, **typed})
        assert answer.status_code == status, f"{answer.status_code}: {_said(answer.text)}"
        return BeautifulSoup(answer.text, "html.parser")


def _said(text: str) -> str:
    """What a page says is wrong, or its first words."""
    page = BeautifulSoup(text, "html.parser")
    found = page.find(class_="nhsuk-error-summary") or page.find("main") or page
    return " ".join(found.get_text().split())[:1_000]


def over(place: Place, *, demonstration: bool = True) -> Served:
    """The service over a place, its statements kept."""
    clock = Clock(place.now)
    house = web.House(engine=place.engine, library=library(), clock=clock, demonstration=demonstration)
    made = Served(place, clock, house, web.create(house))
    event.listen(
        place.engine, "before_cursor_execute", lambda _1, _2, statement, *_rest: made.statements.append(statement)
    )
    return made


@pytest.fixture
def served(county: Callable[[str], Place]) -> Callable[..., Served]:
    return lambda stage="draft", *, demonstration=True: over(county(stage), demonstration=demonstration)


@pytest.fixture(scope="session")
def grounds(counties: Counties, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Where every form is found, and what each answers when it is sent wrongly."""
    from tests.web.grounds import Grounds  # noqa: PLC0415 - it is made of what stands above

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "grounds"
    folder.mkdir(exist_ok=True)
    return Grounds(folder, counties)
