"""How routes are made: each says who may open it; a form's errors bring back the page with what was typed."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from fundflow import accounts
from fundflow.engine import access
from fundflow.errors import BadInput, FundflowError, NotFound, Refused, Stale, plainly
from fundflow.web import desk as desks
from fundflow.web import presses
from fundflow.web.desk import Desk, SignInNeeded
from fundflow.web.presses import PressedTwice
from fundflow.web.typed import Typed, read
from fundflow.web.who import Who

Page = Callable[..., Response]
Press = Callable[[Desk, str], str]
BROKE = "Something of ours went wrong here, and nothing of it was saved. Try this one by itself, and ring us if it happens again."
NOT_TRIED = "Not tried, for something of ours went wrong before it. Nothing has changed. Press again for this one."


@dataclass(frozen=True)
class Door:
    """One route as tests look at it: its method, its path and who may use it."""

    method: str
    path: str
    who: Who


class Room:
    """A set of pages about one thing."""

    def __init__(self) -> None:
        self.router = APIRouter(include_in_schema=False, default_response_class=Response)
        self.doors: list[Door] = []

    def page(self, path: str, *, who: Who) -> Callable[[Page], Page]:
        """A page that is looked at: it reads and never writes."""

        def known(page: Page) -> Page:
            def show(request: Request) -> Response:
                with desks.reading(request) as desk:
                    _admit(desk, who)
                    return _answered(desk, page(desk, **request.path_params))

            self._add("GET", path, who, show)
            return page

        return known

    def form(self, path: str, *, who: Who, page: Page | None = None, alone: bool = False) -> Callable[[Page], Page]:
        """What a form does when its button is pressed; `page` shows the form, filled again where it was refused.

        With `alone` the page has an address of its own already.
        """

        def known(press: Page) -> Page:
            def send(request: Request, typed: Annotated[Typed, Depends(read)]) -> Response:
                key = presses.key_of(typed, request.url.path)
                try:
                    with desks.writing(request, typed=typed) as desk:
                        _admit(desk, who, typed=typed)
                        presses.begin(desk, key)
                        answer = press(desk, **request.path_params)
                        presses.end(desk, key, answer)
                        _put_away(desk)
                        return _answered(desk, answer)
                except PressedTwice:
                    with desks.reading(request) as desk:
                        return _answered(desk, presses.again(desk, key))
                except FundflowError as error:
                    if page is None:
                        raise
                    with desks.reading(request, typed=typed, error=error) as desk:
                        answer = page(desk, **request.path_params)
                        answer.status_code = _status(error)
                        return _answered(desk, answer)

            self._add("POST", path, who, send)
            if page is not None and not alone:
                self.page(path, who=who)(page)
            return press

        return known

    def arrival(
        self, path: str, *, who: Who
    ) -> Callable[[Callable[[Request], Response]], Callable[[Request], Response]]:
        """A page to which another site sends somebody back. It may write, in transactions of its own, for it is used once."""

        def known(arrive: Callable[[Request], Response]) -> Callable[[Request], Response]:
            def come(request: Request) -> Response:
                return arrive(request)

            self._add("GET", path, who, come)
            return arrive

        return known

    def each(self, path: str, *, who: Who, over: str, page: Page) -> Callable[[Press], Press]:
        """What a form does to each of the things that are ticked in it, each kept or refused by itself.

        `over` names the ticked field; `page` shows what came of each (`desk.outcomes`). Where something of ours breaks, the
        rest is not tried, and what was done before stays and is told: by the page, or by the one that says that we broke.
        """

        def known(press: Press) -> Press:
            def send(request: Request, typed: Annotated[Typed, Depends(read)]) -> Response:
                with desks.reading(request) as desk:
                    _admit(desk, who, typed=typed)
                outcomes = request.state.outcomes = _each(request, typed, list(dict.fromkeys(typed.all(over))), press)
                with desks.reading(request, typed=typed, error=None if outcomes else _none(over)) as desk:
                    desk.outcomes = outcomes
                    return _answered(desk, page(desk, **request.path_params))

            self._add("POST", path, who, send)
            return press

        return known

    def _add(self, method: str, path: str, who: Who, endpoint: Callable[..., Any]) -> None:
        self.doors.append(Door(method, path, who))
        self.router.add_api_route(path, endpoint, methods=[method])


def _none(over: str) -> BadInput:
    return BadInput("Nothing is ticked, so nothing was done. Tick those that you mean.", place=over)


def _each(request: Request, typed: Typed, keys: Sequence[str], press: Press) -> list[desks.Outcome]:
    """What came of each, in a transaction of its own, until one of them breaks something of ours."""
    outcomes: list[desks.Outcome] = []
    for position, key in enumerate(keys):
        try:
            outcomes.append(_tried(request, typed, key, press))
        except SignInNeeded:
            raise
        except Exception:
            logging.getLogger(__name__).exception("the step for several broke at %s", key)
            outcomes.append(desks.Outcome(key, done=False, said=BROKE))
            outcomes.extend(desks.Outcome(rest, done=False, said=NOT_TRIED) for rest in keys[position + 1 :])
            break
    return outcomes


def _tried(request: Request, typed: Typed, key: str, press: Press) -> desks.Outcome:
    try:
        with desks.writing(request, typed=typed) as desk:
            return desks.Outcome(key, done=True, said=press(desk, key))
    except FundflowError as error:
        return desks.Outcome(key, done=False, said=plainly(str(error)))


def _status(error: FundflowError) -> int:
    match error:
        case Stale():
            return 409
        case Refused():
            return 403 if any(one.guard == "may_act" for one in error.refusals) else 422
        case NotFound():
            return 404
    return 422


def _admit(desk: Desk, who: Who, *, typed: Typed | None = None) -> None:
    """Let a visitor in, or say why not; a form must come from our own page, and not from somebody who only looks on.

    Raises:
        SignInNeeded: nobody is signed in. Refused: not for this person, or not sent from our page.
    """
    if desk.visitor is None:
        if who.public:
            return
        raise SignInNeeded(typed)
    if who.admits is not None and not who.admits(desk.actor):
        raise Refused.because(
            "may_act",
            f"This page is for {who.name}, and {desk.actor.name} is not one of them. Nothing has changed. "
            "Ask your administrator if that is wrong.",
        )
    if typed is None:
        return
    if not accounts.same(typed.text("form_key"), desk.visitor.form_key):
        raise Refused.because(
            "own_form",
            "Nothing was saved: the form did not come from this page, or is older than your sign-in. Go back, load the "
            "page again, and send it once more.",
        )
    if desk.visitor.viewing is not None and not desk.request.url.path.startswith("/view-as"):
        raise Refused.because(
            "looking_on",
            f"Nothing was saved: you are looking at what {desk.visitor.viewing.name} sees, and looking changes nothing. "
            "Be yourself again first: the link is at the top of the page.",
        )


def _put_away(desk: Desk) -> None:
    if desk.visitor is not None:
        accounts.take_forms(desk.session, desk.visitor.actor.id, desk.request.url.path, now=desk.now)


def _answered(desk: Desk, answer: Response) -> Response:
    """The same answer, with the browser's sign-in made fresh."""
    if desk.cookie is not None:
        desks.give_cookie(answer, desk.cookie, request=desk.request)
    elif desk.visitor is not None:
        desks.give_cookie(answer, access.refreshed(desk.visitor, now=desk.now), request=desk.request)
    if "said" in desk.request.cookies and not desk.tells:
        answer.delete_cookie("said")
    return answer
