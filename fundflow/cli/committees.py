"""`fundflow committee`: bodies that decide or advise, their terms, and who has a seat."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.definitions import library
from fundflow.cli.options import As, Reason

Key = Annotated[str, typer.Argument(metavar="BODY", help="The committee's name, from its definition.")]
Who = Annotated[str, typer.Argument(metavar="USER", help="Sign-in name of the person.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `committee`."""
    group = typer.Typer(no_args_is_help=True, help="Committees and groups, and who has a seat.")
    group.command("list")(list_bodies)
    group.command("show")(show)
    group.command("seat")(seat)
    group.command("unseat")(unseat)
    app.add_typer(group, name="committee")


def list_bodies() -> None:
    """List the bodies of the definitions, and how many people have a seat on each today."""
    with terminal.reading() as session:
        today = below.clock.london_day(terminal.now())
        known = {one.key: one.id for one in below.committees.committees(session)}
        rows = []
        for name, terms in library().committees.items():
            members = below.committees.members_on(session, known[name] or 0, on=today) if name in known else []
            rows.append(
                {**terminal.facts(terms, "committee title kind commissioner quorum"), "seats": len(list(members))}
            )
    terminal.table(rows, columns=("committee", "title", "quorum", "seats"))


def show(key: Key) -> None:
    """Show a body: its terms, and who has a seat today."""
    terms = library().committee(key)
    with terminal.reading() as session:
        today = below.clock.london_day(terminal.now())
        ids = {one.key: one.id for one in below.committees.committees(session)}
        seats = below.committees.members_on(session, ids[key] or 0, on=today) if key in ids else []
        terminal.sheet(
            {
                **terminal.facts(terms, "committee title kind commissioner version quorum papers_clear_days deferrals"),
                **terminal.facts(terms, "casting_vote chairs votes_by"),
                "seats": [terminal.facts(one, "name role voting starts ends") for one in seats],
            }
        )


def seat(
    key: Key,
    who: Who,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="The seat, e.g. lay_chair; the terms name them.")],
    *,
    user: As,
    starts: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day; default: today.")] = None,
    ends: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    no_vote: Annotated[bool, typer.Option("--no-vote", help="Attends and does not vote.")] = False,
) -> None:
    """Give a person a seat."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    terms = library().committee(key)
    with terminal.writing() as session:
        now = terminal.now()
        row = desk.seat(
            session,
            terms,
            who,
            role,
            starts=terminal.day(starts, "--from") or below.clock.london_day(now),
            ends=terminal.day(ends, "--until"),
            voting=not no_vote,
            actor=terminal.acting(session, user),
            now=now,
        )
        facts = {"committee": key, "person": who, **terminal.facts(row, "role voting starts ends")}
    terminal.told(f"{who} has the seat of {role.replace('_', ' ')} on {key}", facts)


def unseat(
    key: Key,
    who: Who,
    *,
    user: As,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The last day; default: today.")] = None,
    reason: Reason = "",
) -> None:
    """End every seat of a person on a body; the record stays."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        now = terminal.now()
        day = terminal.day(on, "--on") or below.clock.london_day(now)
        actor = terminal.acting(session, user)
        ended = desk.unseat(session, key, who, on=day, reason=reason, actor=actor, now=now)
    terminal.told(f"{who} leaves {key} after {day}", {"committee": key, "person": who, "on": day, "many": len(ended)})
