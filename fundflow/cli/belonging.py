"""`fundflow organisation join, leave`: the groups to which an organisation belongs."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason

Code = Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code.")]
Group = Annotated[str, typer.Argument(metavar="GROUP", help="The group's code.")]
From = Annotated[str, typer.Option("--from", metavar="DAY", help="From which day.")]


def add_commands(group: typer.Typer) -> None:
    """Add the commands to the group `organisation`."""
    group.command("join")(join)
    group.command("leave")(leave)


def join(code: Code, group: Group, *, starts: From, user: As, reason: Reason = "") -> None:
    """Let an organisation belong to a group from a day."""
    day = terminal.needed_day(starts, "--from")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.belonging.join(session, code, group=group, starts=day, reason=reason, actor=actor, now=now)
    terminal.told(f"{code} belongs to {group} from {day}", {"code": code, "group": group, "from": day})


def leave(
    code: Code,
    group: Group,
    *,
    on: Annotated[str, typer.Option(metavar="DAY", help="Its last day in the group.")],
    reason: Reason,
    user: As,
) -> None:
    """End a membership; the office is asked to look again at every bid and award that it may touch."""
    day = terminal.needed_day(on, "--on")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.belonging.leave(session, code, group=group, on=day, reason=reason, actor=actor, now=now)
    terminal.told(f"{code} belongs to {group} until {day}", {"code": code, "group": group, "until": day})
