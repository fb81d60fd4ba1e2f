"""Signing a bid: what is signed on one page that fits a phone; sign it, or give it back with a comment."""

from starlette.responses import Response

from fundflow import people
from fundflow.engine import drafting, take_step
from fundflow.engine.case import Case
from fundflow.errors import BadInput, NotFound
from fundflow.views import applicant as views
from fundflow.views.applicant import BidSheet
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid import seen
from fundflow.web.typed import number_typed
from fundflow.web.who import SIGNED_IN

room = Room()


def _sheet(desk: Desk, ref: str) -> tuple[Case, BidSheet]:
    case, _ = seen(desk, ref, part="steps")
    sheet = views.of_bid(case)
    if sheet.sending is None:
        raise NotFound(f"{ref} is not waiting to be sent by you. Its page says where it stands.")
    return case, sheet


def sign_page(desk: Desk, ref: str) -> Response:
    """What is signed: the amount, the practices, the declaration."""
    case, sheet = _sheet(desk, ref)
    assert sheet.sending is not None
    mine = [one for one in sheet.signed if one.person_id == desk.actor.id]
    return desk.page(
        "bids/sign.html",
        case=case,
        sheet=sheet,
        mine=mine[0] if mine else None,
        version=desk.typed.text("version") or str(case.application.version),
        declared=desk.typed.text("interests"),
    )


@room.form("/bids/{ref}/sign", who=SIGNED_IN, page=sign_page)
def sign(desk: Desk, ref: str) -> Response:
    """Sign the bid; with the last signature it is sent."""
    _, sheet = _sheet(desk, ref)
    assert sheet.sending is not None
    step, interests, version = sheet.sending, desk.typed.text("interests"), desk.typed.text("version")
    if not sheet.signed and not interests:
        raise BadInput("The declaration of interests is empty. Name everyone, or write 'none'.", place="interests")
    taken = take_step(
        desk.session,
        ref,
        step.step,
        actor=desk.actor,
        now=desk.now,
        values={"interests": interests} if interests and not sheet.signed else {},
        expected_version=number_typed(version),
    )
    if taken.waiting_for:
        who = " and the ".join(people.role_words(role) for role in taken.waiting_for)
        return desk.go(
            f"/bids/{ref}", said=f"You have signed. The bid waits for the {who}, and is sent with that signature."
        )
    return desk.go(f"/bids/{ref}/receipt")


@room.page("/bids/{ref}/receipt", who=SIGNED_IN)
def receipt(desk: Desk, ref: str) -> Response:
    """That we have the bid, under which reference, and what comes next."""
    case, _ = seen(desk, ref, part="steps")
    if case.application.submitted_at is None:
        raise NotFound(f"{ref} was not sent yet.")
    return desk.page("bids/receipt.html", case=case, sheet=views.of_bid(case))


@room.form("/bids/{ref}/give-back", who=SIGNED_IN, page=sign_page, alone=True)
def give_back(desk: Desk, ref: str) -> Response:
    """Give the bid back to its writer with a comment instead of signing it."""
    drafting.send_back(desk.session, ref, desk.typed.text("comment"), actor=desk.actor, now=desk.now)
    return desk.go(f"/bids/{ref}", said="The bid is back with its writer, with your comment. Nothing was sent.")
