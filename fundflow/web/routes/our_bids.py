"""One page for an organisation: every bid and award of it, with what comes next, by when, and its money."""

from starlette.responses import Response

from fundflow import organisations, reporting
from fundflow.engine import portfolio, sight
from fundflow.errors import BadInput, NotFound
from fundflow.exchange.exports import as_xlsx, diary
from fundflow.reporting import Report
from fundflow.views import applicant as views
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import DIARY, SHEET, attachment
from fundflow.web.who import SIGNED_IN

room = Room()


def _own(desk: Desk) -> dict[str, str]:
    return organisations.names(desk.session, sight.own_organisations(desk.actor))


def _chosen(desk: Desk, own: dict[str, str]) -> str:
    """The organisation asked about, which must be one's own; the first if none is named.

    Raises:
        NotFound: it is another's, or there is none.
    """
    asked = desk.asked.get("organisation") or next(iter(own), "")
    if asked in own or (asked and sight.in_office(desk.actor)):
        return asked
    raise NotFound("There is no such organisation among those for which you act.")


def _report(desk: Desk, code: str) -> Report:
    return reporting.organisation_bids(desk.session, code, library=desk.library, now=desk.now)


def ours(desk: Desk) -> Response:
    """Our bids and awards."""
    own = _own(desk)
    if not own and not desk.asked.get("organisation"):
        return desk.page("bids/none.html", funds=[fund for fund in desk.library.funds.values() if fund.workflow])
    code = _chosen(desk, own)
    report = _report(desk, code)
    return desk.page(
        "bids/ours.html",
        report=report,
        code=code,
        own=own,
        name=own.get(code) or organisations.require(desk.session, code).name,
        funds=views.taking_bids(desk.session, desk.library, now=desk.now),
    )


@room.page("/bids", who=SIGNED_IN)
def show(desk: Desk) -> Response:
    """Every bid and award of the organisation for which you act."""
    return ours(desk)


@room.form("/bids/order", who=SIGNED_IN, page=ours, alone=True)
def order(desk: Desk) -> Response:
    """Put one bid at its place in the lead's own order."""
    ref, place = desk.typed.text("ref"), desk.typed.text("place")
    if place and not place.isdigit():
        raise BadInput(f"'{place}' is not a place: write 1 for the bid that matters most.", place="place")
    preference = int(place) if place else None
    portfolio.prefer(desk.session, ref, preference=preference, actor=desk.actor, now=desk.now)
    return desk.go("/bids", said=f"{ref} is number {place} of your bids." if place else f"{ref} has no place any more.")


@room.page("/bids/export.xlsx", who=SIGNED_IN)
def workbook(desk: Desk) -> Response:
    """The same as a workbook, with money by commissioner and year."""
    code = _chosen(desk, _own(desk))
    return attachment(as_xlsx(_report(desk, code)), f"bids-of-{code}.xlsx", SHEET)


@room.page("/bids/dates.ics", who=SIGNED_IN)
def dates(desk: Desk) -> Response:
    """Every date of our bids and awards for a diary."""
    code = _chosen(desk, _own(desk))
    return attachment(diary.as_ics(_report(desk, code), now=desk.now), f"bids-of-{code}.ics", DIARY)
