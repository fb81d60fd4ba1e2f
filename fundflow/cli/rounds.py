"""`fundflow round`: made ready, opened, closed, listed and shown."""

from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import below, changing, renewing, seeing, terminal, values
from fundflow.cli.definitions import library
from fundflow.cli.options import As, RoundRef, Viewer

if TYPE_CHECKING:
    from fundflow.applications import Round

_FACTS = "ref fund title state opens_at closes_at reserve_until snapshot_on"


def add_to(app: typer.Typer) -> None:
    """Add the group `round`."""
    group = typer.Typer(no_args_is_help=True, help="Rounds of bids.")
    group.command("ready")(ready)
    group.command("open")(open_round)
    group.command("new")(renewing.new_round)
    group.command("amend")(changing.amend)
    group.command("extend")(changing.extend)
    group.command("reopen")(changing.reopen)
    group.command("cancel")(changing.cancel)
    group.command("message")(changing.message)
    group.command("withdraw-request")(changing.withdraw_request)
    group.command("close")(close)
    group.command("list")(list_rounds)
    group.command("show")(show)
    app.add_typer(group, name="round")


def ready(fund: Annotated[str, typer.Argument(metavar="FUND", help="The fund's name.")]) -> int:
    """Say what is missing before a round of a fund can open; exit 1 if anything is."""
    from fundflow.engine import readiness  # noqa: PLC0415 - few commands need the engine

    with terminal.reading() as session:
        found = readiness.findings(session, library(), fund, on=below.clock.london_day(terminal.now()))
    missing = [one for one in found if not one.ready]
    if terminal.wishes.json:
        terminal.document({"fund": fund, "ready": not missing, "findings": found})
    else:
        terminal.table([terminal.facts(one, "what ready said") for one in found], title=f"A round of {fund}")
        terminal.say(_missing(len(missing)) if missing else "A round can open")
    return 1 if missing else 0


def _missing(many: int) -> str:
    return "One thing is missing" if many == 1 else f"{many} things are missing"


def open_round(
    *,
    fund: Annotated[str, typer.Option(help="The fund's name.")],
    closes: Annotated[str, typer.Option(metavar="MOMENT", help="When it closes, e.g. '2017-05-12 17:00'.")],
    opens: Annotated[str | None, typer.Option(metavar="MOMENT", help="When it opens; default: now.")] = None,
    title: Annotated[str, typer.Option(help="What it is called; default: the fund and the year.")] = "",
    snapshot_on: Annotated[str | None, typer.Option(metavar="DAY", help="The day whose list sizes count.")] = None,
    reserve_until: Annotated[str | None, typer.Option(metavar="DAY", help="How long the reserve list stands.")] = None,
    next_round: Annotated[str, typer.Option("--next", help="When the next round is planned, in words.")] = "",
    setting: Annotated[list[str] | None, typer.Option(metavar="KEY=VALUE", help="A setting of this round.")] = None,
    user: As,
) -> None:
    """Open a round of a fund; its definitions are kept as they stand now."""
    now = terminal.now()
    closes_at = terminal.needed_moment(closes, "--closes")
    plan = below.engine.rounds.RoundPlan(
        fund=fund,
        opens_at=terminal.moment(opens, "--opens") or now,
        closes_at=closes_at,
        title=title,
        reserve_until=terminal.day(reserve_until, "--reserve-until"),
        snapshot_on=terminal.day(snapshot_on, "--snapshot-on"),
        next_round=next_round,
        settings=values.given(setting, option="--setting") or None,
    )
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.rounds.open_round(session, plan, library=library(), actor=actor, now=now)
        _tell(row, f"{row.ref} {below.engine.rounds.opened_words(row)}")


def _tell(row: "Round", line: str) -> None:
    terminal.told(line, terminal.facts(row, _FACTS))


def close(ref: RoundRef, *, user: As) -> None:
    """Close a round whose time has come; again changes nothing."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.rounds.close_round(session, ref, actor=actor, now=terminal.now())
        _tell(row, f"{ref} is {row.state}")


def list_rounds(
    *,
    fund: Annotated[str | None, typer.Option(help="Only this fund.")] = None,
    state: Annotated[str | None, typer.Option(help="Only planned, open, closed or cancelled ones.")] = None,
) -> None:
    """List rounds in the order in which they opened."""
    with terminal.reading() as session:
        found = below.applications.rounds(session, fund=fund, state=state)
        terminal.table(
            [terminal.facts(row, _FACTS) for row in found], columns=("ref", "title", "state", "opens_at", "closes_at")
        )


_OFFICES_OWN = ("waits_for_a_second_person", "discrepancies", "under_subscribed", "cut_to_find", "history")
"""What is said of a round to those alone who work on its fund."""


def show(ref: RoundRef, *, user: Viewer = None) -> None:
    """Show a round: its dates, its bids by state, its changes, and what is left over or short."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        reader = seeing.reader(session, user)
        facts = whole.round_(session, ref, reader=reader)
        if reader is not None and not below.engine.sight.in_office(reader, fund=facts["fund"]):
            facts |= dict.fromkeys(_OFFICES_OWN, ())
    said = [*facts["under_subscribed"], *facts["cut_to_find"]]
    terminal.sheet(facts if terminal.wishes.json else {**facts, "under_subscribed": [], "cut_to_find": []})
    for line in said if not terminal.wishes.json else ():
        terminal.say(line)
