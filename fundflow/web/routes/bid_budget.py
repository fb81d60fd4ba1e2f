"""The budget of a bid: a table that adds up without script too, against what is left in the fund."""

from starlette.responses import Response

from fundflow.engine.bids import Draft
from fundflow.errors import BadInput
from fundflow.views import applicant as views
from fundflow.views import budgets
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid_form import opened, saved
from fundflow.web.who import SIGNED_IN

room = Room()
MORE = 5
"""Rows that one press adds."""


def budget_page(desk: Desk, ref: str) -> Response:
    """The costs, one a row, and what they come to by commissioner and year."""
    here = opened(desk, ref, "budget")
    case = here.case
    more = MORE if desk.typed.text("then") == "more" else 0
    rows = budgets.typed(desk.typed.under("budget."), more=more) if desk.typed else budgets.stands(case)
    sheet = views.of_bid(case)
    return desk.page(
        "bids/budget.html",
        here=here,
        rows=rows,
        form=case.form,
        stands=case.dossier.content.lines,
        sheet=sheet,
        bodies={code: case.pinned.commissioner(code).short_name for code in case.fund.commissioners},
        partners={
            one.organisation: sheet.names.get(one.organisation, one.organisation) for one in case.dossier.present
        },
    )


@room.form("/bids/{ref}/budget", who=SIGNED_IN, page=budget_page)
def budget(desk: Desk, ref: str) -> Response:
    """Save the costs and add them up, or give more rows."""
    if desk.typed.text("then") == "more":
        return budget_page(desk, ref)
    here = opened(desk, ref, "budget")
    rows = budgets.typed(desk.typed.under("budget."))
    lines = budgets.lines(rows, budgets.recurring(here.case))
    if not lines and not here.case.dossier.content.lines:
        raise BadInput("There is nothing to save yet: fill in a row first.", place="budget.1.description")
    return saved(desk, ref, "budget", Draft(budget=lines))
