"""One page for an organisation: every bid and award of it, with what comes next, by when, and its money."""

from collections.abc import Container

from starlette.responses import Response

from fundflow import organisations, reporting
from fundflow.engine import portfolio, sight
from fundflow.errors import BadInput, NotFound
from fundflow.exchange.exports import as_xlsx, diary
from fundflow.reporting import Report
from fundflow.views import applicant as views
from fundflow.web.desk import Desk
from fundflow.web.paged import PAGE
from fundflow.web.rooms import Room
from fundflow.web.sending import DIARY, SHEET, attachment
from fundflow.web.typed import number_typed
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


def _unseen(desk: Desk, code: str, own: Container[str]) -> Container[str]:
    """Cases of another's that this person may not see; one's own are all one's own."""
    return () if code in own else sight.hidden(desk.session, actor=desk.actor, now=desk.now)


def _report(desk: Desk) -> tuple[str, Report]:
    own = _own(desk)
    code = _chosen(desk, own)
    unseen = _unseen(desk, code, own)
    return code, reporting.organisation_bids(desk.session, code, library=desk.library, now=desk.now, unseen=unseen)


def ours(desk: Desk) -> Response:
    """Our bids and awards."""
    own = _own(desk)
    if not own and not desk.asked.get("organisation"):
        return desk.page("bids/none.html", funds=[fund for fund in desk.library.funds.values() if fund.workflow])
    code = _chosen(desk, own)
    page = number_typed(desk.asked.get("page", "")) or 1
    chosen = {name: desk.asked.get(name, "") for name in ("round", "stage")}
    found = reporting.bids_page(
        desk.session,
        code,
        round_ref=chosen["round"],
        stage=chosen["stage"],
        first=(page - 1) * PAGE,
        most=PAGE,
        unseen=_unseen(desk, code, own),
    )
    return desk.page(
        "bids/ours.html",
        found=found,
        page=page,
        pages=max(1, -(-found.found // PAGE)),
        chosen=chosen,
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
    preference = number_typed(place)
    if place and preference is None:
        raise BadInput(f"'{place}' is not a place: write 1 for the bid that matters most.", place="place")
    portfolio.prefer(desk.session, ref, preference=preference, actor=desk.actor, now=desk.now)
    said = f"{ref} is number {place} of your bids." if place else f"{ref} has no place any more."
    asked = desk.with_asked()
    return desk.go(f"/bids?{asked}" if asked else "/bids", said=said)


@room.page("/bids/export.xlsx", who=SIGNED_IN)
def workbook(desk: Desk) -> Response:
    """The same as a workbook, with money by commissioner and year."""
    code, report = _report(desk)
    return attachment(as_xlsx(report), f"bids-of-{code}.xlsx", SHEET)


@room.page("/bids/dates.ics", who=SIGNED_IN)
def dates(desk: Desk) -> Response:
    """Every date of our bids and awards for a diary."""
    code, report = _report(desk)
    return attachment(diary.as_ics(report, now=desk.now), f"bids-of-{code}.ics", DIARY)
