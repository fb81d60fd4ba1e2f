"""A request for information about a case: what is given, looked at first, and saved as a workbook."""

from starlette.responses import Response

from fundflow.clock import london_day
from fundflow.engine import information
from fundflow.errors import Refused
from fundflow.exchange.exports.information import as_workbook
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.cases import seen
from fundflow.web.sending import SHEET, attachment
from fundflow.web.who import OFFICE

room = Room()


def show(desk: Desk, ref: str) -> Response:
    """What would be given about a case."""
    case, _ = seen(desk, ref)
    try:
        found = information.look(desk.session, ref, actor=desk.actor, now=desk.now)
    except Refused as refused:
        if [one.guard for one in refused.refusals] != ["decision_applied"]:
            raise
        found = None
    return desk.page("cases/information.html", case=case, found=found)


@room.form("/cases/{ref}/foi", who=OFFICE, page=show)
def give(desk: Desk, ref: str) -> Response:
    """Save what is given as a workbook; that it was made, and for which request, is recorded."""
    reason = desk.typed.text("reason")
    found = information.give(desk.session, ref, reason=reason, actor=desk.actor, now=desk.now)
    return attachment(as_workbook(found, on=london_day(desk.now)), f"{ref}-information.xlsx", SHEET)
