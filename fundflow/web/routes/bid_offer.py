"""An offer as its recipient reads it: the money, the terms, the conditions, and the ways to answer."""

from datetime import date

from starlette.responses import Response

from fundflow.errors import NotFound
from fundflow.views import applicant as views
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid import seen
from fundflow.web.who import SIGNED_IN

room = Room()


@room.page("/bids/{ref}/offer", who=SIGNED_IN)
def offer(desk: Desk, ref: str) -> Response:
    """The offer that stands, or the one that was accepted."""
    case, _ = seen(desk, ref, part="money")
    sheet = views.of_bid(case)
    standing = [one for one in sheet.papers.offers if one.state in ("open", "queried", "accepted")]
    if not standing:
        raise NotFound(f"There is no offer on {ref} now. Its page says where it stands.")
    last = standing[-1]
    days = {
        name: date.fromisoformat(last.terms[name]) for name in ("starts", "ends", "last_claim") if name in last.terms
    }
    bodies = {code: case.pinned.commissioner(code).short_name for code in case.fund.commissioners}
    return desk.page(
        "bids/offer.html",
        case=case,
        sheet=sheet,
        offer=last,
        lines=[one for one in sheet.papers.offered if one.offer_id == last.id],
        days=days,
        bodies=bodies,
        letters=[one for one in sheet.papers.letters if one.released_at],
    )
