"""`fundflow round`: opened, given more time, opened again, cancelled, closed, listed and shown."""

from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import below, terminal, values
from fundflow.cli.definitions import library
from fundflow.cli.options import As, Reason, RoundRef

if TYPE_CHECKING:
    from fundflow.applications import Round
    from fundflow.engine.rounds import Changed

_FACTS = "ref fund title state opens_at closes_at reserve_until snapshot_on"


def add_to(app: typer.Typer) -> None:
    """Add the group `round`."""
    group = typer.Typer(no_args_is_help=True, help="Rounds of bids.")
    group.command("ready")(ready)
    group.command("open")(open_round)
    group.command("extend")(extend)
    group.command("reopen")(reopen)
    group.command("cancel")(cancel)
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
        terminal.say(f"{len(missing)} things are missing" if missing else "A round can open")
    return 1 if missing else 0


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
    closes_at = terminal.moment(closes, "--closes")
    assert closes_at is not None
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
        _tell(row, f"{row.ref} is open until {below.clock.moment_words(row.closes_at)}")


def _tell(row: "Round", line: str) -> None:
    terminal.told(line, terminal.facts(row, _FACTS))


def extend(
    ref: RoundRef,
    *,
    to: Annotated[str, typer.Option("--to", metavar="MOMENT", help="The later closing time.")],
    reason: Reason = "",
    user: As,
) -> None:
    """Move the closing time later for everybody: one person asks, a second gives the same time, all are told."""
    closes_at = terminal.moment(to, "--to")
    assert closes_at is not None
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        changed = below.engine.rounds.extend_round(
            session, ref, closes_at=closes_at, reason=reason, actor=actor, now=terminal.now()
        )
        _tell_changed(changed, f"{ref} is open until {below.clock.moment_words(changed.round.closes_at)}")


def reopen(
    ref: RoundRef,
    *,
    to: Annotated[str, typer.Option("--to", metavar="MOMENT", help="The new closing time.")],
    evidence: Annotated[str, typer.Option(help="What proves that our service was at fault: a log or ticket.")] = "",
    reason: Reason = "",
    user: As,
) -> None:
    """Open a closed round again for everybody after a fault of ours: within two working days, by two people."""
    closes_at = terminal.moment(to, "--to")
    assert closes_at is not None
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        changed = below.engine.rounds.reopen_round(
            session, ref, closes_at=closes_at, evidence=evidence, reason=reason, actor=actor, now=terminal.now()
        )
        _tell_changed(changed, f"{ref} is open again until {below.clock.moment_words(changed.round.closes_at)}")


def cancel(
    ref: RoundRef,
    *,
    minute: Annotated[str, typer.Option(help="The committee's minute that cancels it.")] = "",
    reason: Reason = "",
    user: As,
) -> None:
    """Cancel a round under a committee's minute: every bid that waits for a decision ends; by two people."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        changed = below.engine.rounds.cancel_round(
            session, ref, minute=minute, reason=reason, actor=actor, now=terminal.now()
        )
        _tell_changed(changed, f"{ref} is cancelled")


def _tell_changed(changed: "Changed", done: str) -> None:
    """Say what came of a change by two people: what waits, or what was done and who is told."""
    waiting, touched = changed.waiting, changed.affected
    document = {
        **terminal.facts(changed.round, _FACTS),
        "waiting_for": "second person" if waiting else None,
        "asked": waiting and waiting.said,
        "drafts": list(touched.drafts),
        "sent": list(touched.sent),
        "letters": list(changed.letters),
        "stands": list(changed.stands),
    }
    if waiting:
        terminal.told(f"{waiting.line} It touches {touched.line}.", document)
        return
    lines = [
        f"{done}. It touches {touched.line}; a letter is drafted for each: fundflow letters approve, then release."
    ]
    if changed.stands:
        lines.append(f"These have a decision and stand as they are: {', '.join(changed.stands)}.")
    terminal.told(" ".join(lines), document)


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


def show(ref: RoundRef) -> None:
    """Show a round: its dates, its bids by state, its changes."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        terminal.sheet(whole.round_(session, ref))
