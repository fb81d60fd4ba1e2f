"""`fundflow interest`: the register of interests declared, confirmed each year, ended, and listed."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason

if TYPE_CHECKING:
    from fundflow.people import RegisteredInterest

Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's sign-in name.")]
Line = Annotated[int, typer.Argument(metavar="LINE", help="The line's number in the register.")]
_FACTS = "id organisation kind nature starts ends declared_at confirmed_on"


def add_to(app: typer.Typer) -> None:
    """Add the group `interest`."""
    group = typer.Typer(no_args_is_help=True, help="The register of interests.")
    group.command("declare")(declare)
    group.command("confirm")(confirm)
    group.command("end")(end)
    group.command("list")(list_interests)
    app.add_typer(group, name="interest")


def declare(
    name: Name,
    *,
    organisation: Annotated[str, typer.Option(metavar="CODE", help="The organisation concerned.")],
    nature: Annotated[str, typer.Option(help="What the interest is, in words.")],
    user: As,
    kind: Annotated[
        str, typer.Option(help="financial, non_financial_professional, non_financial_personal or indirect.")
    ] = "financial",
    starts: Annotated[str | None, typer.Option("--from", metavar="DAY", help="Since when; default: today.")] = None,
) -> None:
    """Enter an interest in the register; one declared more than 28 days after it began is taken and said to be late."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        now = terminal.now()
        made = desk.declare(
            session,
            name,
            organisation=organisation,
            kind=kind,
            nature=nature,
            starts=terminal.day(starts, "--from") or below.clock.london_day(now),
            actor=terminal.acting(session, user),
            now=now,
        )
        late, facts = below.people.days_late(made), _facts(made)
    terminal.told(f"Line {facts['id']}: {name}, {nature} ({organisation})", {"sign_in_name": name, **facts})
    if late:
        terminal.note(
            f"This was declared {late:,} days late: an interest is declared within 28 days of its beginning. It is on record. "
            "Tell the committee's secretary if you voted or scored since it began."
        )


def _facts(row: "RegisteredInterest") -> dict[str, Any]:
    return {**terminal.facts(row, _FACTS), "confirm_by": below.people.confirm_by(row)}


def confirm(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Whose lines; default: your own.")] = None,
    *,
    line: Annotated[int | None, typer.Option(help="Only this line.")] = None,
    user: As,
) -> None:
    """Say that interests still hold: every line is asked for once a year."""
    from fundflow.engine import interests  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        rows = interests.confirm(session, line, person=name, actor=actor, now=terminal.now())
        found = [_facts(row) for row in rows]
    lines = ", ".join(str(one["id"]) for one in found)
    terminal.told(f"Confirmed: line {lines}; next by {found[0]['confirm_by']}", {"confirmed": found})


def end(
    line: Line,
    *,
    user: As,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="Its last day; default: today.")] = None,
    reason: Reason = "",
) -> None:
    """Record that an interest ended; the line is published for six months more and then kept."""
    from fundflow.engine import interests  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        now = terminal.now()
        day = terminal.day(on, "--on") or below.clock.london_day(now)
        row = interests.end(session, line, on=day, reason=reason, actor=terminal.acting(session, user), now=now)
        facts = _facts(row)
    terminal.told(f"Line {line} ends on {day}", facts)


def list_interests(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only this person's.")] = None,
    *,
    due: Annotated[bool, typer.Option("--due", help="Only lines whose yearly confirmation is overdue.")] = False,
) -> None:
    """List the office's whole register, ended lines too, with the day by which each is to be confirmed."""
    with terminal.reading() as session:
        today = below.clock.london_day(terminal.now())
        rows = [
            {"sign_in_name": person.sign_in_name, "name": person.name, **_facts(row)}
            for person, row in below.people.every_interest(session)
            if (name is None or person.sign_in_name == name) and (not due or below.people.unconfirmed(row, on=today))
        ]
    terminal.table(rows, columns=("id", "name", "organisation", "nature", "starts", "ends", "confirm_by"))
