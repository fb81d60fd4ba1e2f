"""What waits for a person: everything that `fundflow tasks` lists, each with the page where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications
from fundflow.engine import sight, tasks
from fundflow.people import Actor

_PLACES = {
    "letter": "/letters/read/{about}",
    "score": "/scoring/{about}",
    "chair's action": "/chairs-actions/{about}",
    "run": "/runs/{about}",
    "payee": "/finance/payees",
    "return": "/bids/{about}/returns",
}
"""By what kind of thing waits, the page where it is done."""


@dataclass(frozen=True)
class ToDo:
    """One thing that waits for a person: by when, what kind, about what, in words, and the page where it is done."""

    due: datetime | None
    kind: str
    about: str
    said: str
    path: str


def todo_of(session: Session, actor: Actor, *, now: datetime) -> list[ToDo]:
    """Everything that waits for a person, in the order of dates: the same as `fundflow tasks` lists."""
    rounds = {one.ref: one.fund for one in applications.rounds(session)}
    cases = "/cases" if sight.in_office(actor) or not sight.own_organisations(actor) else "/bids"
    return [
        ToDo(one.due, one.kind, one.about, one.said, _path(one, rounds, cases))
        for one in tasks.waiting_for(session, actor, now=now)
    ]


def _path(one: tasks.Waiting, rounds: Mapping[str, str], cases: str) -> str:
    """Where a thing is done; nowhere where it is about no one page."""
    if one.about in rounds:
        return f"/rounds/{one.about}"
    if one.about in rounds.values():
        return f"/funds/{one.about}/ready"
    under = {"claim": "claims", "recovery": "recoveries"}
    if one.kind in under:
        return "/cases/" + one.about.replace("/", f"/{under[one.kind]}/", 1)
    if one.kind in ("step", "task"):
        return f"{cases}/{one.about}" if one.type else ""
    return _PLACES.get(one.kind, "").format(about=one.about)
