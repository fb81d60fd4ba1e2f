"""Before a round: what its fund still needs, and the form that opens the round."""

from datetime import datetime

from starlette.responses import Response

from fundflow import clock
from fundflow.engine import readership, readiness, rounds
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import moment_typed
from fundflow.web.who import OFFICE

room = Room()


def ready(desk: Desk, fund: str) -> Response:
    """What a round of a fund needs before it opens, what is there of it, what is missing, and the form to open it."""
    found = desk.library.fund(fund)
    readership.must_be_office(desk.actor, doing=f"Looking into {found.title}", fund=fund)
    sheet = readiness.findings(desk.session, desk.library, fund, on=clock.london_day(desk.now))
    return desk.page(
        "rounds/ready.html",
        fund=found,
        missing=[one for one in sheet if not one.ready],
        there=[one for one in sheet if one.ready],
        opens=desk.actor.has("officer", fund=fund) and found.workflow is not None,
    )


@room.form("/funds/{fund}/ready", who=OFFICE, page=ready)
def open_round(desk: Desk, fund: str) -> Response:
    """Open a round of the fund: its definitions are kept as they stand now."""
    closes = _moment(desk, "closes")
    if closes is None:
        raise BadInput("Say when the round closes. Nothing has changed.", place="closes_on")
    plan = rounds.RoundPlan(
        fund=fund,
        opens_at=_moment(desk, "opens") or desk.now,
        closes_at=closes,
        title=desk.typed.text("title"),
        reserve_until=desk.typed.day("reserve_until"),
        snapshot_on=desk.typed.day("snapshot_on"),
        next_round=desk.typed.text("next_round"),
    )
    row = rounds.open_round(desk.session, plan, library=desk.library, actor=desk.actor, now=desk.now)
    return desk.go(f"/rounds/{row.ref}", said=f"{row.title} {rounds.opened_words(row)}.")


def _moment(desk: Desk, name: str) -> datetime | None:
    return moment_typed(desk.typed, name) if desk.typed.text(f"{name}_on") else None
