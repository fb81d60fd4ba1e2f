"""The first page, and what every service must say of itself: accessibility, cookies, privacy."""

from starlette.responses import Response

from fundflow import views
from fundflow.engine import letter_signing
from fundflow.errors import NotFound
from fundflow.web.desk import Desk
from fundflow.web.paged import paged
from fundflow.web.rooms import Room
from fundflow.web.who import ANYBODY, SIGNED_IN

room = Room()
ABOUT = {
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
    """What waits for whoever is here, in the order of dates, fifty a page."""
    found = views.todo_of(desk.session, desk.actor, now=desk.now)
    part = paged(desk, found)
    return desk.page(
        "work.html",
        found=len(found),
        late=sum(one.due is not None and one.due < desk.now for one in found),
        todo=part.rows,
        page=part.page,
        pages=part.pages,
        signing=letter_signing.to_sign(desk.session, actor=desk.actor, now=desk.now),
    )
