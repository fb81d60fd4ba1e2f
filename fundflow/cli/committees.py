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
    """Show a body: its terms, who has a seat today, who is to have one, and who had one."""
    terms = library().committee(key)
    with terminal.reading() as session:
        today = below.clock.london_day(terminal.now())
        ids = {one.key: one.id for one in below.committees.committees(session)}
        every = below.committees.standing_seats(session, ids[key] or 0) if key in ids else []
        ended = [one for one in every if one.ends is not None and one.ends < today]
        coming = [one for one in every if one.starts > today]
        terminal.sheet(
            {
                **terminal.facts(terms, "committee title kind commissioner version quorum papers_clear_days deferrals"),
                **terminal.facts(terms, "casting_vote chairs votes_by"),
                "seats": [_seat(one) for one in every if one not in ended and one not in coming],
                "to_come": [_seat(one) for one in coming],
                "ended": [_seat(one) for one in ended],
            }
        )


def _seat(row: "below.committees.CommitteeMember") -> dict[str, object]:
    return terminal.facts(row, "name role voting starts ends")


def seat(
    key: Key,
    who: Who,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="The seat, e.g. lay_chair; the terms name them.")],
    *,
    user: As,
    starts: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day; default: today.")] = None,
    ends: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    no_vote: Annotated[bool, typer.Option("--no-vote", help="Attends and does not vote.")] = False,
    reason: Reason = "",
) -> None:
    """Give a person a seat."""
    from fundflow.engine import seating  # noqa: PLC0415 - few commands need the engine

    terms = library().committee(key)
    with terminal.writing() as session:
        now = terminal.now()
        row = seating.seat(
            session,
            terms,
            who,
            role,
            starts=terminal.day(starts, "--from") or below.clock.london_day(now),
            ends=terminal.day(ends, "--until"),
            voting=not no_vote,
            reason=reason,
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
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="Only the seat of this role; default: every one.")
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The last day; default: today.")] = None,
    reason: Reason = "",
) -> None:
    """End a person's seats on a body; the record stays, and a seat that would begin later never begins."""
    from fundflow.engine import seating  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        now = terminal.now()
        day = terminal.day(on, "--on") or below.clock.london_day(now)
        actor = terminal.acting(session, user)
        ended = seating.unseat(session, key, who, on=day, role=role, reason=reason, actor=actor, now=now)
    terminal.told(f"{who} leaves {key} after {day}", {"committee": key, "person": who, "on": day, "many": len(ended)})
