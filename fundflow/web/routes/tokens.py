"""One's own tokens: the programs that act for whoever is here, made, listed and shut out."""

from starlette.responses import Response

from fundflow import accounts
from fundflow.engine import access
from fundflow.errors import BadInput, NotFound
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import SIGNED_IN

room = Room()
SCOPES = {"read": ("read",), "both": ("read", "write")}


def tokens(desk: Desk) -> Response:
    """The tokens of whoever is here, and the form for another."""
    return _page(desk)


def _page(desk: Desk, made: accounts.Token | None = None, text: str = "") -> Response:
    return desk.page(
        "account/tokens.html",
        tokens=accounts.tokens_of(desk.session, desk.actor.id),
        made=made,
        text=text,
    )


@room.form("/account/tokens", who=SIGNED_IN, page=tokens)
def make(desk: Desk) -> Response:
    """Make a token and show its text this once."""
    scopes, days = SCOPES.get(desk.typed.text("scope")), desk.typed.text("days")
    if scopes is None:
        raise BadInput("Say what the program may do.", place="scope")
    if not (days.isascii() and days.isdigit() and len(days) < 5):
        raise BadInput("Nothing was made: give the days as a number, 366 at the most.", place="days")
    name = desk.typed.text("name")
    made, text = access.make_token(
        desk.session, name=name, scopes=scopes, days=int(days), actor=desk.actor, now=desk.now
    )
    return _page(desk, made, text)


@room.form("/account/tokens/{number}/revoke", who=SIGNED_IN)
def revoke(desk: Desk, number: str) -> Response:
    """Shut a program out at once."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound("There is no such token among yours.")
    access.revoke_token(desk.session, int(number), actor=desk.actor, now=desk.now)
    return desk.go("/account/tokens", said="The program is shut out.")
