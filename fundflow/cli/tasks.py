"""`fundflow tasks` and `fundflow task done`: what waits for one person, and what of it is done."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason


def add_to(app: typer.Typer) -> None:
    """Add `tasks` and `task done`."""
    app.command("tasks")(tasks)
    group = typer.Typer(no_args_is_help=True, help="Tasks of a work list.")
    group.command("done")(done)
    app.add_typer(group, name="task")


def tasks(
    *,
    user: As,
    most: Annotated[int, typer.Option(min=1, help="How many to show at most.")] = 50,
) -> None:
    """Show what waits for a person, by date: steps, tasks, letters, scores, claims, and what asks for a second person."""
    from fundflow.engine import tasks as desk  # noqa: PLC0415 - few commands need the engine

    with terminal.reading() as session:
        found = desk.waiting_for(session, terminal.acting(session, user), now=terminal.now())
    shown = found[:most]
    rows = [{**terminal.facts(one, "due kind about said type")} for one in shown]
    terminal.table(rows, title=f"What waits for {user}: {len(found)}" if found else f"What waits for {user}")
    if len(found) > len(shown):
        terminal.note(f"{len(found) - len(shown)} more: add --most {len(found)} to see them all.")


def done(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The task's number; `fundflow tasks` shows it.")],
    *,
    user: As,
    reason: Reason = "",
) -> None:
    """Say that a task is done, and how; tasks that a step or an answer ends name it instead."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.finishing.done(session, number, how=reason, actor=actor, now=now)
        facts = terminal.facts(row, "id kind text done_at")
    terminal.told(f"Task {number} is done: {facts['text']}", facts)
