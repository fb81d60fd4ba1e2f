"""How organisations are paid: asked for, called back on an old number, confirmed by another person; what is on hold."""

from starlette.responses import Response

from fundflow import organisations, payments
from fundflow.clock import london_day
from fundflow.engine import claims, readership
from fundflow.engine import desk as office_desk
from fundflow.errors import BadInput
from fundflow.payments.tables.states import CAME_BY
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import number_typed
from fundflow.web.who import PAYERS, holding

room = Room()
HANDS = holding("who may change how somebody is paid", "finance", "officer", "claim_checker", "claim_approver")


def show(desk: Desk) -> Response:
    """Open changes with what each still needs, who is on hold, and how everybody is paid now."""
    readership.must_be_office(desk.actor, doing="Looking at how organisations are paid")
    found = payments.payees(desk.session)
    used = [one for one in found if one.state == "in_use"]
    today = london_day(desk.now)
    return desk.page(
        "finance/payees.html",
        open=[one for one in found if one.state in ("requested", "called")],
        held=[one for one in used if one.hold_until and one.hold_until >= today],
        used=used,
        failed=payments.failed_payments(desk.session),
        former=[one for one in found if one.state in ("superseded", "refused")],
        names=organisations.names(desk.session, {one.organisation for one in found}),
        ways={one: one.capitalize() for one in CAME_BY},
        may=HANDS.includes(desk.actor),
    )


@room.form("/finance/payees", who=PAYERS, page=show)
def act(desk: Desk) -> Response:
    """Ask for a change, record the call back, confirm it as another person, or turn it down."""
    typed = desk.typed
    match typed.text("do"):
        case "request":
            said = _request(desk)
        case "call":
            since = typed.needed_day("held_since")
            facts = {"number": typed.text("number"), "held_since": since, "spoke_to": typed.text("spoke_to")}
            if not (facts["number"] and facts["spoke_to"]):
                raise BadInput(
                    "The call was not recorded: give the number that was rung and who answered.", place="number"
                )
            _check(desk, "call", **facts)
            said = "The call is recorded. Another person confirms the change."
        case "confirm":
            days = max((one.payee_hold_working_days for one in desk.library.offices.values()), default=5)
            row = _check(desk, "confirm", hold_working_days=days)
            held = f" Nothing is released to it until after {row.hold_until}." if row.hold_until else ""
            said = f"{row.vendor_reference} is in use for {row.organisation}.{held}"
        case "refuse":
            row = _check(desk, "refuse")
            said = f"The change for {row.organisation} is turned down. What was in use stays."
        case "verify":
            said = _verify(desk)
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go("/finance/payees", said=said)


def _request(desk: Desk) -> str:
    typed = desk.typed
    code = typed.text("organisation")
    if not organisations.known(desk.session, [code]):
        raise BadInput(f"'{code}' is not in the register. Give the organisation's code.", place="organisation")
    if not typed.text("vendor_reference"):
        raise BadInput(
            "Give the vendor's reference in the ledger that pays, for example V-40117.", place="vendor_reference"
        )
    row = office_desk.request_payee(
        desk.session,
        code,
        vendor_reference=typed.text("vendor_reference"),
        route=typed.text("route", "invoice"),
        came_by=typed.text("came_by"),
        actor=desk.actor,
        now=desk.now,
    )
    return f"The change for {row.organisation} is asked for. A colleague rings back on a number held for long."


def _verify(desk: Desk) -> str:
    how = desk.typed.text("how")
    if not how:
        raise BadInput("Say how the details were checked, for example whom you rang.", place="how")
    ref = desk.typed.text("payment")
    row = claims.verify_payee(desk.session, ref, how=how, actor=desk.actor, now=desk.now)
    checked = [one.checked_name for one in payments.payee_checks(desk.session, row.id)]
    rest = (
        "It can be put in a run again." if len(checked) > 1 else "Another person checks it too before it is paid again."
    )
    return f"{ref}: the details of {row.payee} are checked by {' and '.join(checked)}. {rest}"


def _check(desk: Desk, what: str, **facts: object) -> payments.Payee:
    number = number_typed(desk.typed.text("payee"))
    if number is None:
        raise BadInput("Choose which change.", place="payee")
    return office_desk.check_payee(desk.session, number, what, actor=desk.actor, now=desk.now, **facts)
