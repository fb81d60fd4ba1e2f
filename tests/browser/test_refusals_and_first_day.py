"""In a real browser: the pages that say no, and those of a service on its first day."""

from fundflow import views
from tests.browser.conftest import Live, running
from tests.browser.looking import faults, told
from tests.stories.stages import Place
from tests.stories.world import START
from tests.web.conftest import over
from tests.web.test_first_start import ADMINISTRATOR, SAYS, first_link


def test_pages_that_say_no_read_well_and_fit(live, monkeypatch):
    def broken(*_given, **_named):
        raise RuntimeError

    monkeypatch.setattr(views, "todo_of", broken)
    town = live("draft")
    wrong = faults(town.person("writer.fednw"), ["/rounds", "/sign-out", "/work"])
    town.wrong[:] = [one for one in town.wrong if "a status of 500" not in one]
    assert not wrong, told(wrong)


FIRST_DAY = (
    *(
        *SAYS,
        "/rounds/new",
        "/imports",
        "/imports/organisations",
        "/reports",
        "/evidence",
        "/view-as",
        "/account/tokens",
    ),
    *(
        "/finance/virements",
        "/finance/agreement",
        "/register/decisions",
        "/letters/templates",
        "/scoring",
        "/about/help",
    ),
)
"""Pages that list something, while there is nothing to list."""


def test_an_administrator_comes_in_by_the_link_and_the_pages_of_the_first_day_read_well(sqlite_engine, chromium):
    at = over(Place(sqlite_engine, START), demonstration=False)
    with running(at.house) as url:
        town = Live(at, url, chromium)
        page = town.person(None)
        page.goto(first_link(at.engine))
        for name, text in ADMINISTRATOR.items():
            page.fill(f"[name={name}]", text)
        page.locator("main button[type=submit], main form button").last.click()
        page.wait_for_url("**/work")
        wrong = faults(page, FIRST_DAY)
        page.context.close()
    assert not wrong, told(wrong)
    assert town.wrong == []
