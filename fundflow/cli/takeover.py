"""`fundflow take-over`: a round that lived in a spreadsheet is declared, taken in (`import position`) and goes live."""

from pathlib import Path
from typing import Annotated

import typer

from fundflow import plural
from fundflow.cli import below, terminal
from fundflow.cli.definitions import library
from fundflow.cli.options import As, Reason, RoundRef

_FACTS = "round fund file sha256 as_at read_by live_at live_by"


def add_to(app: typer.Typer) -> None:
    """Add the group `take-over`."""
    group = typer.Typer(
        no_args_is_help=True, help="Rounds that lived in a spreadsheet: 'import position' says where their bids stand."
    )
    group.command("begin")(begin)
    group.command("go-live")(go_live)
    group.command("sheet")(sheet)
    group.command("list")(list_all)
    app.add_typer(group, name="take-over")


def begin(
    *,
    fund: Annotated[str, typer.Option(help="The fund's name.")],
    opened: Annotated[
        str, typer.Option(metavar="MOMENT", help="When bids could first be sent, e.g. '2017-04-03 09:00'.")
    ],
    closed: Annotated[str, typer.Option(metavar="MOMENT", help="When they no longer could.")],
    title: Annotated[str, typer.Option(help="What it is called; default: the fund and the year.")] = "",
    user: As,
) -> None:
    """Say of a round that it lived elsewhere until now; its definitions are kept, and it takes no bids here."""
    opens_at, closes_at = terminal.needed_moment(opened, "--opened"), terminal.needed_moment(closed, "--closed")
    plan = below.engine.takeover.Plan(fund, opens_at, closes_at, title)
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.takeover.declare(session, plan, library=library(), actor=actor, now=terminal.now())
        facts = terminal.facts(row, _FACTS)
    terminal.told(
        f"{facts['round']} is to be taken over: import where its bids stand (fundflow import position FILE --as-at DAY)",
        facts,
    )


def go_live(ref: RoundRef, *, reason: Reason = "", user: As) -> None:
    """Let a round go on here: an officer asks, finance agrees; its opening figures are fixed from then on."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        done = below.engine.takeover.go_live(session, ref, actor=actor, now=terminal.now(), reason=reason)
        facts = terminal.facts(done.over, _FACTS)
    facts["waiting_for"] = list(done.waiting.agrees) if done.waiting else []
    line = f"{ref} lives here from now on, with {plural.counted(done.bids, 'bid')}"
    terminal.told(done.waiting.line if done.waiting else line, facts)


def sheet(
    ref: RoundRef,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The workbook to write, .xlsx.")],
    empty: Annotated[bool, typer.Option("--empty", help="With titles and help alone, to be filled in.")] = False,
    user: As,
) -> None:
    """Write where a round's bids stand as a workbook that `import position` reads, or an empty one to fill in."""
    from fundflow.exchange.exports import position  # noqa: PLC0415 - few commands write workbooks

    with terminal.reading() as session:
        actor = terminal.acting(session, user)
        made_on = below.clock.london_day(terminal.now())
        content, rows = position.of_round(session, ref, empty=empty, actor=actor, made_on=made_on)
    out.write_bytes(content)
    terminal.told(f"{out}: {plural.counted(rows, 'row')}", {"round": ref, "rows": rows, "file": str(out)})


def list_all(*, fund: Annotated[str | None, typer.Option(help="Only this fund.")] = None) -> None:
    """List the rounds that are taken over, with the file that says where their bids stand."""
    with terminal.reading() as session:
        found = below.takeovers.take_overs(session, fund=fund)
        rows = [terminal.facts(row, _FACTS) for row in found]
    terminal.table(rows, columns=("round", "file", "as_at", "live_at", "live_by"))
