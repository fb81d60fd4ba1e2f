"""Setting a case aside: a test, a duplicate or an entry in error, taken out of every list by two people."""

from starlette.responses import Response

from fundflow import people
from fundflow.engine import aside
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.case_papers import part
from fundflow.web.who import OFFICERS

room = Room()
KINDS = {"test": "A test", "duplicate": "A duplicate", "entered_in_error": "Entered in error"}


def page(desk: Desk, ref: str) -> Response:
    """What setting aside means for this case, what stands in the way, and who has asked for it already."""
    case, _ = part(desk, ref, "notes")
    waiting = [one for one in people.proposals(desk.session, subject=ref, state="open") if one.verb == "set_aside"]
    return desk.page(
        "cases/set_aside.html",
        case=case,
        kinds=KINDS,
        waiting=waiting,
        officer=any(desk.actor.has(role, fund=case.fund_id) for role in ("officer", "finance")),
    )


@room.form("/cases/{ref}/set-aside", who=OFFICERS, page=page)
def set_aside(desk: Desk, ref: str) -> Response:
    """Ask for it, or be the second person who agrees."""
    kind = desk.typed.text("kind")
    if kind not in KINDS:
        raise BadInput("Say whether it is a test, a duplicate or an entry in error. Nothing has changed.", place="kind")
    done = aside.set_aside(
        desk.session, ref, kind=kind, reason=desk.typed.text("reason"), actor=desk.actor, now=desk.now
    )
    if done.waiting:
        return desk.go(f"/cases/{ref}", said=done.waiting.line)
    return desk.go("/cases", said=f"{ref} is set aside: it is in no list, count or report. Its history stays.")
