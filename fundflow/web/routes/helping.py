"""Help: how everything works, and a guide for each role, for anybody to read."""

from starlette.responses import Response

from fundflow import committees
from fundflow.clock import london_day
from fundflow.web import guides
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import ANYBODY

room = Room()


@room.page("/about/help", who=ANYBODY)
def everything(desk: Desk) -> Response:
    """What holds for everybody, and the guides: first those of whoever is here."""
    mine, others = guides.guides(_does(desk))
    return desk.page("about/help.html", mine=mine, others=others)


@room.page("/about/help/{guide}", who=ANYBODY)
def one(desk: Desk, guide: str) -> Response:
    """One guide."""
    return desk.page("about/guide.html", guide=guides.guide(guide))


def _does(desk: Desk) -> set[str]:
    if desk.visitor is None:
        return set()
    seats = committees.seats_of(desk.session, desk.actor.id, on=london_day(desk.now))
    return {held.role for held in desk.actor.roles} | ({guides.SEATED} if seats else set())
