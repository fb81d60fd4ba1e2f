"""`fundflow meeting ties`, `declare-ties` and `forecast`: what can be known of a meeting before its items are reached."""

from typing import TYPE_CHECKING

import typer

from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import As, MeetingRef, Viewer

if TYPE_CHECKING:
    from fundflow.database import Session
    from fundflow.people import Actor


def add_to(group: typer.Typer) -> None:
    """Add them to the group `meeting`."""
    group.command("ties")(ties)
    group.command("declare-ties")(declare_ties)
    group.command("forecast")(forecast)


def ties(ref: MeetingRef, *, user: Viewer = None) -> None:
    """List who is tied to which item by the registers, federations counted, and what is proposed."""
    columns = ("item", "body", "person", "why", "proposed", "here", "declared")
    with terminal.reading() as session:
        actor = _reader(session, ref, user)
        found = below.engine.meetings.ties_told(session, ref, actor=actor)
        rows = [terminal.facts(one, " ".join(columns)) for one in found]
    terminal.table(rows, columns=columns)


def _reader(session: "Session", ref: str, user: str | None) -> "Actor | None":
    """Who looks, if anybody said so: of a meeting that they may see."""
    actor = seeing.reader(session, user)
    if actor is not None:
        below.engine.readership.meeting(session, ref, actor=actor, now=terminal.now())
    return actor


def declare_ties(ref: MeetingRef, *, user: As) -> None:
    """Minute the ties of those who are there; what is proposed holds until the chair rules otherwise."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        made = below.engine.meetings.declare_known(session, ref, actor=actor, now=now)
        rows = [terminal.facts(one, "item body person organisation why proposed") for one in made]
    many = f"{len(rows)} interest{' is' if len(rows) == 1 else 's are'}"
    terminal.told(f"{many} minuted at {ref}", {"meeting": ref, "declared": rows})
    for row in rows:
        terminal.note(f"Item {row['item']}, {row['body']}: {row['person']} {row['proposed']} ({row['why']})")


def forecast(ref: MeetingRef, *, user: Viewer = None) -> None:
    """Say for each item whether each body could decide it, with the ties that are known, and what leaving would cost."""
    with terminal.reading() as session:
        actor = _reader(session, ref, user)
        found = below.engine.meetings.forecast(session, ref, now=terminal.now(), actor=actor)
        rows = [terminal.facts(one, "item title body can_decide why") for one in found.items]
        warnings = list(found.warnings)
    if terminal.wishes.json:
        terminal.document({"meeting": ref, "items": rows, "warnings": warnings})
        return
    terminal.table(rows, columns=("item", "title", "body", "can_decide", "why"))
    for line in warnings:
        terminal.note(line)
