"""`fundflow report`, `ledger check`, `audit verify` and `audit anchor`: figures out, and whether they are sound."""

import sys
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, sampling, terminal
from fundflow.cli.definitions import library
from fundflow.cli.options import As, MayAs, Reason
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.database import Session
    from fundflow.reporting import Report


class Format(StrEnum):
    """How a report can be printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Which report; without it, all are listed.")]
AsAt = Annotated[str | None, typer.Option(metavar="DAY", help="As it stood at the end of this day: 2017-09-30.")]
KnownAt = Annotated[str | None, typer.Option(metavar="MOMENT", help="By what was recorded then; a day is its end.")]
How = Annotated[Format | None, typer.Option("--format", help="Default: table, or as FILE is named.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to a file.")]
Fund = Annotated[str | None, typer.Option(help="Only this fund.")]
Commissioner = Annotated[str | None, typer.Option(help="Only this commissioner, by code or name.")]
Round = Annotated[str | None, typer.Option("--round", metavar="ROUND", help="Only this round.")]
Names = Annotated[
    bool,
    typer.Option("--names", help="For the office itself, with --as: names not published, private items. Recorded."),
]


Public = Annotated[bool, typer.Option("--public", help="As it is published; so it is also without this.")]


_ARCHIVES = {
    "audit-sample": "An archive, a folder for each payment drawn: fundflow audit sample --from DAY --to DAY --out SAMPLE.zip"
}
"""What people look for among the reports and is made by a command of its own."""


def add_to(app: typer.Typer) -> None:
    """Add `report` and the groups `ledger` and `audit`."""
    app.command("report")(report)
    ledger = typer.Typer(no_args_is_help=True, help="The books.")
    ledger.command("check")(check)
    app.add_typer(ledger, name="ledger")
    audit = typer.Typer(no_args_is_help=True, help="The audit trail.")
    audit.command("verify")(verify)
    audit.command("anchor")(anchor)
    audit.command("sample")(sampling.sample)
    audit.command("redact")(redact)
    app.add_typer(audit, name="audit")


def report(
    name: Name = None,
    *,
    as_at: AsAt = None,
    known_at: KnownAt = None,
    how: How = None,
    out: Out = None,
    fund: Fund = None,
    commissioner: Commissioner = None,
    round_ref: Round = None,
    names: Names = False,
    public: Public = False,
    user: MayAs = None,
) -> None:
    """Print a report, now or as it stood on any day, as a table, JSON, CSV or a workbook."""
    from fundflow import reporting  # noqa: PLC0415 - help needs no reports

    if name is None:
        _list({**reporting.describe(), **_ARCHIVES})
        return
    _must_be_table(name)
    chosen = _format(how, out)
    asked: dict[str, Any] = {
        "as_at": terminal.day(as_at, "--as-at"),
        "known_at": _known(known_at),
        "fund": fund,
        "commissioner": commissioner,
    }
    with terminal.writing() if names else terminal.reading() as session:
        _names_wished(session, name, fund, user, names=names, public=public)
        made = reporting.run(
            session, name, library=library(), now=terminal.now(), round_ref=round_ref, names=names, **asked
        )
        if chosen is Format.TABLE and out is None:
            _show(made)
        else:
            _write(_content(session, made, chosen, asked, whole=round_ref is None), out)
    if chosen is not Format.TABLE and name == "finance":
        for note in made.notes[1:]:
            terminal.note(note)


def _list(every: dict[str, str]) -> None:
    terminal.table([{"report": one, "holds": means} for one, means in sorted(every.items())])


def _must_be_table(name: str) -> None:
    if name in _ARCHIVES:
        raise BadInput(f"this is no table. {_ARCHIVES[name]}", place=f"report {name}")


def _names_wished(
    session: "Session", name: str, fund: str | None, user: str | None, *, names: bool, public: bool
) -> None:
    if not names:
        return
    if public:
        raise typer.BadParameter("a report is as published, or with names: choose one", param_hint="--public")
    if not user:
        raise typer.BadParameter("names that are not published need a person: add --as USER", param_hint="--names")
    actor = terminal.acting(session, user)
    below.engine.disclosure.show_names(session, name, fund=fund, actor=actor, now=terminal.now())
    terminal.note("With names that are not published: for the office's own use. Who asked for it is recorded.")


def _format(how: Format | None, out: Path | None) -> Format:
    """What was asked for, by `--format`, by `--json`, or by how the file is named.

    Raises:
        BadParameter: a workbook without a file, or a table into one.
    """
    named = out.suffix.lower().removeprefix(".") if out else ""
    by_file = Format(named) if named in (Format.JSON, Format.CSV, Format.XLSX) else Format.TABLE
    chosen = how or (Format.JSON if terminal.wishes.json else by_file)
    if terminal.wishes.json and chosen is Format.TABLE:
        chosen = Format.JSON
    if chosen is Format.XLSX and out is None:
        raise typer.BadParameter("a workbook needs a file: add --out finance.xlsx", param_hint="--format")
    if chosen is Format.TABLE and out is not None:
        raise typer.BadParameter("a table is for the screen: name the file .csv, .json or .xlsx", param_hint="--out")
    return chosen


def _known(text: str | None) -> datetime | None:
    """A moment as typed; a day alone means its last moment, or now if that is still to come."""
    if text is None:
        return None
    if len(text.strip()) > len("2017-05-12"):
        return terminal.moment(text, "--known-at")
    day = terminal.needed_day(text, "--known-at")
    last = below.clock.start_of(day + timedelta(days=1)) - timedelta(microseconds=1)
    now = terminal.now()
    return min(last, now) if below.clock.start_of(day) <= now else last


def _content(session: "Session", made: "Report", chosen: Format, asked: dict[str, Any], *, whole: bool) -> bytes:
    from fundflow.exchange import exports  # noqa: PLC0415 - tables on the screen need no workbooks

    if chosen is Format.JSON:
        return exports.as_json(made).encode()
    if chosen is Format.CSV:
        return exports.as_csv(made)
    if made.name == "finance" and whole:
        return exports.finance_workbook(session, library=library(), now=terminal.now(), **asked)
    return exports.as_xlsx(made)


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    terminal.note(f"Written: {out} ({len(content):,} bytes)")


def _show(made: "Report") -> None:
    """A report as a person reads it at a terminal: what fits, the totals, the notes, the anchor."""
    keys = made.brief or tuple(column.key for column in made.paper)
    known = f", by what was known on {below.clock.moment_words(made.known_at)}" if made.known_at else ""
    title = f"{made.title}, as at {below.clock.day_words(made.as_at)}{known}"
    kinds = {column.key: column for column in made.columns}
    heads = {key: kinds[key].title + ("_pence" if kinds[key].money else "") for key in keys}
    total = [{keys[0]: "Total", **made.totals}] if made.totals and made.rows else []
    terminal.table([{heads[key]: row.get(key) for key in keys} for row in [*made.rows, *total]], title=title)
    for note in made.notes:
        terminal.say(note)
    if made.anchor:
        terminal.say(f"Audit anchor {made.anchor}")


def check() -> int:
    """Rebuild every balance from its postings and compare, entries with their events, instalments with awards."""
    from fundflow import reporting  # noqa: PLC0415 - help needs no reports

    with terminal.reading() as session, terminal.busy("Adding up every posting"):
        found = [*below.ledger.check(session), *reporting.schedule_faults(session)]
    return _told("The ledger is sound.", [{"place": one.place, "sentence": one.sentence} for one in found])


def verify(
    *,
    anchor: Annotated[
        str | None, typer.Option(metavar="ANCHOR", help="As printed on a report, kept outside the database.")
    ] = None,
) -> int:
    """Verify the chain of events, stored files and frozen bids, and by an anchor that nothing was cut or rewritten."""
    from fundflow import reporting  # noqa: PLC0415 - help needs no reports

    printed = below.audit.Anchor.parse(anchor) if anchor else None
    with terminal.reading() as session, terminal.busy("Walking along the chain"):
        found = below.audit.verify(session, anchor=printed)
        now = str(below.audit.anchor(session))
        stored = reporting.stored_faults(session)
    faults = [{"place": f"event {one.seq}", "sentence": one.sentence} for one in found]
    faults += [{"place": one.place, "sentence": one.sentence} for one in stored]
    return _told(f"The audit trail is sound. It ends at {now}", faults, anchor=now)


def anchor() -> None:
    """Print where the chain ends now; keep it outside the database."""
    with terminal.reading() as session:
        now = below.audit.anchor(session)
    if terminal.wishes.json:
        terminal.document({"anchor": str(now), "seq": now.seq, "hash": now.hash})
    else:
        terminal.say(str(now))


def redact(
    event: Annotated[int, typer.Argument(metavar="EVENT", help="The event's number, from a case's history.")],
    *,
    exemption: Annotated[str, typer.Option(help="The section or the duty, e.g. 'section 40'.")],
    reason: Reason,
    user: As,
) -> None:
    """Blank for ever what an event says; that it happened, and who blanked it and why, stays in the chain."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.disclosure.redact(session, event, exemption=exemption, reason=reason, actor=actor, now=now)
    terminal.told(f"Event {event} is blanked: {exemption}", {"event": event, "exemption": exemption})


def _told(sound: str, faults: list[dict[str, str]], **more: str) -> int:
    """Say that all is sound, or the first fault and how many more; give the exit code."""
    if terminal.wishes.json:
        terminal.document({"sound": not faults, "faults": faults, **more})
    if faults:
        terminal.note(f"{faults[0]['place']}: {faults[0]['sentence']}")
        rest = len(faults) - 1
        if rest:
            terminal.note(
                f"and {rest} more: add --json to see them all" if not terminal.wishes.json else f"and {rest} more"
            )
    elif not terminal.wishes.json:
        terminal.say(sound)
    return 1 if faults else 0
