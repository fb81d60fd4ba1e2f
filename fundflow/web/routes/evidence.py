"""Files of evidence: how long each is kept, which are due to be deleted, and deleting one with a reason."""

from starlette.responses import Response

from fundflow.clock import london_day
from fundflow.engine import retention
from fundflow.errors import NotFound
from fundflow.reporting import EvidenceFile
from fundflow.web.desk import Desk
from fundflow.web.paged import PAGE
from fundflow.web.rooms import Room
from fundflow.web.typed import number_typed
from fundflow.web.who import OFFICE

room = Room()


@room.page("/evidence", who=OFFICE)
def every(desk: Desk) -> Response:
    """The files that came with claims; those that are due first."""
    due = desk.asked.get("due") == "1"
    page = number_typed(desk.asked.get("page", "")) or 1
    found = retention.some(desk.session, actor=desk.actor, now=desk.now, due=due, page=page, size=PAGE)
    return desk.page("evidence/every.html", found=found, only_due=due, today=london_day(desk.now))


def _one(desk: Desk, number: str) -> EvidenceFile:
    known = number_typed(number)
    if known is None:
        raise NotFound("There is no such file among the evidence.")
    return retention.one(desk.session, known, actor=desk.actor)


def show(desk: Desk, number: str) -> Response:
    """One file: whose it is, until when it is kept, and its deletion."""
    found = _one(desk, number)
    return desk.page(
        "evidence/one.html",
        one=found,
        grounds=retention.GROUNDS,
        today=london_day(desk.now),
        may=any(desk.actor.has(role, fund=found.fund) for role in (*retention.DELETERS, "administrator")),
    )


@room.form("/evidence/{number}", who=OFFICE, page=show)
def delete(desk: Desk, number: str) -> Response:
    """Delete its contents for ever."""
    row = retention.delete(
        desk.session,
        _one(desk, number).number,
        ground=desk.typed.text("ground"),
        reason=desk.typed.text("reason"),
        actor=desk.actor,
        now=desk.now,
    )
    return desk.go("/evidence", said=f"File {row.number} of {row.claim} is deleted. Its record stays.")
