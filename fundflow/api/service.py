"""Assembles the API: its shelves, its description, what is refused before it is read, and how problems are told."""

import re
from importlib import metadata
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fundflow.api import problems
from fundflow.api.calls import Door, Service
from fundflow.api.problems import MEDIA, Problem
from fundflow.api.routes import SHELVES

PREFIX = "/api/v1"
MOST_BYTES = 10_000_000
"""The most that one call may bring."""
_TOO_LARGE = f"Nothing was read: a call may bring {MOST_BYTES // 1_000_000} MB at the most. Send less, or in parts."
ABOUT = """Everything that people do in fundflow, for programs. A program acts for a person by a token and sees and does
what that person may: the same engine decides, in the same words.

Money is whole pence in keys that end in `_pence`; moments are UTC with `Z` (given without a zone they are Europe/London);
days are `2017-05-12`; a period is `2017/18`, or `2017/18-2018/19` where it is not split by year.

Lists come in pages: send `next` back as `after`. Every write takes an `Idempotency-Key`; the same key with the same
words gives the first answer again, with `Idempotency-Replayed: true`. A case carries its version as an `ETag`: send it
back in `If-Match` (or `expected_version`) and a case that somebody else has changed is left alone.

Problems follow RFC 9457; `refused` holds the guards that said no and their sentences, which are written for people."""
_TOLD = {
    "400": "What was sent cannot be read at all.",
    "401": "No token, or one that does not hold.",
    "403": "Not for this person, or not for this token.",
    "404": "There is none, or none that this person may see.",
    "409": "It stands elsewhere by now, or was changed by somebody else.",
    "412": "It was changed since the version that If-Match names.",
    "413": "Too large.",
    "422": "Refused by the rules, or something that cannot be read.",
    "503": "Busy: try again with the same key.",
}


def create(service: Service) -> FastAPI:
    """The API over one database."""
    app = FastAPI(
        title="fundflow",
        version=metadata.version("fundflow"),
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
    )
    app.state.service = service
    for shelf in SHELVES:
        app.include_router(shelf.router)
    problems.tell_on(app)
    app.add_middleware(Limited)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def mount(app: FastAPI, service: Service) -> None:
    """Put the API over one database at `PREFIX` of an app: whatever is sent there is answered by it, line breaks too."""
    app.mount(PREFIX, create(service))
    placed = app.routes[-1]
    assert isinstance(placed, Mount)
    placed.path_regex = re.compile(placed.path_regex.pattern, re.DOTALL)


def doors() -> list[Door]:
    """Every route of the API."""
    return [door for shelf in SHELVES for door in shelf.doors]


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document: every problem that a route can answer with is in it."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        made["servers"] = [{"url": PREFIX}]
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"))
        schemas["Problem"] = problem
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for path in made["paths"].values():
            for method, operation in path.items():
                _tell(operation, method)
        app.openapi_schema = made
    return app.openapi_schema


def _tell(operation: dict[str, Any], method: str) -> None:
    operation["responses"].pop("422", None)
    content = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    codes = set(_TOLD) - ({"400", "412", "413"} if method == "get" else set())
    if not operation.get("security"):
        codes -= {"401", "403"}
    for code in sorted(codes):
        operation["responses"][code] = {"description": _TOLD[code], "content": content}


class Limited:
    """Turns away what is larger than one call may be, before it is read whole."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes; say no as soon as it is too much."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > MOST_BYTES:
            await problems.answer("too_large", 413, _TOO_LARGE)(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > MOST_BYTES:
                raise HTTPException(413, _TOO_LARGE)
            return message

        await self.app(scope, counted, send)
