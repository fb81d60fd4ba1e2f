"""Money asked back: proposed by two people, one recovery as finance and its recipient see it, and the page of each step."""

from starlette.responses import Response

from fundflow import money, organisations, payments
from fundflow.engine import readership, recoveries, recovery_proposals, recovery_steps
from fundflow.engine.case import Case
from fundflow.engine.claim_steps import chosen
from fundflow.errors import BadInput, NotFound
from fundflow.payments import Recovery, Working
from fundflow.payments.tables.states import OUTCOMES, RECOVERY_REASONS
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import RECOVERERS, SIGNED_IN

room = Room()


def new_page(desk: Desk, ref: str) -> Response:
    """What proposing to ask money back needs, or what a colleague proposed and waits for a second person."""
    case, view = readership.case(desk.session, ref, actor=desk.actor, now=desk.now)
    if "claims" not in view:
        raise NotFound(f"There is nothing to ask back of {ref} among what you may see.")
    return desk.page(
        "finance/recover.html",
        case=case,
        waiting=recovery_proposals.proposed(desk.session, ref),
        paid=sum(part.pence for part in payments.recoverable(desk.session, case.id)),
        causes={one: one.replace("_", " ").capitalize() for one in RECOVERY_REASONS},
        outcomes=dict(zip(OUTCOMES, ("It is lost to the award", "It may be claimed again"), strict=True)),
    )


@room.form("/cases/{ref}/recover", who=RECOVERERS, page=new_page)
def propose(desk: Desk, ref: str) -> Response:
    """Ask for a recovery, or agree to the one that a colleague asked for."""
    typed = desk.typed
    if typed.text("do") == "agree":
        done = recovery_proposals.agree(desk.session, ref, actor=desk.actor, now=desk.now)
    else:
        done = recovery_proposals.propose_together(
            desk.session,
            ref,
            cause=typed.text("cause"),
            clause=typed.text("clause"),
            working=_working(desk),
            outcome=typed.text("outcome"),
            actor=desk.actor,
            now=desk.now,
        )
    if done.waiting:
        return desk.go(f"/cases/{ref}/recover", said=done.waiting.line)
    return desk.go(_path(done.ref), said=f"{done.ref} is proposed by two people. Finance gives notice of it.")


def _working(desk: Desk) -> Working:
    paid, spent = desk.typed.text("paid"), desk.typed.text("spent")
    return payments.unspent(paid=money.parse(paid, place="paid"), eligible=money.parse(spent, place="spent"))


def _path(ref: str) -> str:
    return "/cases/" + ref.replace("/", "/recoveries/", 1)


def _seen(desk: Desk, ref: str, number: str) -> tuple[Case, Recovery]:
    row = readership.recovery(desk.session, f"{ref}/{number}", actor=desk.actor, now=desk.now)
    case, _ = readership.case(desk.session, ref, actor=desk.actor, now=desk.now)
    return case, row


def show(desk: Desk, ref: str, number: str) -> Response:
    """One recovery: how it was worked out, of which money, what came back, and what can be done with it now."""
    case, row = _seen(desk, ref, number)
    shares = payments.recovery_shares(desk.session, row.id)
    return desk.page(
        "finance/recovery.html",
        case=case,
        row=row,
        shares=shares,
        owed=recovery_steps.owed(desk.session, row),
        instalments=payments.instalments(desk.session, row.id),
        receipts=payments.receipts(desk.session, row.id),
        names=organisations.names(desk.session, [row.payee, *(one.commissioner for one in shares)]),
        deeds=recovery_steps.deeds(case, row),
        here=_path(row.ref),
    )


@room.page("/cases/{ref}/recoveries/{number}", who=SIGNED_IN)
def recovery(desk: Desk, ref: str, number: str) -> Response:
    """One recovery."""
    return show(desk, ref, number)


def deed_page(desk: Desk, ref: str, number: str, action: str) -> Response:
    """What one step of a recovery means and needs, and its button."""
    case, row = _seen(desk, ref, number)
    deed = chosen(recovery_steps.deeds(case, row), row, action)
    return desk.page("finance/recovery_step.html", case=case, row=row, deed=deed, here=_path(row.ref))


@room.form("/cases/{ref}/recoveries/{number}/{action}", who=SIGNED_IN, page=deed_page)
def take(desk: Desk, ref: str, number: str, action: str) -> Response:
    """Take a step of a recovery with what was typed."""
    case, row = _seen(desk, ref, number)
    deed = chosen(recovery_steps.deeds(case, row), row, action)
    if deed.needs_reason and not desk.typed.text("reason"):
        raise BadInput("Nothing was done: give the reason in words.", place="reason")
    recoveries.act_on(
        desk.session,
        row.ref,
        action,
        actor=desk.actor,
        now=desk.now,
        values=recovery_steps.given(deed, desk.typed.all),
        reason=desk.typed.text("reason"),
    )
    return desk.go(_path(row.ref), said=f"{deed.label}: done.")
