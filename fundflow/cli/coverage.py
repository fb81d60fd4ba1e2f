"""`fundflow coverage`: which ways of which machines the scenarios play, read from what their plays leave behind."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.rehearsal import Record


def add_to(app: typer.Typer) -> None:
    """Add `coverage`."""
    app.command("coverage")(coverage)


def coverage(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SCENARIO]...", help="Files or names; every packaged one if left out."),
    ] = None,
    *,
    missing: Annotated[bool, typer.Option("--missing", help="Only the ways that nobody plays.")] = False,
    machine: Annotated[str | None, typer.Option(help="Only this machine: competed-grant, claim, recovery ...")] = None,
    pages: Annotated[
        Path | None, typer.Option(help="Write coverage.md and refusals.md into this folder, as 'make docs' does.")
    ] = None,
) -> None:
    """Play scenarios on databases of their own, and show every way of every machine with the line that plays it."""
    from fundflow import rehearsal  # noqa: PLC0415

    library = below.definitions.load_library()[0]
    records = [_record(name) for name in scenarios or [path.stem for path in rehearsal.packaged.scenarios()]]
    rows = rehearsal.covered(library, rehearsal.all_seen(records))
    if pages is not None:
        for name, text in rehearsal.pages(library, records).items():
            (pages / name).write_text(text, encoding="utf-8")
    shown = [row for row in rows if machine in (None, row.way.machine)]
    terminal.table(
        [
            {
                "machine": row.way.machine,
                "from": row.way.before,
                "step": row.way.step,
                "to": row.way.after,
                "played_by": row.played
                if terminal.wishes.json
                else ", ".join(f"{name} {line}" for name, line in row.played.items()),
            }
            for row in shown
            if not (missing and row.played)
        ],
        title="ways",
    )
    played = sum(1 for row in shown if row.played)
    terminal.say(f"{played} of {len(shown)} ways are played.")


def _record(name: str) -> "Record":
    from fundflow import database, migrations, rehearsal  # noqa: PLC0415

    library = below.definitions.load_library()[0]
    scenario = rehearsal.load(rehearsal.packaged.find(name))
    with TemporaryDirectory() as folder:
        opened = database.connect(f"sqlite:///{Path(folder) / 'fundflow.db'}")
        migrations.upgrade(opened)
        with terminal.busy(f"Playing {scenario.file.stem}"):
            kept = rehearsal.record(scenario, opened, library)
        opened.dispose()
    if kept.faults:
        raise BadInput(
            f"{len(kept.faults)} faults in the ledger or the audit trail, first {kept.faults[0]}", place=name
        )
    return kept
