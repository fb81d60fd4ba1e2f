"""Every page that a person can come to: each route by its address, and what the pages that they see link to."""

import re
from collections import Counter

from bs4 import BeautifulSoup

from fundflow import web
from tests.stories.stages import REF, ROUND
from tests.stories.world import FUND

_FILLED = {"ref": REF, "fund": FUND, "round": ROUND, "subject": "help", "number": "1"}


def patterns(method: str) -> list[tuple[str, re.Pattern[str]]]:
    """Each route of a method, and what its addresses look like."""
    return [
        (door.path, re.compile(re.sub(r"\{\w+:path\}", ".+", re.sub(r"\{\w+\}", "[^/]+", door.path)) + "$"))
        for door in web.doors()
        if door.method == method
    ]


_PATTERNS = [one for one in patterns("GET") if not re.search(r"sign-in|\{token\}|still-here", one[0])]
_FILE = re.compile(r"\.\w+$|/minutes/|/journal$|/files?\b")
"""Routes that answer with a file."""
_EACH = ("{step}", "{action}", "{change}")
"""Routes under which every address is another form."""
_MEETINGS = ("/meetings/group", "/meetings/pccc")


def route_of(path: str) -> str | None:
    """The route that answers an address."""
    return next((name for name, pattern in _PATTERNS if pattern.match(path.partition("?")[0])), None)


def _first() -> list[str]:
    filled = [re.sub(r"\{(\w+)(:path)?\}", lambda found: _FILLED.get(found[1], "{"), name) for name, _ in _PATTERNS]
    rounds = [one.replace(f"/rounds/{REF}", f"/rounds/{ROUND}") for one in filled]
    return [*_MEETINGS, *(f"{one}/items/1" for one in _MEETINGS), *(one for one in rounds if "{" not in one)]


def walk(browser, statements: list[str], *, of_each: int = 2, under: tuple[str, ...] = ()):
    """Each page once, its address and its answer; of one route a few, as far as links lead. `statements` are each page's.

    `under` some addresses, only pages below them, and none of the files that are for saving.
    """
    browser.get("/")  # what the last press said is told once
    waiting, seen, taken = _first(), set(), Counter()
    while waiting:
        path = waiting.pop(0)
        route = route_of(path)
        if path in seen or route is None or taken[route] >= of_each:
            continue
        if under and (not f"{path.partition('?')[0]}/".startswith(under) or _FILE.search(route)):
            continue
        seen.add(path)
        taken[route] += not (under and route.endswith(_EACH))
        statements.clear()
        answer = browser.http.get(path)
        yield path, answer
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = BeautifulSoup(answer.text, "html.parser").find_all("a", href=re.compile("^/"))
            waiting += [link["href"].partition("#")[0] for link in links]
