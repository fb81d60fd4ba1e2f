"""What waits for a second person: every request that concerns somebody, and one of them, taken back by who asked."""

from starlette.responses import Response

from fundflow import people
from fundflow.engine import requests
from fundflow.errors import NotFound
from fundflow.people import Proposal
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import number_typed
from fundflow.web.who import OFFICE

room = Room()


@room.page("/requests", who=OFFICE)
def every(desk: Desk) -> Response:
    """What one asked for, and what one may agree to."""
    return desk.page("requests/every.html", waiting=requests.waiting(desk.session, actor=desk.actor))


def show(desk: Desk, number: str) -> Response:
    """What was asked, by whom, and whether it still waits."""
    asked = _one(desk, number)
    agrees = [people.role_words(role) for role in asked.agrees]
    return desk.page("requests/one.html", asked=asked, agrees=agrees)


def _one(desk: Desk, number: str) -> Proposal:
    known = number_typed(number)
    if known is None:
        raise NotFound(f"There is no request {number} among those that concern you.")
    return requests.one(desk.session, known, actor=desk.actor)


@room.form("/requests/{number}", who=OFFICE, page=show)
def take_back(desk: Desk, number: str) -> Response:
    """Take it back before anybody agrees."""
    asked = _one(desk, number)
    requests.take_back(desk.session, asked.id or 0, reason=desk.typed.text("reason"), actor=desk.actor, now=desk.now)
    return desk.go("/requests", said=f"Taken back: {asked.said}. Nothing of it was done.")
