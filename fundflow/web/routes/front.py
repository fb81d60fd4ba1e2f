"""The first page, and what every service must say of itself: help, accessibility, cookies, privacy."""

from starlette.responses import Response

from fundflow import organisations, views
from fundflow.engine import sight
from fundflow.errors import NotFound
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import ANYBODY, SIGNED_IN

room = Room()
ABOUT = {
    "help": "Help",
    "accessibility": "Accessibility statement",
    "cookies": "Cookies",
    "privacy": "Privacy",
}


@room.page("/", who=ANYBODY)
def home(desk: Desk) -> Response:
    """Where everybody begins: the funds for which practices can bid."""
    return desk.page("home.html", funds=[fund for fund in desk.library.funds.values() if fund.workflow])


@room.page("/about/{subject}", who=ANYBODY)
def about(desk: Desk, subject: str) -> Response:
    """What the service says of itself."""
    if subject not in ABOUT:
        raise NotFound("There is no such page.")
    return desk.page(f"about/{subject}.html", title=ABOUT[subject], offices=list(desk.library.offices.values()))


@room.page("/work", who=SIGNED_IN)
def work(desk: Desk) -> Response:
    """What waits for whoever is here."""
    found = views.of_person(desk.session, desk.actor)
    cases = [one for pile in found.piles for one in pile.cases]
    return desk.page(
        "work.html",
        work=found,
        office=sight.in_office(desk.actor),
        refs={one.id: one.ref for one in cases},
        names=organisations.names(desk.session, [one.lead for one in cases]),
    )
