"""A real browser over the running service: people sit down at it at any stage of a bid's life, at any width."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fundflow.cli.serve import assembled
from fundflow.web import House
from tests.conftest import missing
from tests.plays import plays
from tests.stories.fixtures import counties, county
from tests.web.conftest import Served, grounds, served

__all__ = ["counties", "county", "grounds", "plays", "served"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
REFUSED = "Failed to load resource: the server responded with a status of 4"
"""What Chromium writes to its console about an answer that refuses, which is no fault of a page."""


def executable() -> str:
    """Where Chromium is on this computer, or nothing."""
    return next(filter(None, map(shutil.which, NAMES)), "")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this folder."""
    found = executable()
    if not found:
        missing("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Live:
    """The service at an address of this computer, and what its pages did that they should not."""

    at: Served
    url: str
    chromium: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def person(self, name: str | None, *, width: int = 1280, script: bool = True) -> Page:
        """Somebody's browser, signed in."""
        context = self.chromium.new_context(
            base_url=self.url, viewport={"width": width, "height": 900}, java_script_enabled=script
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda one: self._kept(one.url))
        page.on("console", lambda one: self._said(page.url, one.type, one.text))
        page.on("pageerror", lambda one: self.wrong.append(f"{page.url}: {one}"))
        if name is not None:
            self.sign_in(page, name)
        return page

    def sign_in(self, page: Page, name: str) -> None:
        """Sign a browser in by a name of the demonstration's list."""
        page.context.request.post("/sign-in/demonstration", form={"name": name}, max_redirects=0)

    def _kept(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:", "about:")):
            self.wrong.append(f"asked another host: {url}")

    def _said(self, url: str, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(REFUSED):
            self.wrong.append(f"{url}: {text}")


@contextmanager
def running(house: House) -> Iterator[str]:
    """The pages and the API over a house, at the address that is handed out."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(assembled(house), log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listening.close()


@pytest.fixture
def live(lived: Callable[[Served], Live], served: Callable[..., Served]) -> Callable[[str], Live]:
    """`live("draft")`: the service over a fresh copy of a stage."""
    return lambda stage: lived(served(stage))


@pytest.fixture
def lived(chromium: Browser) -> Iterator[Callable[[Served], Live]]:
    """`lived(at)`: a service that stands, at an address of this computer; afterwards no page has misbehaved."""
    opened: list[Live] = []
    with ExitStack() as stack:

        def go(at: Served) -> Live:
            opened.append(Live(at, stack.enter_context(running(at.house)), chromium))
            return opened[-1]

        yield go
        for context in (one for found in opened for one in found.contexts):
            context.close()
    assert [one for found in opened for one in found.wrong] == []
