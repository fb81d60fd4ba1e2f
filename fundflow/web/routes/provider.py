"""Signing in by the office's identity provider: the way there, the way back, and where it signs people out."""

import os
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from fundflow import accounts
from fundflow.engine import identity
from fundflow.errors import NotFound, Refused
from fundflow.web import desk as desks
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.signing_in import wanted
from fundflow.web.typed import Typed
from fundflow.web.who import ANYBODY

room = Room()
AWAY = "away"
"""The cookie by which the browser that left is known to be the one that comes back."""


@room.form("/sign-in/provider", who=ANYBODY)
def leave(desk: Desk) -> Response:
    """Send somebody to the provider, with the one-time link by which they came if they did.

    The answer is a page that goes on by itself: a form may not lead straight to another site.
    """
    address, state = identity.leave(desk.session, wanted=wanted(desk), token=desk.typed.text("token"), now=desk.now)
    provider = identity.offered(desk.session)
    answer = desk.page("provider.html", address=address, provider=provider)
    answer.headers["Refresh"] = f"0; url={address}"
    secure = desks.by_https(desk.request)
    answer.set_cookie(AWAY, state, max_age=600, httponly=True, samesite="lax", secure=secure, path="/sign-in/provider")
    return answer


@room.arrival("/sign-in/provider/return", who=ANYBODY)
def arrive(request: Request) -> Response:
    """Let in whoever the provider sends back: this browser's own visit, once, on the provider's checked word."""
    state, kept = request.query_params.get("state", ""), request.cookies.get(AWAY, "")
    if not state or not accounts.same(state, kept):
        raise NotFound(
            "You are not signed in: this answer belongs to another browser, or you were away for more than 10 minutes. Go to "
            "the sign-in page and begin again."
        )
    with desks.writing(request, typed=Typed()) as desk:
        provider, visit = identity.arrive(desk.session, state, now=desk.now)
        now = desk.now
    code = request.query_params.get("code", "")
    if not code:
        raise Refused.because(
            "provider_agrees",
            f"You are not signed in: {provider.title} did not let you go on. Nothing has changed. Go to the sign-in page and "
            "begin again, or ask your administrator.",
        )
    secret = os.environ.get(identity.SECRET, "")
    subject = accounts.provider_subject(provider, visit, code, secret=secret, now=now)
    with desks.writing(request, typed=Typed()) as desk:
        entry = identity.enter(desk.session, provider, visit, subject, now=desk.now)
        answer = desk.go(visit.wanted, said=f"You are signed in as {entry.person}.")
        desks.give_cookie(answer, entry.cookie, request=request)
    answer.delete_cookie(AWAY, path="/sign-in/provider")
    return answer


@room.page("/signed-out", who=ANYBODY)
def signed_out(desk: Desk) -> Response:
    """Say that somebody is signed out here, and where they may still be signed in."""
    provider = identity.offered(desk.session)
    there = ""
    if provider is not None and provider.end_session_endpoint:
        mark = "&" if "?" in provider.end_session_endpoint else "?"
        given = {"client_id": provider.client_id, "post_logout_redirect_uri": f"{provider.site}/"}
        there = f"{provider.end_session_endpoint}{mark}{urlencode(given)}"
    return desk.page("signed_out.html", provider=provider, there=there)
