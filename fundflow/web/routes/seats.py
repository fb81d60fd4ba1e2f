"""Who assesses what in a round: a balanced plan that is shown before it is made, cover and load, and rulings on interests."""

from starlette.responses import Response

from fundflow import plural, views
from fundflow.engine import moderators, panels
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import OFFICE

room = Room()
STATES = {
    "assigned": "not declared",
    "declared": "declared",
    "open": "scoring",
    "locked": "locked",
}


def show(desk: Desk, ref: str, plan: panels.Panels | None = None) -> Response:
    """Each bid's panel and what it lacks, each assessor's load, and answers that wait for a ruling."""
    sheet = views.of_seats(desk.session, ref, actor=desk.actor, now=desk.now)
    chosen = {name: desk.typed.all(name) for name in ("clinical", "finance_aware", "only")}
    return desk.page(
        "seats.html", sheet=sheet, plan=plan, chosen=chosen, states=STATES, typed=bool(desk.typed.text("do"))
    )


@room.form("/rounds/{ref}/seats", who=OFFICE, page=show)
def act(desk: Desk, ref: str) -> Response:
    """Show what a balanced plan would be, make it, or rule on an interest."""
    match desk.typed.text("do"):
        case "plan":
            made = panels.assign_round(
                desk.session, ref, kinds=_kinds(desk), actor=desk.actor, now=desk.now, dry_run=True
            )
            return show(desk, ref, made)
        case "assign":
            made = panels.assign_round(desk.session, ref, kinds=_kinds(desk), actor=desk.actor, now=desk.now)
            seats, lacking = len(made.seats), len(made.lacking)
            more = f" {lacking} panels still lack somebody." if lacking else " Every panel is complete."
            said = f"{plural.counted(seats, 'seat')} given.{more}"
        case "rule":
            ruling = desk.typed.text("ruling")
            if ruling not in ("may", "may_not"):
                raise BadInput("Nothing was ruled: say whether they go on.", place="ruling")
            moderators.rule(
                desk.session,
                desk.typed.text("bid"),
                desk.typed.text("who"),
                may_assess=ruling == "may",
                reason=desk.typed.text("reason"),
                actor=desk.actor,
                now=desk.now,
            )
            said = "Your ruling is on record; the assessor goes on." if ruling == "may" else "The seat is void."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/rounds/{ref}/seats", said=said)


def _kinds(desk: Desk) -> panels.Kinds:
    most = desk.typed.text("most")
    if most and (not most.isdecimal() or int(most) < 1):
        raise BadInput(f"'{most}' is not a number of bids: write a whole number above 0", place="most")
    return panels.Kinds(
        clinical=tuple(desk.typed.all("clinical")),
        finance_aware=tuple(desk.typed.all("finance_aware")),
        only=tuple(desk.typed.all("only")),
        most=int(most) if most else None,
    )
