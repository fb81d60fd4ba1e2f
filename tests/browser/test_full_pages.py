"""Every page with much on it: opened in the demonstration and other plays, read by axe and fitted at three widths."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine

from fundflow import audit, database
from tests.browser.conftest import Live
from tests.browser.looking import faults, told
from tests.plays import NAMES
from tests.stories.stages import Place
from tests.web.conftest import Served, over
from tests.web.walks import patterns
from tests.wording import COMMAND

DEMONSTRATION = "worcestershire-2017"
ROUND = "worcestershire-transformation-2017-1"
BID = "/bids/TF-17-0018"
PLAYED: Mapping[str, Mapping[str | None, Sequence[str]]] = {
    "deadline": {
        "goldcrest.manager": (
            *("/bids", BID, f"{BID}/history", f"{BID}/overlaps", f"{BID}/start-from", f"{BID}/questions/accomplish"),
            *(f"{BID}/{one}" for one in ("actions", "priorities", "exit-plan", "outline", "budget", "documents")),
            *(f"{BID}/partners", f"{BID}/sign", "/funds/worcestershire-transformation/bid"),
        ),
        "nw.manager": ("/bids/TF-17-0001/receipt",),
        "officer": (
            *("/work", f"/cases?round={ROUND}&state=submitted", "/letters", "/rounds"),
            *(f"/rounds/{ROUND}/{one}" for one in ("amend", "practice", "message", "enter", "change/cancel")),
        ),
        None: ("/funds/worcestershire-transformation",),
    },
    "scoring": {
        "assessor.2": (
            *(f"/scoring/rounds/{ROUND}", f"/scoring/rounds/{ROUND}/declare"),
            *("/scoring/TF-17-0010", f"/scoring/rounds/{ROUND}/sheet"),
        ),
        "officer": (f"/rounds/{ROUND}/seats", f"/rounds/{ROUND}/moderation"),
        "moderator": ("/moderation/TF-17-0011",),
    },
    "meeting": {
        "secretary": (
            *("/meetings", "/meetings/new", "/meetings/PCCC-2017-06", "/meetings/PCCC-2017-06/items/6"),
            *(f"/meetings/PCCC-2017-06/{one}" for one in ("agenda", "seats", "sheet", "minutes")),
            *("/cases/TF-17-0001/chairs-action", "/letters/to-sign", "/committees"),
            "/committees/redditch-and-bromsgrove-pccc",
        ),
    },
    "claims": {
        "nw.director": ("/bids/TF-17-0001/offer", "/bids/TF-17-0001/partners/Z17003", "/cases/TF-17-0001/claims/new"),
        "practice": ("/bids/TF-17-0008/returns/36", "/bids/TF-17-0008/partners/Z17004/leaving"),
        "checker": ("/cases/TF-17-0002/claims/C1", "/cases/TF-17-0002/claims/C1/query"),
        "officer": (
            *("/cases/TF-17-0001", "/cases/TF-17-0001/steps/request_variation", "/cases/TF-17-0001/notes"),
            *("/bids/TF-17-0001/returns", "/cases/TF-17-0003/set-aside", f"/rounds/{ROUND}/withdraw"),
            *("/letters/read/TF-17-0001/L04", "/letters/templates", "/letters/templates/L01b"),
            *("/funds/worcestershire-transformation/ready", "/imports", "/imports/register", "/account/tokens"),
            f"/rounds/new?from={ROUND}",
        ),
        "finance": ("/finance/payees", "/finance/discrepancies", f"/rounds/{ROUND}/ranking", "/register/decisions"),
    },
    "worcestershire-2017": {
        "nw.director": ("/bids/TF-17-0001",),
        "finance": (
            *("/finance", "/finance/agreement", "/finance/allocations", "/finance/charts"),
            *("/finance/entries?fund=worcestershire-transformation&commissioner=05J&period=2017/18",),
            *("/finance/year?fund=worcestershire-transformation&commissioner=05J&period=2017/18",),
            *("/cases/TF-17-0003/recover", "/reports/finance", "/runs/PR-18-0001"),
        ),
        "office": (
            *(
                "/scoring",
                "/cases",
                f"/rounds/{ROUND}",
                "/cases/TF-17-0001/history",
                "/cases/TF-17-0001/versions",
                "/messages",
            ),
            *("/cases/TF-17-0002/foi", "/people", "/people/officer", "/reports", "/view-as"),
        ),
        None: ("/", "/sign-in", "/register", "/about/help", "/about/help/committees", "/about/privacy", "/signed-out"),
    },
    "claims-and-recoveries": {
        "office": (
            *("/cases/TF-17-0001", "/cases/TF-17-0001/recoveries/R3", "/evidence", "/evidence/2"),
            *("/finance/month?commissioner=05T&month=2018%2F19+M03",),
        ),
    },
    "month-and-year-end": {"office": ("/finance/virements", "/work")},
    "mid-year-takeover": {
        "officer": ("/take-overs", "/take-overs/worcestershire-transformation-2017-1", "/imports/position")
    },
    "committees-in-common": {"secretary": ("/chairs-actions", "/chairs-actions/CA-2017-02")},
}
"""Who opens which pages at a moment of the demonstration or at the end of a play."""
FOUND: Mapping[str, Sequence[str]] = {
    "a partner's link": ("/consent/{token}",),
    "a bid from paper": ("/bids/{ref}/entry", "/confirm/{token}"),
    "signing in": ("/account/{token}",),
    "a round that is taken over": ("/take-overs/{ref}",),
    "questions": ("/bids/{ref}/clarification",),
    "a payment run": ("/runs/{ref}",),
    "money owed back": ("/cases/{ref}/recoveries/{number}/{action}",),
}
"""Routes whose pages stand open on one of the grounds on which forms are met; where their address holds a secret, only there."""
OF_FILES = (
    *("/funds/{fund}/questions.docx", "/bids/export.xlsx", "/bids/dates.ics", "/bids/{ref}/answers.docx"),
    *("/bids/{ref}/files/{key}", "/bids/{ref}/partners/{code}/letter", "/scoring/rounds/{round_ref}/sheet.xlsx"),
    *("/cases/{ref}/claims/{number}/evidence/{sha}", "/runs/{ref}/file", "/finance/month/journal"),
    *("/cases/{ref}/whole-case.zip", "/rounds/{ref}/fund.yaml", "/meetings/{ref}/sheet.docx"),
    "/take-overs/{ref}/sheet.xlsx",
    *("/meetings/{ref}/papers.docx", "/meetings/{ref}/minutes/{body}", "/letters/templates/{code}/{number}"),
    "/letters/{ref:path}",
)
"""Routes that hand out a file."""
OF_COMMANDS = (f"/rounds/{ROUND}/practice", "/about/help/committees")
"""Pages that tell what to type: one whoever looks after the computer, and the guides, which stand in the repository too."""
ASKED = {"/requests", "/requests/{number}"}
"""Opened once somebody has asked for something."""
PASSING = ("/sign-in/provider/return", "/still-here")
"""Routes that show no page when all is well."""
ROUTES = patterns("GET")


def route_of(path: str) -> str:
    """The route of an address."""
    return next(name for name, pattern in ROUTES if pattern.match(path.partition("?")[0]))


def test_each_route_that_shows_a_page_is_opened_here():
    named = [one for pages in PLAYED.values() for paths in pages.values() for one in paths]
    here = {*map(route_of, named), *(one for routes in FOUND.values() for one in routes), *ASKED}
    assert {name for name, _ in ROUTES} - {*OF_FILES, *PASSING} == here


@pytest.fixture
def standing(lived: Callable[[Served], Live], tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """`standing(file, now)`: the service over a copy of a database."""
    opened: list[Engine] = []

    def go(file: Path, now: datetime | None = None, *, demonstration: bool = True) -> Live:
        opened.append(database.connect(f"sqlite:///{shutil.copyfile(file, tmp_path / 'full.db')}"))
        place = Place(opened[-1], now or _newest(opened[-1]))
        return lived(over(place, demonstration=demonstration))

    yield go
    for engine in opened:
        engine.dispose()


def _newest(engine: Engine) -> datetime:
    with database.reading(engine) as session:
        return audit.recent(session, limit=1)[0].at


def looked_at(live: Live, pages: Mapping[str | None, Sequence[str]]) -> dict[str, list[str]]:
    """What is wrong with each page, and which commands it tells people to type."""
    wrong: dict[str, list[str]] = {}
    for name, paths in pages.items():
        page = live.person(name)
        for path in paths:
            wrong |= faults(page, [path], status=200)
            assert route_of(urlsplit(page.url).path) == route_of(path), path
            if path not in OF_COMMANDS and (typed := COMMAND.findall(page.locator("main").inner_text())):
                wrong.setdefault(path, []).extend(typed)
    return wrong


@pytest.mark.parametrize("place", PLAYED)
def test_a_full_page_reads_well_and_fits(place, plays, standing):
    kept = plays.of(place if place in NAMES else DEMONSTRATION)
    wrong = looked_at(standing(kept.file if place in NAMES else kept.at(place)), PLAYED[place])
    assert not wrong, told(wrong)


@pytest.mark.parametrize("ground", FOUND)
def test_a_page_that_opens_only_for_a_while_or_by_a_link_reads_well_and_fits(ground, grounds, standing):
    met = grounds.of(ground)
    pages: dict[str | None, list[str]] = {}
    for route in FOUND[ground]:
        one = next(form for form in met.forms.values() if route_of(form.page) == route)
        pages.setdefault(one.person, []).append(one.page)
    wrong = looked_at(standing(met.file, met.now, demonstration=met.demonstration), pages)
    assert not wrong, told(wrong)


def test_what_waits_for_a_second_person_reads_well_and_fits(plays, standing):
    live = standing(plays.of(DEMONSTRATION).at("deadline"))
    officer = live.at.browser("officer")
    officer.send(f"/rounds/{ROUND}/change/cancel", minute="PCCC-2017-04 item 9", reason="The money is withdrawn.")
    [asked] = [one["href"] for one in officer.get("/requests").select("main a[href^='/requests/']")]
    wrong = looked_at(live, {"officer": ["/requests", asked]})
    assert not wrong, told(wrong)
