"""Signing in and out, choosing a password by a one-time link, and seeing as another sees."""

from itertools import chain
from math import ceil

from starlette.responses import Response

from fundflow import views
from fundflow.clock import london_day
from fundflow.engine import access, identity, standing_in
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.web.desk import COOKIE, Desk
from fundflow.web.rooms import Room
from fundflow.web.who import ADMINISTRATORS, ANYBODY, SIGNED_IN

room = Room()


START = "/work"
"""Where somebody who asked for no page in particular begins: at what waits for them."""


def wanted(desk: Desk) -> str:
    """Where somebody wanted to go: only ever a page of ours."""
    asked = desk.typed.text("next") or desk.asked.get("next", "")
    kept = desk.typed.text("kept") or desk.asked.get("kept", "")
    ours = asked.startswith("/") and not asked.startswith(("//", "/\\")) and "\n" not in asked and asked != "/"
    if not ours:
        return START
    return f"{asked}{'&' if '?' in asked else '?'}kept=1" if kept else asked


def sign_in_page(desk: Desk) -> Response:
    """The form to sign in; a demonstration lists its people instead."""
    return desk.page(
        "sign_in.html",
        next=desk.typed.text("next") or desk.asked.get("next", ""),
        kept=desk.typed.text("kept") or desk.asked.get("kept", ""),
        cast=views.cast(desk.session, on=london_day(desk.now)) if desk.house.demonstration else None,
        provider=identity.offered(desk.session),
    )


@room.form("/sign-in", who=ANYBODY, page=sign_in_page)
def sign_in(desk: Desk) -> Response:
    """Let somebody in by name and password."""
    typed, client = desk.typed, desk.request.client
    address = client.host if client is not None else ""
    entry = access.sign_in(desk.session, typed.text("name"), typed.text("password"), address=address, now=desk.now)
    if not entry.cookie:
        desk.error = Refused.because("sign_in", entry.refused)
        answer = sign_in_page(desk)
        answer.status_code = 422
        if entry.wait is not None:
            answer.status_code = 429
            answer.headers["Retry-After"] = str(ceil((entry.wait - desk.now).total_seconds()))
        return answer
    return _in(desk, entry)


@room.form("/sign-in/demonstration", who=ANYBODY)
def pick(desk: Desk) -> Response:
    """Let somebody in as one of a demonstration's people."""
    if not desk.house.demonstration:
        raise NotFound("People are picked from a list in demonstrations only. Sign in with your name and password.")
    return _in(desk, access.sign_in_as(desk.session, desk.typed.text("name"), how="demonstration", now=desk.now))


def _in(desk: Desk, entry: access.Entry) -> Response:
    desk.cookie = entry.cookie
    return desk.go(wanted(desk), said=f"You are signed in as {entry.person}.")


@room.form("/sign-out", who=SIGNED_IN)
def sign_out(desk: Desk) -> Response:
    """End this stay, or every stay of this person."""
    assert desk.visitor is not None
    by_provider = desk.visitor.stay.how == "provider"
    access.sign_out(desk.session, desk.visitor, everywhere=bool(desk.typed.text("everywhere")), now=desk.now)
    desk.visitor = None
    answer = desk.go("/signed-out") if by_provider else desk.go("/", said="You are signed out.")
    answer.delete_cookie(COOKIE)
    return answer


@room.page("/still-here", who=SIGNED_IN)
def still_here(desk: Desk) -> Response:
    """Say that somebody is still here, so that their stay goes on."""
    del desk
    return Response(status_code=204)


def password_page(desk: Desk, token: str) -> Response:
    """The form to choose a password; opening it changes nothing."""
    person = access.link_person(desk.session, token, now=desk.now)
    provider = identity.offered(desk.session) if person is not None else None
    return desk.page("choose_password.html", token=token, person=person, provider=provider)


@room.form("/account/{token}", who=ANYBODY, page=password_page)
def choose_password(desk: Desk, token: str) -> Response:
    """Take the password that somebody chose, and let them in."""
    chosen = desk.typed.text("password")
    if chosen != desk.typed.text("again"):
        raise BadInput("The two passwords differ. Nothing was saved: write the same one twice.", place="again")
    if access.link_person(desk.session, token, now=desk.now) is not None:
        return _in(desk, access.choose_password(desk.session, token, chosen, now=desk.now))
    made = access.make_first(
        desk.session,
        token,
        sign_in_name=desk.typed.text("sign_in_name"),
        name=desk.typed.text("name"),
        password=chosen,
        now=desk.now,
    )
    return _in(desk, made)


def view_as_page(desk: Desk) -> Response:
    """Whom to see as."""
    everybody = chain(*views.cast(desk.session, on=london_day(desk.now)))
    listed = [
        {"value": one.sign_in_name, "text": f"{one.name}, {one.does}" if one.does else one.name}
        for one in sorted(everybody, key=lambda one: one.name)
    ]
    return desk.page("view_as.html", people_items=listed)


@room.form("/view-as", who=ADMINISTRATORS, page=view_as_page)
def view_as(desk: Desk) -> Response:
    """See as another person sees; nothing can be changed meanwhile."""
    assert desk.visitor is not None
    name = desk.typed.text("name")
    access.view_as(desk.session, desk.visitor, name or None, now=desk.now)
    return desk.go(START)


@room.form("/view-as/end", who=SIGNED_IN)
def view_as_end(desk: Desk) -> Response:
    """Be oneself again."""
    assert desk.visitor is not None
    access.view_as(desk.session, desk.visitor, None, now=desk.now)
    return desk.go("/", said="You see your own pages again.")


@room.form("/stand-in", who=SIGNED_IN)
def stand_in(desk: Desk) -> Response:
    """Act for a colleague who is away, in the roles that were handed over; or for oneself again."""
    assert desk.visitor is not None
    acting = standing_in.stand_in(desk.session, desk.visitor, desk.typed.text("for"), now=desk.now)
    if not desk.typed.text("for"):
        return desk.go("/work", said="You act for yourself again.")
    return desk.go("/work", said=f"You act as {acting.name}: both names stand on each act.")
