"""`fundflow worker` and `fundflow due`: does what has fallen due, and shows what waits or was given up."""

from typing import Annotated

import typer

from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import As, Reason, Viewer


def add_to(app: typer.Typer) -> None:
    """Add `worker` and the group `due`."""
    app.command("worker")(work)
    group = typer.Typer(no_args_is_help=True, help="Work that falls due by itself.")
    group.command("list")(list_due)
    group.command("retry")(retry)
    app.add_typer(group, name="due")


def work(
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then stop.")] = False,
    every: Annotated[float, typer.Option(metavar="SECONDS", help="How long to wait before looking again.")] = 15.0,
) -> None:
    """Do due work (timers, reminders, closing rounds) until told to stop; any number of workers may run."""
    from fundflow import worker  # noqa: PLC0415 - its scheduler is slow to import

    opened = terminal.engine()
    with terminal.reachable(opened):
        done = worker.run(opened, once=once, interval_seconds=every)
    if once:
        terminal.table([terminal.facts(one, "subject what outcome") for one in done])


def list_due(
    *,
    subject: Annotated[str | None, typer.Option("--about", metavar="REF", help="Only of this case or round.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many to show at most.")] = 100,
    user: Viewer = None,
) -> None:
    """List work that waits, soonest first, after work that was given up with its last error."""
    names = "id subject kind state run_at next_at attempts last_error"
    with terminal.reading() as session:
        given_up = [one for one in below.due.failures(session) if subject in (None, one.subject)]
        found = [*given_up, *below.due.waiting(session, subject=subject, limit=most)]
        rows = [terminal.facts(one, names) for one in seeing.only(session, found, user, ref=lambda one: one.subject)]
    terminal.table(rows, columns=("id", "subject", "kind", "state", "next_at", "last_error"))


def retry(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="From `fundflow due list`.")],
    *,
    reason: Reason,
    user: As,
) -> None:
    """Have work tried again that was given up, once its fault is put right."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.due.retry(session, number, reason=reason, actor=actor, now=now)
        facts = terminal.facts(row, "id subject kind state next_at")
    terminal.told(f"Due work {number}, of {facts['subject']}, is tried again when the worker next looks", facts)
