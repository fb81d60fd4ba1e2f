"""`fundflow sign-in`: the identity provider by which people sign in, and whose account is whose."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason

Name = Annotated[str, typer.Argument(metavar="NAME", help="Sign-in name of the person.")]
_FACTS = "title issuer client_id site algorithms on passwords set_at set_by"


def add_to(app: typer.Typer) -> None:
    """Add the group `sign-in`."""
    group = typer.Typer(no_args_is_help=True, help="How people sign in: an identity provider, passwords, who is who.")
    group.command("show")(show)
    group.command("set")(set_provider)
    group.command("off")(off)
    group.command("passwords")(passwords)
    group.command("bind")(bind)
    group.command("unbind")(unbind)
    app.add_typer(group, name="sign-in")


def show() -> None:
    """Show by which provider people sign in, and whether by passwords too."""
    with terminal.reading() as session:
        row = below.accounts.provider(session)
        facts = terminal.facts(row, _FACTS) if row else {"on": False, "passwords": True}
    terminal.sheet(facts)


def set_provider(
    issuer: Annotated[str, typer.Argument(metavar="ISSUER", help="The provider's address, as it calls itself.")],
    *,
    title: Annotated[str, typer.Option(help="What people call it; it stands on the button.")],
    client_id: Annotated[str, typer.Option(help="What the provider calls this installation.")],
    site: Annotated[str, typer.Option(help="Where people reach fundflow: https://...")],
    user: As,
) -> None:
    """Let people sign in by an OpenID Connect provider. A secret stands in FUNDFLOW_OIDC_SECRET alone."""
    found = below.accounts.provider_described(issuer)
    with terminal.writing() as session:
        identity = below.engine.identity
        asked = identity.Asked(title=title, issuer=issuer, client_id=client_id, site=site)
        row = identity.set_provider(session, asked, found, actor=terminal.acting(session, user), now=terminal.now())
        facts = {**terminal.facts(row, _FACTS), "returns_to": below.accounts.return_address(row)}
    terminal.told(f"People can sign in with {title}. Register there: {facts['returns_to']}", facts)


def off(*, reason: Reason = "", user: As) -> None:
    """Let nobody sign in by the provider any more; passwords work again."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.identity.switch_off(session, reason=reason, actor=actor, now=terminal.now())
    terminal.told("Nobody signs in by the provider any more; passwords work", {"on": False, "passwords": True})


def passwords(
    wish: Annotated[str, typer.Argument(metavar="on|off", help="Whether people may sign in by a password.")],
    *,
    reason: Reason = "",
    user: As,
) -> None:
    """Switch signing in by a password off or on, for everybody."""
    if wish not in ("on", "off"):
        raise typer.BadParameter("say on or off")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.identity.allow_passwords(session, allowed=wish == "on", reason=reason, actor=actor, now=now)
    terminal.told(f"Passwords are {wish}", {"passwords": wish == "on"})


def bind(
    name: Name,
    *,
    subject: Annotated[str, typer.Option(help="What the provider calls this person: its subject, never an address.")],
    user: As,
) -> None:
    """Say which account at the provider is a person's; by their invitation's link they say so themselves."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        person = below.engine.identity.bind(session, name, subject, actor=actor, now=terminal.now())
        said = person.name
    terminal.told(f"{said} signs in by that account from now on", {"sign_in_name": name, "bound": True})


def unbind(name: Name, *, reason: Reason = "", user: As) -> None:
    """Have a person's account at the provider count no more; they are signed out at once."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        person = below.engine.identity.unbind(session, name, reason=reason, actor=actor, now=terminal.now())
        said = person.name
    terminal.told(f"{said} signs in by no provider any more", {"sign_in_name": name, "bound": False})
