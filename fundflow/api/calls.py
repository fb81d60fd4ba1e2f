"""One call of a program: whose token it is, what it may touch, and how its answer is given, once and only once."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import TypeAdapter
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response

from fundflow import database
from fundflow.api import replies
from fundflow.api.problems import NotAllowed
from fundflow.database import Session
from fundflow.definitions import Library
from fundflow.engine import access
from fundflow.people import Actor
from fundflow.plain import must_be_plain

Endpoint = Callable[..., Any]
BEARER = HTTPBearer(auto_error=False, description="A token from `fundflow token make` or the page /account/tokens.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text of your own, new for each act: sending it again gives the first answer and changes nothing.",
    ),
]


@dataclass(frozen=True)
class Service:
    """What every call shares: the database, the definitions, and the only clock."""

    engine: Engine
    library: Library
    clock: Callable[[], datetime]


@dataclass
class Call:
    """What an endpoint works with; `headers` go with its answer, `status` is its own."""

    request: Request
    service: Service
    session: Session
    now: datetime
    caller: Actor | None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200

    @property
    def actor(self) -> Actor:
        """The person for whom the program acts."""
        assert self.caller is not None
        return self.caller

    @property
    def library(self) -> Library:
        """The definitions."""
        return self.service.library


@dataclass(frozen=True)
class Door:
    """One route as tests look at it."""

    method: str
    path: str
    public: bool


class Shelf:
    """The endpoints about one thing."""

    def __init__(self, tag: str) -> None:
        self.router = APIRouter(tags=[tag])
        self.doors: list[Door] = []

    def read(
        self, path: str, *, public: bool = False, bare: bool = False, **more: Any
    ) -> Callable[[Endpoint], Endpoint]:
        """An endpoint that looks: it cannot write. With `bare` what is null is left out."""

        def known(endpoint: Endpoint) -> Endpoint:
            shaped = _shaping(endpoint, bare=bare)

            def look(request: Request, caller: Actor | None = None, **given: Any) -> Response:
                must_be_plain(given)
                service: Service = request.app.state.service
                with database.reading(service.engine) as session:
                    call = Call(request, service, session, service.clock(), caller)
                    return _answer(call, shaped(endpoint(call, **given)))

            self._add("GET", path, endpoint, look, scope=None if public else "read", **more)
            return endpoint

        return known

    def write(self, path: str, *, method: str = "POST", **more: Any) -> Callable[[Endpoint], Endpoint]:
        """An endpoint that acts: everything it does is kept before it answers, or nothing is."""

        def known(endpoint: Endpoint) -> Endpoint:
            shaped = _shaping(endpoint)

            def act(request: Request, caller: Actor, idempotency_key: str | None, **given: Any) -> Response:
                must_be_plain(given)
                service: Service = request.app.state.service
                asked = replies.Asked(caller.id, idempotency_key, replies.fingerprint(request, given))
                if _rehearsed(given):
                    asked = replies.Asked(caller.id, None, "")

                def work(session: Session) -> replies.Told:
                    actor = admitted(session, request, scope="write", now=service.clock())
                    call = Call(request, service, session, service.clock(), actor)
                    told = shaped(endpoint(call, **given))
                    return replies.Told(told, call.status, call.headers)

                return replies.once(service.engine, asked, work, now=service.clock())

            self._add(method, path, endpoint, act, scope="write", **more)
            return endpoint

        return known

    def _add(self, method: str, path: str, endpoint: Endpoint, handler: Any, *, scope: str | None, **more: Any) -> None:
        handler.__signature__ = _signature(endpoint, scope)
        handler.__name__ = endpoint.__name__
        handler.__doc__ = endpoint.__doc__
        self.doors.append(Door(method, path, public=scope is None))
        returns = inspect.signature(endpoint).return_annotation
        model = None if _raw(returns) else returns
        self.router.add_api_route(path, handler, methods=[method], response_model=model, **more)


def _raw(returns: Any) -> bool:
    return isinstance(returns, type) and issubclass(returns, Response)


def _signature(endpoint: Endpoint, scope: str | None) -> inspect.Signature:
    """An endpoint's own parameters after those that every call has."""
    own = list(inspect.signature(endpoint).parameters.values())[1:]
    kind = inspect.Parameter.KEYWORD_ONLY
    first = [inspect.Parameter("request", kind, annotation=Request)]
    if scope is not None:
        who = Annotated[Actor, Depends(_read_caller if scope == "read" else _write_caller)]
        first.append(inspect.Parameter("caller", kind, annotation=who))
    if scope == "write":
        first.append(inspect.Parameter("idempotency_key", kind, annotation=IdempotencyKey, default=None))
    return inspect.Signature([*first, *(one.replace(kind=kind) for one in own)])


def _shaping(endpoint: Endpoint, *, bare: bool = False) -> Callable[[Any], Any]:
    """From what an endpoint gives to the JSON that travels: only what its return type names."""
    returns = inspect.signature(endpoint).return_annotation
    if _raw(returns):
        return lambda given: given
    adapter: TypeAdapter[Any] = TypeAdapter(returns)
    return lambda given: adapter.dump_json(
        adapter.validate_python(given, from_attributes=True), by_alias=True, exclude_none=bare
    )


def _answer(call: Call, told: Any) -> Response:
    if isinstance(told, Response):
        return told
    return Response(told, status_code=call.status, media_type="application/json", headers=call.headers)


def _rehearsed(given: dict[str, Any]) -> bool:
    return any(getattr(one, "dry_run", False) for one in given.values())


def _read_caller(request: Request, credentials: Credentials) -> Actor:
    del credentials  # it stands here so that the description of the API says how to come in
    service: Service = request.app.state.service
    with database.reading(service.engine) as session:
        return admitted(session, request, scope="read", now=service.clock())


def _write_caller(request: Request, credentials: Credentials) -> Actor:
    del credentials
    service: Service = request.app.state.service
    with database.reading(service.engine) as session:
        return admitted(session, request, scope="write", now=service.clock())


def admitted(session: Session, request: Request, *, scope: str, now: datetime) -> Actor:
    """The person for whom the program that calls may act.

    Raises:
        NotAllowed: no token, one that does not hold any more, or one without this scope.
    """
    kind, _, text = request.headers.get("authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not text.strip():
        raise NotAllowed(401, "Send a token: 'Authorization: Bearer ff_...'. Make one with 'fundflow token make'.")
    actor = access.program(session, text.strip(), scope=scope, now=now)
    if actor is not None:
        return actor
    if any(access.program(session, text.strip(), scope=other, now=now) for other in ("read", "write")):
        said = f"This token may not {scope}. Make one with the scope '{scope}' for the same person."
        raise NotAllowed(403, said, error="insufficient_scope")
    raise NotAllowed(
        401,
        "This token is not known, has expired or was revoked, or its person has left. Make a new one with "
        "'fundflow token make'.",
        error="invalid_token",
    )
