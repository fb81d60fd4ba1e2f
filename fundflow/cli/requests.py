"""`fundflow request`: what waits for a second person, and how who asked for it takes it back."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason

_FACTS = "id verb subject said asked_name asked_at state"


def add_to(app: typer.Typer) -> None:
    """Add the group `request`."""
    group = typer.Typer(no_args_is_help=True, help="What waits for a second person.")
    group.command("list")(list_requests)
    group.command("withdraw")(withdraw)
    app.add_typer(group, name="request")


def list_requests(*, user: As) -> None:
    """List what waits for a second person: what you asked for, and what you may agree to."""
    with terminal.reading() as session:
        found = below.engine.requests.waiting(session, actor=terminal.acting(session, user))
        rows = [{**terminal.facts(one, _FACTS), "type": below.engine.seconding.typed(one)} for one in found]
    terminal.table(rows, title="What waits for a second person")


def withdraw(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As `fundflow request list` numbers it.")],
    *,
    reason: Reason = "",
    user: As,
) -> None:
    """Take back what you asked for and nobody has agreed to yet: a virement, money asked back, a round, a list."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.requests.take_back(session, number, reason=reason, actor=actor, now=terminal.now())
        facts = terminal.facts(row, _FACTS)
    terminal.told(f"{facts['subject']}: {facts['said']} is taken back. Nothing of it was done.", facts)
