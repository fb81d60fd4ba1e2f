"""`fundflow database`: brings the schema up to date, and says where it stands."""

import typer

from fundflow.cli import below, terminal


def add_to(app: typer.Typer) -> None:
    """Add the group `database`."""
    group = typer.Typer(no_args_is_help=True, help="The database's schema.")
    group.command("upgrade")(upgrade)
    group.command("status")(status)
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
