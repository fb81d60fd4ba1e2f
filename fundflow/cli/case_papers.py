"""`fundflow application note`, `compare`, `pack`: remarks on a case, two versions side by side, all of it as one ZIP."""

from pathlib import Path
from typing import Annotated

import typer

from fundflow import plural
from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import As, CaseRef, Reason, Viewer


def add_commands(group: typer.Typer) -> None:
    """Add the commands to the group `application`."""
    group.command("note")(note)
    group.command("compare")(compare)
    group.command("pack")(pack)
    group.command("foi")(foi)


def note(ref: CaseRef, text: Annotated[str, typer.Argument(metavar="TEXT", help="The note.")], *, user: As) -> None:
    """Write a note on a case: anybody may ask to read it under freedom of information, and it stays."""
    from fundflow.engine import noting  # noqa: PLC0415 - help needs no engine

    with terminal.writing() as session:
        made = noting.note(session, ref, text, actor=terminal.acting(session, user), now=terminal.now())
        facts = {"ref": ref, **terminal.facts(made, "text author at")}
    terminal.told(f"The note is on {ref}. Anybody may ask to read it under freedom of information.", facts)


def compare(
    ref: CaseRef,
    *,
    first: Annotated[
        int | None, typer.Option("--from", metavar="NUMBER", help="A version; default: the last but one.")
    ] = None,
    second: Annotated[int | None, typer.Option("--to", metavar="NUMBER", help="Another; default: the last.")] = None,
    user: Viewer = None,
) -> None:
    """Show what differs between two versions of a bid."""
    from fundflow.views import versions  # noqa: PLC0415 - few commands need pages' facts

    with terminal.reading() as session:
        seeing.case(session, ref, user, part="content")
        actor = terminal.acting(session, user) if user else below.people.system(session)
        case = below.engine.open_case(session, ref, actor=actor, now=terminal.now())
        found = versions.compared(case, first=first, second=second)
        if found is None:
            terminal.told(
                f"{ref} has one version only, so there is nothing to compare", {"ref": ref, "differences": []}
            )
            return
        between = [found.earlier.number, found.later.number]
        rows = [terminal.facts(one, "place label before after") for one in found.differences]
    if terminal.wishes.json:
        terminal.document({"ref": ref, "versions": between, "differences": rows})
        return
    title = f"{ref}, version {between[0]} and version {between[1]}"
    terminal.table(rows, columns=("label", "before", "after"), title=title)


def foi(
    ref: CaseRef,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="XLSX", help="The workbook; default: its own name.")
    ] = None,
    reason: Reason = "",
    user: As,
) -> None:
    """Write what is given to who asks for information: decision, own scores, costs with third parties' prices flagged."""
    from fundflow.exchange.exports.information import as_workbook  # noqa: PLC0415 - few commands write workbooks

    now, path = terminal.now(), out or Path(f"{ref}-information.xlsx")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        found = below.engine.information.give(session, ref, reason=reason, actor=actor, now=now)
        path.write_bytes(as_workbook(found, on=below.clock.london_day(now)))  # before it is recorded: it may fail
    names = "names are withheld and marked" if found.names_withheld else "no name is withheld"
    line = f"{path}: {plural.counted(len(found.decisions), 'decision')}, {names}, {plural.counted(found.flagged, 'cost')} to weigh."
    terminal.told(line, {"file": str(path), **terminal.facts(found, "case title lead names_withheld total flagged")})


def pack(
    ref: CaseRef,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="ZIP", help="The archive; default: its own name.")
    ] = None,
    user: As,
) -> None:
    """Write everything about a case as one archive: versions, files, letters, decisions, claims, notes, what happened."""
    from fundflow.exchange.exports import case_pack  # noqa: PLC0415 - few commands write archives

    with terminal.reading() as session:
        actor = terminal.acting(session, user)
        case = below.engine.open_case(session, ref, actor=actor, now=terminal.now())
        path, raw = out or Path(case_pack.file_name(case)), case_pack.pack(case)
    path.write_bytes(raw)
    terminal.told(f"{path}: everything about {ref}, {len(raw):,} bytes", {"ref": ref, "file": str(path)})
