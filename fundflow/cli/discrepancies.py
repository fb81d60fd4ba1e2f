"""`fundflow discrepancy`: figures that do not agree, who looks into each, and which are accepted."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason


def add_to(app: typer.Typer) -> None:
    """Add the group `discrepancy`."""
    discrepancy = typer.Typer(no_args_is_help=True, help="Figures that do not agree.")
    discrepancy.command("list")(list_discrepancies)
    discrepancy.command("assign")(assign)
    discrepancy.command("accept")(accept)
    app.add_typer(discrepancy, name="discrepancy")


def list_discrepancies(
    *,
    fund: Annotated[str | None, typer.Option(help="Only this fund.")] = None,
    status: Annotated[str | None, typer.Option(help="Only open, accepted or settled ones.")] = None,
    severity: Annotated[str | None, typer.Option(help="Only this severity.")] = None,
) -> None:
    """List the figures that do not agree, with both sides."""
    names = (
        "id key severity status owner what source_a value_a source_b value_b fund commissioner period difference_pence"
    )
    with terminal.reading() as session:
        found = below.allocations.discrepancies(session, fund=fund, status=status, severity=severity)
        rows = [terminal.facts(one, names) for one in found]
    terminal.table(rows, columns=("id", "key", "severity", "status", "owner", "what", "difference_pence"))


def assign(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="From `fundflow discrepancy list`.")],
    *,
    owner: Annotated[str, typer.Option(help="Who looks into it.")],
    user: As,
) -> None:
    """Name who looks into a difference, before anybody accepts it."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        made = below.engine.funds.assign_discrepancy(session, number, owner=owner, actor=actor, now=terminal.now())
        facts = terminal.facts(made, "id status owner what")
    terminal.told(f"{facts['owner']} looks into discrepancy {number}: {facts['what']}", facts)


def accept(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="From `fundflow discrepancy list`.")],
    *,
    reason: Reason,
    user: As,
) -> None:
    """Accept a difference as it is, by name and with a reason; neither figure is changed."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        made = below.engine.funds.accept_discrepancy(session, number, reason=reason, actor=actor, now=terminal.now())
        facts = terminal.facts(made, "id status what")
    terminal.told(f"Discrepancy {number} is {facts['status']}: {facts['what']}", facts)
