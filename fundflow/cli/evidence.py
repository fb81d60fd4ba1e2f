"""`fundflow evidence`: the files of claims, how long each is kept, and deleting one with a reason."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason

_FACTS = "number claim name added_at redacted keep_until deleted_at deleted_by deleted_because"


def add_to(app: typer.Typer) -> None:
    """Add the group `evidence`."""
    group = typer.Typer(no_args_is_help=True, help="Files of evidence, and how long they are kept.")
    group.command("list")(list_files)
    group.command("delete")(delete)
    app.add_typer(group, name="evidence")


def list_files(
    *, due: Annotated[bool, typer.Option("--due", help="Only those that are to be deleted by now.")] = False, user: As
) -> None:
    """List the files that came with claims, each with the day until which it is kept."""
    now = terminal.now()
    with terminal.reading() as session:
        found = below.engine.retention.kept(session, actor=terminal.acting(session, user), now=now, due=due)
    today = below.clock.london_day(now)
    rows = [{**terminal.facts(one, _FACTS), "due": one.due(today)} for one in found]
    columns = (
        None if terminal.wishes.json else ("number", "claim", "name", "redacted", "keep_until", "due", "deleted_at")
    )
    terminal.table(rows, columns=columns, title=f"Evidence{' to be deleted' if due else ''}: {len(rows)}")


def delete(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `fundflow evidence list` numbers it.")],
    *,
    ground: Annotated[str, typer.Option(help="due: its years are over; personal_data: it shows somebody's.")] = "due",
    reason: Reason = "",
    user: As,
) -> None:
    """Delete the contents of a file for ever; that it was there, who deleted it and why stay."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.retention.delete(session, number, ground=ground, reason=reason, actor=actor, now=now)
        facts = terminal.facts(row, _FACTS)
    terminal.told(
        f"File {number} of {facts['claim']} is deleted. That it was there, who deleted it and why stay.", facts
    )
