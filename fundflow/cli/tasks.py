"""`fundflow tasks`: what waits for one person."""

from typing import Annotated

import typer

from fundflow.cli import terminal
from fundflow.cli.options import As


def add_to(app: typer.Typer) -> None:
    """Add `tasks`."""
    app.command("tasks")(tasks)


def tasks(
    *,
    user: As,
    most: Annotated[int, typer.Option(min=1, help="How many to show at most.")] = 50,
) -> None:
    """Show what waits for a person, by date: steps, tasks, letters, scores, claims, and what asks for a second person."""
    from fundflow.engine import tasks as desk  # noqa: PLC0415 - few commands need the engine

    with terminal.reading() as session:
        found = desk.waiting_for(session, terminal.acting(session, user))
    shown = found[:most]
    rows = [{**terminal.facts(one, "due kind about said type")} for one in shown]
    terminal.table(rows, title=f"What waits for {user}: {len(found)}" if found else f"What waits for {user}")
    if len(found) > len(shown):
        terminal.note(f"{len(found) - len(shown)} more: add --most {len(found)} to see them all.")
