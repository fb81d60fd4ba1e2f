"""What waits for a person: everything that `fundflow tasks` lists, each with the page where it is done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications
from fundflow.engine import sight, tasks
from fundflow.people import Actor


@dataclass(frozen=True)
class ToDo:
    """One thing that waits for a person: by when, what kind, about what, in words, and the page where it is done."""

    due: datetime | None
    kind: str
    about: str
    said: str
    path: str


def todo_of(session: Session, actor: Actor) -> list[ToDo]:
    """Everything that waits for a person, in the order of dates: the same as `fundflow tasks` lists."""
    rounds = {one.ref for one in applications.rounds(session)}
    cases = "/cases" if sight.in_office(actor) or not sight.own_organisations(actor) else "/bids"
    return [
        ToDo(one.due, one.kind, one.about, one.said, _path(one, rounds, cases))
        for one in tasks.waiting_for(session, actor)
    ]


def _path(one: tasks.Waiting, rounds: Collection[str], cases: str) -> str:
    """Where a thing is done; nowhere where it is about no one page."""
    if one.about in rounds:
        return f"/rounds/{one.about}"
    match one.kind:
        case "letter":
            return f"/letters/read/{one.about}"
        case "score":
            return f"/scoring/{one.about}"
        case "claim":
            return "/cases/" + one.about.replace("/", "/claims/", 1)
        case "step" | "task" if one.type:
            return f"{cases}/{one.about}"
    return ""
