"""`fundflow token`: the ways in of programs, each acting for a person."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As

_FACTS = "id name scopes made_at expires_at revoked_at"


def add_to(app: typer.Typer) -> None:
    """Add the group `token`."""
    group = typer.Typer(no_args_is_help=True, help="Tokens by which programs act for a person in the JSON API.")
    group.command("make")(make)
    group.command("list")(list_tokens)
    group.command("revoke")(revoke)
    app.add_typer(group, name="token")


def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the program is called, for your own list.")],
    *,
    user: As,
    scope: Annotated[list[str] | None, typer.Option(help="read or write; give it once for each.")] = None,
    days: Annotated[int, typer.Option(help="For how many days it holds, 366 at the most.")] = 90,
) -> None:
    """Make a token; its text is shown this once and kept nowhere. It sees and does what the person may, no more."""
    from fundflow.engine import access  # noqa: PLC0415 - help needs no engine

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row, text = access.make_token(session, name=name, scopes=scope or ["read"], days=days, actor=actor, now=now)
        facts = {**terminal.facts(row, _FACTS), "person": actor.sign_in_name, "token": text}
    terminal.note("Keep it like a password: it is shown this once.")
    terminal.told(text, facts)


def list_tokens(*, user: As) -> None:
    """List a person's tokens, newest first; their texts are not kept."""
    with terminal.reading() as session:
        actor = terminal.acting(session, user)
        rows = [terminal.facts(row, _FACTS) for row in below.accounts.tokens_of(session, actor.id)]
    terminal.table(rows)


def revoke(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="From `fundflow token list`.")],
    *,
    user: As,
) -> None:
    """Shut a program out at once."""
    from fundflow.engine import access  # noqa: PLC0415 - help needs no engine

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        access.revoke_token(session, number, actor=actor, now=now)
    terminal.told(f"Token {number} does not hold any more", {"id": number, "revoked_at": now})
