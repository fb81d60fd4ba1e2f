"""`fundflow organisation`: everything about one organisation, and its dated events."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fundflow import plural
from fundflow.cli import belonging, below, consents, lists, seeing, terminal
from fundflow.cli.options import As, Reason, Viewer
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.engine.sameness import OneOrganisation
    from fundflow.reporting import Report

Code = Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code.")]
On = Annotated[str, typer.Option(metavar="DAY", help="The day, e.g. 2018-04-01.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `organisation`."""
    group = typer.Typer(no_args_is_help=True, help="Commissioners, practices and groups of practices.")
    group.command("list")(list_organisations)
    group.command("show")(show)
    group.command("bids")(bids)
    group.command("merge")(merge)
    group.command("same")(same)
    group.command("apart")(apart)
    group.command("close")(close)
    group.command("move")(move)
    belonging.add_commands(group)
    lists.add_to(group)
    group.command("signing-rule")(consents.signing_rule)
    group.command("telephone")(consents.telephone)
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


def show(code: Code, *, user: Viewer = None) -> None:
    """Show everything about one organisation."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        found = whole.organisation(session, code)
        found["bids"] = seeing.only(session, found["bids"], user, ref=lambda one: one["ref"])
        terminal.sheet(found)


def bids(
    code: Code,
    *,
    fund: Annotated[str | None, typer.Option(help="Only this fund.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it: .xlsx, .csv or .ics.")] = None,
    user: Viewer = None,
) -> None:
    """Show every bid and award of an organisation: stage, next thing, due date, and money by commissioner and year."""
    from fundflow import reporting  # noqa: PLC0415 - few commands need reports
    from fundflow.cli.definitions import library  # noqa: PLC0415

    now = terminal.now()
    with terminal.reading() as session:
        unseen = seeing.unseen(session, user)
        made = reporting.organisation_bids(session, code, library=library(), now=now, fund=fund, unseen=unseen)
    if out is not None:
        out.write_bytes(_as_file(made, out, now))
        terminal.told(
            f"{out}: {plural.counted(len(made.rows), 'bid or award', 'bids and awards')}",
            {"file": str(out), "bids": len(made.rows)},
        )
    else:
        columns = None if terminal.wishes.json else made.brief
        terminal.table(made.rows, columns=columns, title=made.title)


def _as_file(made: "Report", out: Path, now: datetime) -> bytes:
    from fundflow.exchange import exports  # noqa: PLC0415 - few commands need files
    from fundflow.exchange.exports import diary  # noqa: PLC0415

    match out.suffix.lower():
        case ".xlsx":
            return exports.as_xlsx(made)
        case ".csv":
            return exports.as_csv(made)
        case ".ics":
            return diary.as_ics(made, now=now)
    raise BadInput("name the file .xlsx, .csv or .ics", place=str(out))


def merge(
    code: Code,
    *,
    into: Annotated[str, typer.Option(help="The code that goes on.")],
    on: On,
    user: As,
    reason: Reason = "",
) -> None:
    """Merge an organisation into another from a day; the old code is closed and never used again."""
    day = terminal.needed_day(on, "--on")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.register.merge(session, code, into=into, on=day, reason=reason, actor=actor, now=terminal.now())
    terminal.told(f"{code} is merged into {into} from {day}", {"code": code, "into": into, "on": day})


def same(
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The code that goes on.")],
    alias: Annotated[str, typer.Argument(metavar="ALIAS", help="The other record of the same organisation.")],
    *,
    user: As,
    reason: Reason = "",
) -> None:
    """Say that two records are one organisation; a second person agrees. ALIAS then means KEEP wherever it is typed."""
    from fundflow.engine import sameness  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        done = sameness.same(session, keep, alias, reason=reason, actor=actor, now=terminal.now())
    _tell_one(done, f"{alias} is {keep} from now on; what was recorded under {alias} stays as it is")


def apart(
    alias: Annotated[str, typer.Argument(metavar="ALIAS", help="The record that stands for another.")],
    *,
    user: As,
    reason: Reason = "",
) -> None:
    """Take back that a record stands for another; a second person agrees."""
    from fundflow.engine import sameness  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        done = sameness.apart(session, alias, reason=reason, actor=actor, now=terminal.now())
    _tell_one(done, f"{alias} and {done.keep} are two organisations again")


def _tell_one(done: "OneOrganisation", line: str) -> None:
    waits = done.waiting.line if done.waiting else None
    terminal.told(waits or line, {"keep": done.keep, "alias": done.alias, "waiting": waits})


def close(
    code: Code,
    *,
    on: On,
    user: As,
    handed_back: Annotated[bool, typer.Option("--handed-back", help="It gave up its contract.")] = False,
    reason: Reason = "",
) -> None:
    """Close an organisation: the day is its last."""
    day = terminal.needed_day(on, "--on")
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
    day = terminal.needed_day(on, "--on")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.register.move(session, code, to=to, on=day, reason=reason, actor=actor, now=terminal.now())
    terminal.told(f"{code} falls to {to} from {day}", {"code": code, "to": to, "on": day})
