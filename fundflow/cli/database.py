"""`fundflow database`: brings the schema up to date, says where it stands, backs everything up and puts a backup back."""

from pathlib import Path
from typing import Annotated

import typer

from fundflow.cli import below, terminal


def add_to(app: typer.Typer) -> None:
    """Add the group `database`."""
    group = typer.Typer(no_args_is_help=True, help="The database's schema.")
    group.command("upgrade")(upgrade)
    group.command("status")(status)
    group.command("backup")(backup)
    group.command("restore")(restore)
    group.command("backed-up")(backed_up)
    app.add_typer(group, name="database")


def upgrade() -> None:
    """Bring the database to the newest schema; again changes nothing."""
    opened = terminal.connect()
    with terminal.reachable(opened):
        before = below.migrations.upgrade(opened).revision
        after = below.migrations.status(opened)
    changed = before != after.revision
    line = f"{terminal.shown(opened)} is at revision {after.revision}"
    facts = {"database": terminal.shown(opened), "before": before, "revision": after.revision, "changed": changed}
    terminal.told(line if changed else f"{line} already", facts)


def status() -> int:
    """Say which schema the database has; exit 1 if it is not the newest."""
    opened = terminal.connect()
    with terminal.reachable(opened):
        found = below.migrations.status(opened)
    terminal.sheet(
        {
            "database": terminal.shown(opened),
            "revision": found.revision,
            "newest": found.head,
            "current": found.current,
        }
    )
    if not found.current:
        terminal.note("Run 'fundflow database upgrade' to bring it up to date.")
    return 0 if found.current else 1


def backup(to: Annotated[Path, typer.Argument(metavar="FILE", help="A new file; put the day in its name.")]) -> None:
    """Copy everything into a new file while people work, and prove the copy; letters and uploads are in it."""
    made = below.engine.backup.make(terminal.engine(), to, now=terminal.now())
    facts = {"file": made.file, "bytes": made.size, "event": made.anchor.seq, "hash": made.anchor.hash}
    terminal.told(f"{made.file} holds everything to event {made.anchor.seq}, and was opened and looked through", facts)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that 'fundflow database backup' made.")],
    *,
    over: Annotated[
        bool, typer.Option("--over", help="Put it in the place of a database that holds something.")
    ] = False,
) -> None:
    """Put a backup back where the database is, once it was looked through; what stood there is kept, people sign in again."""
    opened = terminal.connect()
    with terminal.reachable(opened):
        made = below.engine.restoring.restore(opened, file, over=over, now=terminal.now())
    facts = {"database": terminal.shown(opened), **terminal.facts(made, "file kept waiting")}
    facts |= {"event": made.anchor.seq, "hash": made.anchor.hash}
    terminal.told(f"{terminal.shown(opened)} is as {made.file} holds it, to event {made.anchor.seq}", facts)
    if made.kept:
        terminal.note(f"What stood there is kept as {made.kept}.")
    if made.waiting:
        terminal.note(
            f"{made.waiting} messages wait in it and may have left since: look at them (fundflow mail list) before the "
            "worker starts."
        )


def backed_up(how: Annotated[str, typer.Option(help="By what it was made, e.g. 'pg_dump, each night'.")]) -> None:
    """Note that another tool has just made a backup: `fundflow doctor` and the pages of rounds say when."""
    with terminal.writing() as session:
        below.engine.backup.note(session, how=how, now=terminal.now())
    terminal.told("Noted: a backup was made just now", {"how": how})
