"""Figures of the funds' papers that do not agree: who looks into each, and which are accepted as they are."""

from starlette.responses import Response

from fundflow import allocations
from fundflow.engine import funds, sight
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import number_typed
from fundflow.web.who import PAYERS, RECOVERERS

room = Room()


def show(desk: Desk) -> Response:
    """Every difference with both sides, the open ones first."""
    found = [
        one
        for one in allocations.discrepancies(desk.session)
        if one.fund is None or sight.in_office(desk.actor, fund=one.fund)
    ]
    open_ = [one for one in found if one.status == "open"]
    return desk.page(
        "finance/discrepancies.html",
        open=open_,
        settled=[one for one in found if one.status != "open"],
        choices={str(one.id): f"{one.id}: {one.what[:80]}" for one in open_},
        may=RECOVERERS.includes(desk.actor),
    )


@room.form("/finance/discrepancies", who=PAYERS, page=show)
def act(desk: Desk) -> Response:
    """Name who looks into a difference, or accept it as it is."""
    typed = desk.typed
    number = number_typed(typed.text("number"))
    if number is None:
        raise BadInput("Choose which difference.", place="number")
    match typed.text("do"):
        case "assign":
            row = funds.assign_discrepancy(
                desk.session, number, owner=typed.text("owner"), actor=desk.actor, now=desk.now
            )
            said = f"{row.owner} looks into discrepancy {number}."
        case "accept":
            funds.accept_discrepancy(desk.session, number, reason=typed.text("reason"), actor=desk.actor, now=desk.now)
            said = f"Discrepancy {number} is accepted as it is; neither figure was changed."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go("/finance/discrepancies", said=said)
