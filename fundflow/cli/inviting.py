"""`fundflow application invite, give-back`: partners asked by link, a bid returned unsigned."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, CaseRef

if TYPE_CHECKING:
    from fundflow.database import Session


def add_commands(group: typer.Typer) -> None:
    """Add the commands to the group `application`."""
    group.command("invite")(invite)
    group.command("give-back")(give_back)


def invite(
    ref: CaseRef,
    code: Annotated[str, typer.Argument(metavar="CODE", help="The partner that is asked.")],
    *,
    user: As,
) -> None:
    """Write to everybody on the register who may sign for a partner: each gets a link that needs no account."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        names = below.engine.consent_links.invite(session, ref, code, actor=actor, now=terminal.now())
        tell_written(session, ref, names)


def tell_written(session: "Session", ref: str, names: Sequence[str]) -> None:
    """Say to whom a link was written, and how it leaves where the office sends no mail."""
    line = f"{ref}: a message for {' and '.join(names)} waits to be sent"
    sends = below.mail.setting(session)
    if sends is None or not sends.on:
        line += (
            "; this office sends no mail: fundflow mail list shows the link, fundflow mail sent notes that you sent it"
        )
    terminal.told(line, {"ref": ref, "to": list(names)})


def give_back(
    ref: CaseRef,
    *,
    comment: Annotated[str, typer.Option(help="What should be changed.")],
    user: As,
) -> None:
    """Give a bid back to its writer instead of signing it; signatures that stood are taken off."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        case = below.engine.drafting.send_back(session, ref, comment, actor=actor, now=terminal.now())
        facts = terminal.facts(case.application, "ref state version")
    terminal.told(f"{ref} is back with its writer", facts)
