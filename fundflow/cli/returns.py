"""`fundflow return`: the returns that recipients owe, from their plan until they are accepted."""

from datetime import date
from typing import Annotated, Any

import typer

from fundflow import plural
from fundflow.cli import below, seeing, terminal, values
from fundflow.cli.options import As, CaseRef, Paper, Reason, Viewer
from fundflow.errors import BadInput

Label = Annotated[str, typer.Argument(metavar="SPAN", help="What it covers: 'Q1 2017/18', or '2017/18'.")]
Kind = Annotated[str, typer.Option("--kind", help="Which of the fund's returns, where it asks for several.")]
Until = Annotated[str, typer.Option(metavar="DAY", help="2017-08-31.")]
_FACTS = "label title state due_on submitted_at certified_name returned_reason snoozed_until"


def add_to(app: typer.Typer) -> None:
    """Add the group `return`."""
    returns = typer.Typer(no_args_is_help=True, help="Returns that recipients owe.")
    returns.command("list")(list_returns)
    returns.command("show")(show)
    returns.command("plan")(plan)
    returns.command("submit")(submit)
    returns.command("accept")(accept)
    returns.command("send-back")(send_back)
    returns.command("extend")(extend)
    returns.command("snooze")(snooze)
    app.add_typer(returns, name="return")


def list_returns(
    ref: Annotated[str | None, typer.Argument(metavar="[REF]", help="An award; without it, all that are late.")] = None,
    *,
    user: Viewer = None,
) -> None:
    """List the returns of an award, or every return that is late today; lateness is worked out, never written down."""
    with terminal.reading() as session:
        day = below.clock.london_day(terminal.now())
        if ref is None:
            found = below.monitoring.overdue_returns(session, on=day)
        else:
            found = below.monitoring.returns_of(session, below.applications.get(session, ref).id or 0)
        names = {row.application_id: below.applications.get_by_id(session, row.application_id).ref for row in found}
        seen = seeing.only(session, found, user, ref=lambda row: names[row.application_id], part="money")
        terminal.table([{"ref": names[row.application_id], **_line(row, day)} for row in seen])


def _line(row: Any, day: date) -> dict[str, Any]:
    late = row.state in ("due", "returned") and day > row.due_on
    days = below.calendar.working_days_between(row.due_on, day) if late else 0
    facts = terminal.facts(row, _FACTS)
    return {**facts, "state": "overdue" if late else row.state, "working_days_late": days}


def show(ref: CaseRef, label: Label, *, kind: Kind = "", user: Viewer = None) -> None:
    """Show a return: what it asks, what was sent in, each time."""
    with terminal.reading() as session:
        seeing.case(session, ref, user, part="money")
        case = below.applications.get(session, ref)
        row = below.monitoring.return_labelled(session, case.id or 0, label, rule=kind)
        day = below.clock.london_day(terminal.now())
        said = [{"asks": ask, "says": row.content.get(ask, "")} for ask in row.asks]
        sent = [
            terminal.facts(one, "number submitted_at certified_name")
            for one in below.monitoring.versions(session, row.id)
        ]
        spans = terminal.facts(row, "starts_on ends_on snoozed_reason")
        terminal.sheet({"ref": ref, **_line(row, day), **spans, "headings": said, "sent": sent})


def plan(ref: CaseRef, *, user: As) -> None:
    """Write the returns that an award owes over its life as it now is; those there already stay."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        added = [row.label for row in below.engine.monitoring.plan_returns(session, ref, actor=actor, now=now)]
    terminal.told(f"{ref}: {plural.counted(len(added), 'return')} added", {"ref": ref, "added": added})


def submit(ref: CaseRef, label: Label, file: Paper, *, user: As, kind: Kind = "") -> None:
    """Send a return in, certified: a file with what it says under each heading that the fund asks for."""
    content = values.read(file)
    if not isinstance(content, dict):
        raise BadInput("it holds no headings: write each as 'Heading: what you say'", place=str(file))
    _do("submit_return", ref, label, user, kind, content=content)


def accept(ref: CaseRef, label: Label, *, user: As, kind: Kind = "") -> None:
    """Accept a return."""
    _do("accept_return", ref, label, user, kind)


def send_back(
    ref: CaseRef,
    label: Label,
    *,
    user: As,
    reason: Reason,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="A later day, if it gets one.")] = None,
    kind: Kind = "",
) -> None:
    """Send a return back, saying what is missing."""
    _do("send_return_back", ref, label, user, kind, reason=reason, due_on=terminal.day(until, "--until"))


def extend(ref: CaseRef, label: Label, *, until: Until, user: As, reason: Reason = "", kind: Kind = "") -> None:
    """Give one recipient a later day for one return."""
    _do("extend_return", ref, label, user, kind, reason=reason, due_on=terminal.day(until, "--until"))


def snooze(ref: CaseRef, label: Label, *, until: Until, user: As, reason: Reason, kind: Kind = "") -> None:
    """Propose nothing about a late return until a day, and say why; it stays late, and claims still wait."""
    _do("snooze_return", ref, label, user, kind, reason=reason, until=terminal.day(until, "--until"))


def _do(verb: str, ref: str, label: str, user: str, kind: str, **given: Any) -> None:
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = getattr(below.engine.monitoring, verb)(session, ref, label, rule=kind, actor=actor, now=now, **given)
        facts = {"ref": ref, **_line(row, below.clock.london_day(now))}
    words = f"{facts['state']}, due {facts['due_on']}"
    words += f", left alone until {facts['snoozed_until']}" if facts["snoozed_until"] else ""
    terminal.told(f"{ref}: {label} is {words}", facts)
