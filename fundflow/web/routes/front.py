"""The first page, and what every service must say of itself: help, accessibility, cookies, privacy."""

from starlette.responses import Response

from fundflow.errors import NotFound
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import ANYBODY

room = Room()
ABOUT = {
    "help": "Help",
    "accessibility": "Accessibility statement",
    "cookies": "Cookies",
    "privacy": "Privacy",
}


@room.page("/", who=ANYBODY)
def home(desk: Desk) -> Response:
    """Where everybody begins: funds to bid for; for those who are signed in, what waits for them."""
    return desk.page("home.html", funds=[fund for fund in desk.library.funds.values() if fund.workflow])


@room.page("/about/{subject}", who=ANYBODY)
def about(desk: Desk, subject: str) -> Response:
    """What the service says of itself."""
    if subject not in ABOUT:
        raise NotFound("There is no such page.")
    return desk.page(f"about/{subject}.html", title=ABOUT[subject], offices=list(desk.library.offices.values()))
