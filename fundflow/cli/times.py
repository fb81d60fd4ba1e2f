"""A meeting's own times: when it was, where it is written down later; a bare `13:05` is on the meeting's day."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from fundflow.cli import below, terminal

if TYPE_CHECKING:
    from fundflow.database import Session

At: TypeAlias = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When it was, if written down later: 13:05, on the meeting's day."),
]

_BARE = re.compile(r"\d{1,2}:\d{2}(:\d{2})?\Z")


def of_meeting(session: "Session", ref: str, text: str | None, option: str = "--at") -> datetime | None:
    """A moment as a secretary types it: a time of the meeting's day, or a whole date and time."""
    if text and _BARE.match(text.strip()):
        held = below.committees.meeting(session, ref).held_on
        text = f"{held} {text.strip().zfill(5)}"
    return terminal.moment(text, option)
