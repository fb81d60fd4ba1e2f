"""One letter on a page: what it says, where it stands, what keeps it, and what can be done with it."""

from starlette.responses import Response

from fundflow import letters, people
from fundflow.engine import correspondence, outgoing, readership
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.cases import SENT
from fundflow.web.routes.letters import may_send
from fundflow.web.who import SIGNED_IN

room = Room()
DONE = {
    "approve": "The letter is approved. It leaves when it is released.",
    "release": "The letter is released. From now on it never changes.",
    "sign": "You have signed the letter.",
    "void": "The letter is voided. It stays in the record and is never sent.",
    "reissue": "A new letter is drafted from the case as it stands; it waits to be approved.",
}


def page(desk: Desk, ref: str) -> Response:
    """A letter as its reader will read it, with its state, its signatures and what keeps it from leaving."""
    row = readership.letter(desk.session, ref, actor=desk.actor, now=desk.now)
    hands = {name: getattr(row, f"{name}_by") for name in ("drafted", "approved", "released", "voided")}
    return desk.page(
        "letters/letter.html",
        letter=row,
        blocks=letters.words(letters.content(desk.session, row)),
        hands={name: (number, getattr(row, f"{name}_at")) for name, number in hands.items() if number is not None},
        names=people.names(desk.session, [number for number in hands.values() if number is not None]),
        signatures=letters.signatures(desk.session, row.id or 0) if row.signs else [],
        held=outgoing.held(desk.session, row, now=desk.now) if row.state == "approved" else [],
        replaced_by=letters.replaced_by(desk.session, row.id or 0),
        may_sign=bool(row.signs) and correspondence.may_sign(desk.session, ref, actor=desk.actor, now=desk.now),
        may_send=may_send(desk),
        sent=SENT,
    )


@room.form("/letters/read/{ref:path}", who=SIGNED_IN, page=page)
def act(desk: Desk, ref: str) -> Response:
    """Approve, release, sign, void or draft anew this letter."""
    readership.letter(desk.session, ref, actor=desk.actor, now=desk.now)
    do, reason, where = desk.typed.text("do"), desk.typed.text("reason"), ref
    match do:
        case "approve":
            correspondence.approve(desk.session, [ref], actor=desk.actor, now=desk.now)
        case "release":
            correspondence.release(desk.session, [ref], actor=desk.actor, now=desk.now)
        case "sign":
            correspondence.sign(desk.session, [ref], actor=desk.actor, now=desk.now)
        case "void":
            correspondence.void(desk.session, ref, reason=reason, actor=desk.actor, now=desk.now)
        case "reissue":
            where = correspondence.reissue(desk.session, ref, reason=reason, actor=desk.actor, now=desk.now).ref
        case _:
            raise BadInput("Choose what to do with this letter.", place="do")
    return desk.go(f"/letters/read/{where}", said=DONE[do])
