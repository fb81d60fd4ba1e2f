"""One bid for those who write, sign and carry it out: its task list, its history, its files."""

from starlette.responses import Response

from fundflow import files, organisations, plural
from fundflow.audit import history as events
from fundflow.engine import bids, open_case, portfolio, sight
from fundflow.engine.case import Case
from fundflow.errors import BadInput, NotFound
from fundflow.exchange.exports import bid_paper
from fundflow.views import applicant as views
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import WORD, attachment
from fundflow.web.who import SIGNED_IN

room = Room()
BACK = 60
"""Lines of history that a page shows."""


def seen(desk: Desk, ref: str, *, part: str = "content") -> tuple[Case, sight.Sight]:
    """A case of which this person may see a part.

    Raises:
        NotFound: there is none, or this part of it is not theirs.
    """
    case = open_case(desk.session, ref, actor=desk.actor, now=desk.now)
    view = sight.of_case(case)
    if part not in view:
        raise NotFound(f"This part of {ref} is for those who lead it. Ask them, or the office.")
    return case, view


def task_list(desk: Desk, ref: str) -> Response:
    """The bid on one page."""
    case, view = seen(desk, ref, part="participants")
    if view.relation not in ("lead", "office"):
        mine = [one for one in case.dossier.present if one.organisation in sight.own_organisations(desk.actor)]
        return desk.go(f"/bids/{ref}/partners/{mine[0].organisation}" if mine else f"/cases/{ref}")
    return desk.page(
        "bids/bid.html",
        case=case,
        view=view,
        sheet=views.of_bid(case),
        lead=organisations.require(desk.session, case.lead),
    )


@room.page("/bids/{ref}", who=SIGNED_IN)
def show(desk: Desk, ref: str) -> Response:
    """Your bid: what is to be done, what stands in the way, what comes next."""
    return task_list(desk, ref)


@room.page("/bids/{ref}/history", who=SIGNED_IN)
def history(desk: Desk, ref: str) -> Response:
    """Everything that was done with a bid, the newest first."""
    case, _ = seen(desk, ref, part="history")
    return desk.page("bids/history.html", case=case, events=list(reversed(events(desk.session, ref)))[:BACK])


@room.page("/bids/{ref}/overlaps", who=SIGNED_IN)
def overlaps(desk: Desk, ref: str) -> Response:
    """What screening would say of this bid beside our other ones, while it can still be mended."""
    case, _ = seen(desk, ref, part="steps")
    found = portfolio.warnings(desk.session, ref, actor=desk.actor, now=desk.now)
    return desk.page("bids/overlaps.html", case=case, found=found)


def earlier_page(desk: Desk, ref: str) -> Response:
    """Which of our earlier bids to copy answers from."""
    case, _ = seen(desk, ref, part="steps")
    others = [one for one in sight.cases(desk.session, desk.actor) if one.lead == case.lead and one.ref != ref]
    return desk.page("bids/earlier.html", case=case, others=others)


@room.form("/bids/{ref}/start-from", who=SIGNED_IN, page=earlier_page)
def start_from(desk: Desk, ref: str) -> Response:
    """Copy the answers of an earlier bid that are not written yet; each is marked until it is saved again."""
    other = desk.typed.text("earlier")
    if not other:
        raise BadInput("Choose a bid to copy from.", place="earlier")
    seen(desk, other)
    copied = portfolio.start_from(desk.session, ref, other, actor=desk.actor, now=desk.now)
    return desk.go(
        f"/bids/{ref}",
        said=f"{plural.counted(len(copied), 'answer is', 'answers are')} copied from {other}: please check each.",
    )


@room.page("/bids/{ref}/answers.docx", who=SIGNED_IN)
def answers(desk: Desk, ref: str) -> Response:
    """A copy of the answers as they stand, as a Word file."""
    case, _ = seen(desk, ref)
    named = organisations.names(desk.session, [case.lead, *(one.organisation for one in case.dossier.present)])
    return attachment(bid_paper.answers(case.dossier, case.form, named), f"{ref}-answers.docx", WORD)


@room.page("/bids/{ref}/files/{key}", who=SIGNED_IN)
def document(desk: Desk, ref: str, key: str) -> Response:
    """A file that is attached to the bid, for saving."""
    case, _ = seen(desk, ref)
    address = case.dossier.content.documents.get(key)
    if address is None:
        raise NotFound(f"{ref} has no document '{key}'.")
    held = files.get(desk.session, address)
    return attachment(held.content, held.name, held.media_type)


@room.form("/bids/{ref}/confirm", who=SIGNED_IN, page=task_list, alone=True)
def confirm(desk: Desk, ref: str) -> Response:
    """Confirm what an officer entered on the organisation's behalf."""
    bids.confirm(desk.session, ref, actor=desk.actor, now=desk.now)
    return desk.go(f"/bids/{ref}", said="You have confirmed what our office entered for you. The bid counts as yours.")
