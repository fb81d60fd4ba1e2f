"""`fundflow organisation`: everything about one organisation, and its dated events."""

from typing import Annotated

import typer

from fundflow.cli import below, lists, terminal
from fundflow.cli.options import As, Reason

Code = Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code.")]
On = Annotated[str, typer.Option(metavar="DAY", help="The day, e.g. 2018-04-01.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `organisation`."""
    group = typer.Typer(no_args_is_help=True, help="Commissioners, practices and groups of practices.")
    group.command("list")(list_organisations)
    group.command("show")(show)
    group.command("merge")(merge)
    group.command("close")(close)
    group.command("move")(move)
    lists.add_to(group)
    app.add_typer(group, name="organisation")


def list_organisations(
    *,
    kind: Annotated[str | None, typer.Option(help="Only commissioners, practices, ... of this kind.")] = None,
    called: Annotated[str | None, typer.Option(help="Only those whose code, name or alias is this.")] = None,
) -> None:
    """List the register."""
    with terminal.reading() as session:
        found = (
            below.organisations.called(session, called) if called else below.organisations.list_all(session, kind=kind)
        )
        terminal.table([terminal.facts(one, "code name kind status opened closed") for one in found])


def show(code: Code) -> None:
    """Show everything about one organisation."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        terminal.sheet(whole.organisation(session, code))


def merge(
    code: Code,
    *,
    into: Annotated[str, typer.Option(help="The code that goes on.")],
    on: On,
    user: As,
    reason: Reason = "",
) -> None:
    """Merge an organisation into another from a day; the old code is closed and never used again."""
    day = terminal.day(on, "--on")
    assert day is not None
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.register.merge(session, code, into=into, on=day, reason=reason, actor=actor, now=terminal.now())
    terminal.told(f"{code} is merged into {into} from {day}", {"code": code, "into": into, "on": day})


def close(
    code: Code,
    *,
    on: On,
    user: As,
    handed_back: Annotated[bool, typer.Option("--handed-back", help="It gave up its contract.")] = False,
    reason: Reason = "",
) -> None:
    """Close an organisation: the day is its last."""
    day = terminal.day(on, "--on")
    assert day is not None
    with terminal.writing() as session:
        below.engine.register.close(
            session,
            code,
            on=day,
            reason=reason,
            handed_back=handed_back,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
    terminal.told(f"{code} is closed after {day}", {"code": code, "on": day, "handed_back": handed_back})


def move(
    code: Code,
    *,
    to: Annotated[str, typer.Option(help="The other commissioner's code.")],
    on: On,
    user: As,
    reason: Reason = "",
) -> None:
    """Move a practice to another commissioner from a day; what it cost before stays where it was."""
    day = terminal.day(on, "--on")
    assert day is not None
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.register.move(session, code, to=to, on=day, reason=reason, actor=actor, now=terminal.now())
    terminal.told(f"{code} falls to {to} from {day}", {"code": code, "to": to, "on": day})
