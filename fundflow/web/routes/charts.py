"""Fund money in pictures, each with its figures beside it; they are drawn here, and need no script."""

from markupsafe import Markup
from starlette.responses import Response

from fundflow import views
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import PAYERS

room = Room()


@room.page("/finance/charts", who=PAYERS)
def show(desk: Desk) -> Response:
    """Spend against budget, pounds a head, commitments by age, forecast."""
    fund, body = desk.asked.get("fund") or None, desk.asked.get("commissioner") or None
    library = desk.library
    found = views.charts(desk.session, desk.actor, fund=fund, commissioner=body, library=library, now=desk.now)
    return desk.page(
        "finance/charts.html",
        charts=found,
        pictures={one.key: Markup(one.svg) for one in found},  # noqa: S704 - the picture has escaped its words
        funds={key: one.short_title for key, one in library.funds.items()},
        bodies={code: one.short_name for code, one in library.commissioners().items()},
        fund=fund,
        body=body,
    )
