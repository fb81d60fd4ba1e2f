"""Assembles the service: its pages, its files, what every answer carries, and what is said when something is wrong."""

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from fundflow import accounts, database
from fundflow.engine import access
from fundflow.errors import BadInput, FundflowError, NotFound, Refusal, Refused
from fundflow.web import desk as desks
from fundflow.web import pages
from fundflow.web.desk import COOKIE, SignInNeeded
from fundflow.web.house import House
from fundflow.web.returned import problem
from fundflow.web.rooms import Door
from fundflow.web.routes import ROOMS
from fundflow.web.typed import TooLarge

Answer = Callable[[Request], Awaitable[Response]]
ELSEWHERE = Refusal(
    "other_site",
    "Nothing was saved: this form was sent by another site, and we take forms of our own pages only. Open our page and "
    "press its button there.",
)


def create(house: House) -> FastAPI:
    """The whole service over one database.

    Our files travel compressed; pages do not, because a compressed page that holds a form's key and what somebody typed
    tells the length of one by the other.
    """
    app = FastAPI(title="fundflow", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.house = house
    app.middleware("http")(_around)
    for room in ROOMS:
        app.include_router(room.router)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=pages.STATIC), minimum_size=1_000), name="static")
    app.add_api_route("/healthz", healthz, methods=["GET"], include_in_schema=False)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(FundflowError, _wrong)
    app.add_exception_handler(Exception, _broken)
    app.add_exception_handler(404, _nowhere)
    app.add_exception_handler(405, _nowhere)
    return app


def doors() -> list[Door]:
    """Every route of the pages, with who may use it."""
    return [door for room in ROOMS for door in room.doors]


def in_demonstration(folder: Path) -> bool:
    """Whether a folder is that of a demonstration, whose people may be picked from a list."""
    return (folder / "fundflow.db").is_file() and (folder / "pictures").is_dir()


async def _around(request: Request, call: Answer) -> Response:
    """What goes with every request and answer: a nonce for our own script, and headers that keep strangers out."""
    request.state.nonce = secrets.token_urlsafe(16)
    if request.method == "POST" and request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        answer = desks.alone(request).page("refused.html", status=403, alone=True, refusals=[ELSEWHERE])
    else:
        answer = await call(request)
    _protect(answer, request.state.nonce)
    if request.url.path.startswith("/static/"):
        marked = "v" in request.query_params
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if marked else "public, max-age=3600"
    else:
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _protect(answer: Response, nonce: str) -> None:
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; script-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"


def healthz(request: Request) -> Response:
    """Whether the service can reach its database."""
    house: House = request.app.state.house
    with database.reading(house.engine) as session:
        session.connection()
    return JSONResponse({"status": "ok"})


def _sign_in(request: Request, asked: Exception) -> Response:
    """Send somebody to sign in; what they had typed is kept for them, if we know whose stay it was."""
    house: House = request.app.state.house
    path, kept = request.url.path, ""
    if isinstance(asked, SignInNeeded) and asked.typed is not None and asked.typed.worth_keeping:
        with database.writing(house.engine) as session:
            person = access.former(session, request.cookies.get(COOKIE))
            if person is not None:
                now = house.clock()
                accounts.keep_form(session, person, path, fields=asked.typed.worth_keeping, now=now)
                kept = "&kept=1"
    query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
    answer = RedirectResponse(f"/sign-in?next={pages.quoted(path + query)}{kept}", status_code=303)
    _protect(answer, request.state.nonce)
    return answer


def _wrong(request: Request, error: Exception) -> Response:
    """What a person reads when a page cannot be shown or a press was refused and no form can say so."""
    assert isinstance(error, FundflowError)
    with desks.reading(request) as desk:
        if isinstance(error, NotFound):
            return desk.page("not_found.html", status=404, said=problem("", str(error)).reason)
        refused = error.refusals if isinstance(error, Refused) else (Refusal(_kind(error), str(error)),)
        forbidden = any(one.guard == "may_act" for one in refused)
        status = 413 if isinstance(error, TooLarge) else 403 if forbidden else 409
        return desk.page("refused.html", status=status, refusals=refused)


def _broken(request: Request, _error: Exception) -> Response:
    """What a person reads when something of ours broke: the work of a request is kept whole or not at all.

    Of a step for several each is kept by itself, and what came of each is told. The database is left alone, for it may be
    what broke; the server's log has the rest.
    """
    desk = desks.alone(request)
    known = [one.contact for one in desk.library.funds.values() if one.contact is not None]
    contacts = sorted({(one.name, one.telephone, one.hours) for one in known})
    answer = desk.page(
        "broken.html",
        status=500,
        alone=True,
        contacts=contacts,
        at=desk.now,
        sent=request.method == "POST",
        outcomes=getattr(request.state, "outcomes", ()),
    )
    _protect(answer, desk.nonce)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _kind(error: FundflowError) -> str:
    return error.place if isinstance(error, BadInput) and error.place else type(error).__name__.lower()


def _nowhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = "" if error.status_code == 404 else "This address only takes what a form sends. Nothing was sent."
    with desks.reading(request) as desk:
        answer = desk.page("not_found.html", status=error.status_code, said=said)
    answer.headers.update(error.headers or {})
    return answer
