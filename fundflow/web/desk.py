"""One request at its desk: who is here, what they asked, and how an answer is given."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from fundflow import accounts, database, people
from fundflow.database import Session
from fundflow.engine import access, sight
from fundflow.errors import BadInput, FundflowError, Refused
from fundflow.people import Actor
from fundflow.web import pages
from fundflow.web.house import House
from fundflow.web.places import Place, places
from fundflow.web.returned import Problem, problem, returned
from fundflow.web.typed import Typed, number_typed
from fundflow.web.who import OFFICE

COOKIE = "fundflow"


class SignInNeeded(Exception):  # noqa: N818 - it asks, and is no fault
    """Somebody must sign in first; what they had typed comes along."""

    def __init__(self, typed: Typed | None = None) -> None:
        self.typed = typed
        super().__init__("sign in first")


@dataclass(frozen=True)
class Outcome:
    """What came of one thing among several: which, whether it was done, and the sentence."""

    key: str
    done: bool
    said: str


@dataclass
class Desk:
    """What an endpoint works with; `error` is what refused the last press of a button, `typed` what stays on the form."""

    request: Request
    house: House
    session: Session
    now: datetime
    visitor: access.Visitor | None
    nonce: str
    typed: Typed = field(default_factory=Typed)
    error: FundflowError | None = None
    cookie: str | None = None
    tells: bool = False
    outcomes: Sequence[Outcome] = ()
    went: tuple[str, str] | None = None
    """Where a press led on to, and what is said there."""
    once: bool = False
    """Whether what is said lets somebody in, so that it is told a single time and kept nowhere."""

    @property
    def actor(self) -> Actor:
        """Who is here and acts; where they see as another sees, that other.

        Raises:
            SignInNeeded: nobody has signed in.
        """
        if self.visitor is None:
            raise SignInNeeded
        return self.visitor.eyes

    @property
    def library(self) -> Any:
        """The definitions."""
        return self.house.library

    @property
    def asked(self) -> QueryParams:
        """What stands behind the question mark of the address."""
        return self.request.query_params

    @cached_property
    def person(self) -> people.Person | None:
        """The person whose eyes these are, as they are kept."""
        return people.get(self.session, self.visitor.eyes.id) if self.visitor else None

    @cached_property
    def shown(self) -> str:
        """A name for this showing of the page, so that what is sent from it twice is done once."""
        return secrets.token_urlsafe(9)

    def named(self, number: str) -> str:
        """The sign-in name of a person whose number a page gave; nothing for nobody."""
        known = number_typed(number)
        return people.require(self.session, known).sign_in_name if known is not None else ""

    def page(self, template: str, *, status: int = 200, **facts: Any) -> Response:
        """A page; its errors stand at the top, where the design system wants them."""
        shown = pages.render(template, {"desk": self, "house": self.house, **facts})
        if self.error or (self.typed and "kept" in self.asked):
            shown = returned(shown, action=self.request.url.path, typed=self.typed, problems=self.problems)
        return HTMLResponse(shown, status_code=422 if self.error and status == 200 else status)

    def go(self, path: str, *, said: str = "") -> Response:
        """On to another page after something was done; `said` is shown there once."""
        self.went = (path, said)
        answer = RedirectResponse(path, status_code=303)
        if said:
            self.tells = True
            answer.set_cookie("said", pages.quoted(said), max_age=60, httponly=True, samesite="lax")
        return answer

    def with_asked(self, **more: object) -> str:
        """What stands behind the question mark, with some of it set anew."""
        return urlencode({**dict(self.asked), **more})

    @property
    def places(self) -> list[Place]:
        """The menu of whoever is here."""
        return places(self.actor, self.request.url.path)

    @property
    def only_reads(self) -> bool:
        """Whether whoever is here changes nothing, so that no form is shown to them."""
        return sight.only_reads(self.actor)

    @property
    def in_office(self) -> bool:
        """Whether whoever is here has a page of their own among the office's people."""
        return OFFICE.includes(self.actor)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, each with the field that it is about if one is."""
        match self.error:
            case None:
                return []
            case Refused():
                return [problem(one.guard, one.reason) for one in self.error.refusals]
            case BadInput():
                return [problem("", self.error.reason, self.error.place)]
        return [problem("", str(self.error))]

    @property
    def said(self) -> str:
        """What was done by the press that led here."""
        return pages.unquoted(self.request.cookies.get("said", ""))


@contextmanager
def reading(request: Request, *, typed: Typed | None = None, error: FundflowError | None = None) -> Iterator[Desk]:
    """A desk that can look and not write."""
    house: House = request.app.state.house
    with database.reading(house.engine) as session:
        yield _desk(request, house, session, typed, error)


def alone(request: Request) -> Desk:
    """A desk that asks nothing of the database, not even who is here."""
    house: House = request.app.state.house
    return Desk(request, house, Session(), house.clock(), None, request.state.nonce)


@contextmanager
def writing(request: Request, *, typed: Typed) -> Iterator[Desk]:
    """A desk whose whole work is kept when it ends, before anybody is answered."""
    house: House = request.app.state.house
    with database.writing(house.engine) as session:
        yield _desk(request, house, session, typed, None)


def _desk(request: Request, house: House, session: Session, typed: Typed | None, error: FundflowError | None) -> Desk:
    now = house.clock()
    visitor = access.visitor(session, request.cookies.get(COOKIE), now=now)
    nonce: str = request.state.nonce
    return Desk(request, house, session, now, visitor, nonce, typed or _kept(session, request, visitor, now), error)


def _kept(session: Session, request: Request, visitor: access.Visitor | None, now: datetime) -> Typed:
    """What this person had typed on this page when their sign-in had ended."""
    if visitor is None or "kept" not in request.query_params:
        return Typed()
    row = accounts.kept_form(session, visitor.actor.id, request.url.path, now=now)
    return Typed([(name, value) for name, value in row.fields]) if row else Typed()


def by_https(request: Request) -> bool:
    """Whether people reach this by https, so that what lets them in may travel no other way."""
    house: House = request.app.state.house
    return house.secure or request.url.scheme == "https"


def give_cookie(answer: Response, text: str, *, request: Request) -> None:
    """Give the browser its sign-in, which no script and no other site can read."""
    answer.set_cookie(COOKIE, text, httponly=True, samesite="lax", secure=by_https(request), path="/")
