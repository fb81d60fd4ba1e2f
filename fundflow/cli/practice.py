"""`fundflow practice`: a round copied into a database of its own, to try things in."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As


def add_to(app: typer.Typer) -> None:
    """Add the group `practice`."""
    group = typer.Typer(no_args_is_help=True, help="Practising on a copy, where nothing is real.")
    group.callback()(_practice)
    group.command("start")(start)
    app.add_typer(group, name="practice")


def _practice() -> None:
    """Practising on a copy, where nothing is real."""


def start(
    *,
    round_ref: Annotated[str, typer.Option("--round", metavar="ROUND", help="The round that is copied.")],
    to: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="A new database, e.g. sqlite:///practice.db; default: a file beside this one."
        ),
    ] = None,
    closes: Annotated[
        str | None,
        typer.Option(metavar="MOMENT", help="When the copy closes; default: as the round, if still to come."),
    ] = None,
    user: As,
) -> None:
    """Copy a round with its rules, money, organisations, people and roles into a new database, marked as practice for ever.

    No bid, letter, payee or audit event goes along. Every letter from there is marked on every page, nothing is sent, and
    no payment file is written.
    """
    from fundflow.engine import practising  # noqa: PLC0415 - few commands need the engine

    closes_at = terminal.moment(closes, "--closes")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        to = to or practising.beside(session, round_ref, now=now)
        made = practising.start(session, round_ref, to=to, actor=actor, now=now, closes_at=closes_at)
    counted = ", ".join(f"{many:,} {what}" for what, many in made.copied.items())
    terminal.told(
        f"{made.database} is a practice copy of {round_ref}: {counted}; {made.round} is open there until "
        f"{below.clock.moment_words(made.closes_at)}. Add --database {made.database} to practise.",
        {"database": made.database, "round": made.round, "closes_at": made.closes_at, "copied": made.copied},
    )
