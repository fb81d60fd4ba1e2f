"""`fundflow worker`: does what has fallen due."""

from typing import Annotated

import typer

from fundflow.cli import terminal


def add_to(app: typer.Typer) -> None:
    """Add `worker`."""
    app.command("worker")(work)


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
