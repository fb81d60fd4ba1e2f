"""Takes the README's pictures of pages from the demonstration: `python -m tests.browser.pictures DEMO OUT`."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from fundflow import audit, database, web
from tests.browser.conftest import executable, running
from tests.stories.world import library

PAGES = {"finance": ("finance", "/finance", "main details[open]")}
"""By name of the picture: who looks, at what, and which part of it is kept."""
SIZE = {"width": 1024, "height": 820}


def take(demo: Path, out: Path) -> None:
    """Open each page over a copy of the demonstration, at the moment at which it ended, and keep what is seen."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        path = Path(shutil.copyfile(demo / "fundflow.db", Path(scratch) / "fundflow.db"))
        engine = database.connect(f"sqlite:///{path}")
        with database.reading(engine) as session:
            ended = audit.recent(session, limit=1)[0].at
        house = web.House(engine=engine, library=library(), clock=lambda: ended, demonstration=True, moved_clock=True)
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        with running(house) as url:
            for name, (who, address, part) in PAGES.items():
                context = browser.new_context(base_url=url, viewport=SIZE)
                context.request.post("/sign-in/demonstration", form={"name": who}, max_redirects=0)
                page = context.new_page()
                page.goto(address)
                page.locator(part).first.screenshot(path=str(out / f"{name}.png"))
                context.close()
        browser.close()
        engine.dispose()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
