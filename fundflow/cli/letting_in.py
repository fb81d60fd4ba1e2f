"""`fundflow user invite, shut-out`: a one-time link to choose a password or an account, and every way in closed at once."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As

Name = Annotated[str, typer.Argument(metavar="NAME", help="Sign-in name of the person.")]


def add_commands(group: typer.Typer) -> None:
    """Add the commands to the group `user`."""
    group.command("invite")(invite)
    group.command("shut-out")(shut_out)


def invite(
    name: Name,
    *,
    again: Annotated[
        bool, typer.Option("--again", help="They have forgotten their password: a link of two hours.")
    ] = False,
    user: As,
) -> None:
    """Make a one-time link by which a person chooses a password; it goes by mail where mail is sent, else it is shown."""
    from fundflow.engine import access  # noqa: PLC0415 - help needs no engine

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        link = access.invite(session, name, purpose="reset" if again else "invitation", actor=actor, now=now)
        setting = below.mail.setting(session)
        facts = {"sign_in_name": name, "mailed": link.mailed, "path": "" if link.mailed else f"/account/{link.token}"}
        site = setting.site if setting else ""
    if link.mailed:
        terminal.told(f"A link that works once is on its way to {name}", facts)
    else:
        terminal.note("It works once: give it to that person alone.")
        terminal.told(f"{site}{facts['path']}", facts)


def shut_out(name: Name, *, reason: Annotated[str, typer.Option(help="Why, in words.")], user: As) -> None:
    """Close a person's account: every sign-in and every program's token of theirs ends at once."""
    from fundflow.engine import access  # noqa: PLC0415 - help needs no engine

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        access.shut_out(session, name, reason=reason, actor=actor, now=now)
    terminal.told(f"{name} is shut out", {"sign_in_name": name, "closed_at": now})
