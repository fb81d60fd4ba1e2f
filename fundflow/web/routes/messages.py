"""Messages: what waits to be sent, what was, and what did not arrive and must be told another way."""

from starlette.responses import Response

from fundflow import mail
from fundflow.engine import mail_out
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import number_typed
from fundflow.web.who import OFFICERS

room = Room()
STATES = {
    "waiting": "Waits",
    "sending": "Being sent",
    "sent": "Sent",
    "failed": "Did not arrive",
    "bounced": "Came back",
}
"""Where a message stands, as the page calls it."""


def messages(desk: Desk) -> Response:
    """Messages that an officer may see, those that did not arrive first."""
    chosen = desk.asked.get("state", "")
    setting = mail.setting(desk.session)
    listed = mail_out.listed(desk.session, actor=desk.actor, states=[chosen] if chosen in STATES else [])
    base = str(desk.request.base_url).rstrip("/")
    return desk.page(
        "messages.html",
        by_hand=[(one, mail.body(one.row, site=base)) for one in listed if one.by_hand],
        others=[one.row for one in listed if not one.by_hand],
        sends=setting if setting is not None and setting.on else None,
        states=STATES,
        chosen=chosen,
    )


@room.form("/messages", who=OFFICERS, page=messages)
def deal(desk: Desk) -> Response:
    """Note that a message was sent by hand or came back, or have it sent again."""
    number, typed = _number(desk), desk.typed
    match typed.text("do"):
        case "sent":
            row = mail_out.told_by_hand(desk.session, number, actor=desk.actor, now=desk.now)
            said = f"Noted: {row.to_name} is told."
        case "retry":
            row = mail_out.retry(desk.session, number, actor=desk.actor, now=desk.now)
            said = f"The message to {row.to_name} is sent again."
        case "bounced":
            row = mail_out.came_back(desk.session, number, said=typed.text("said"), actor=desk.actor, now=desk.now)
            said = f"Noted: the message to {row.to_name} came back. It is a task now to ring them."
        case _:
            raise BadInput("Say whether it is sent, came back, or is to be sent again.", place="do")
    return desk.go("/messages", said=said)


def _number(desk: Desk) -> int:
    number = number_typed(desk.typed.text("number"))
    if number is None:
        raise BadInput("Say which message you mean.", place="number")
    return number
