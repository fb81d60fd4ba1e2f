"""Who takes part in a bid: invited from the register, reminded, taken off."""

from starlette.responses import Response

from fundflow.applications import Partner
from fundflow.engine.bids import Draft
from fundflow.views import applicant as views
from fundflow.views import applicant_queries
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid_form import opened, saved
from fundflow.web.who import SIGNED_IN

room = Room()


def partners_page(desk: Desk, ref: str) -> Response:
    """Practices that take part and what each has answered; those that could be asked."""
    here = opened(desk, ref, "partners")
    case = here.case
    inside = {one.organisation for one in case.dossier.present}
    register = applicant_queries.bodies_of(
        desk.session, case.fund.commissioners, on=case.day, search=desk.asked.get("q", "")
    )
    names = {code: one.name for code, one in case.bodies.items()}
    partners = [one for one in case.dossier.participants if one.role != "lead" and one.state != "removed"]
    return desk.page(
        "bids/partners.html",
        here=here,
        partners=partners,
        names=names,
        said={
            one.organisation: desk.typed.text(f"commitments.{one.organisation}", one.commitments) for one in partners
        },
        register=[one for one in register.found if one.code not in inside],
        searched=register.searched,
        todo=[one for one in views.in_the_way(case) if one.path.endswith("/partners")],
    )


@room.form("/bids/{ref}/partners", who=SIGNED_IN, page=partners_page)
def partners(desk: Desk, ref: str) -> Response:
    """Save who takes part: words changed, some taken off, some asked."""
    here = opened(desk, ref, "partners")
    off, add = set(desk.typed.all("off")), desk.typed.all("add")
    kept = [one for one in here.case.dossier.present if one.role != "lead" and one.organisation not in off]
    said = desk.typed.under("commitments.")
    named = {one.organisation: said.get(one.organisation, one.commitments) for one in kept}
    named |= {code: "" for code in add if code not in named and code != here.case.lead}
    return saved(desk, ref, "partners", Draft(partners=[Partner(code, words) for code, words in named.items()]))
