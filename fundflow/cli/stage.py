"""Sets the stage for a play at the terminal, and lays out what it made: letters, reports, pictures, a summary."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.progress import Progress

from fundflow import (
    applications,
    database,
    database_file,
    definitions,
    engine,
    letters,
    migrations,
    rehearsal,
    reporting,
)
from fundflow.cli import terminal
from fundflow.cli.serve import MOMENTS
from fundflow.clock import LONDON
from fundflow.definitions import picture
from fundflow.errors import BadInput
from fundflow.exchange import exports
from fundflow.money import pounds
from fundflow.rehearsal import Played, Scenario, Stage

DEMONSTRATION = Path("demo")


def find(name: str) -> Path:
    """A scenario's file, by its path or by the name of a packaged one.

    Raises:
        BadInput: it is neither.
    """
    return rehearsal.packaged.find(name)


def listed() -> list[dict[str, Any]]:
    """Every packaged scenario: its name, title, number of actions and what it shows."""
    loaded = [rehearsal.load(path) for path in rehearsal.packaged.scenarios()]
    return [
        {"name": one.file.stem, "title": one.title, "actions": len(one.actions), "shows": one.shows} for one in loaded
    ]


def clear(out: Path) -> None:
    """Take away what an earlier demonstration left in its folder, and nothing else."""
    out.mkdir(parents=True, exist_ok=True)
    for name in ("fundflow.db", "fundflow.db-wal", "fundflow.db-shm"):
        (out / name).unlink(missing_ok=True)
    for name in ("letters", "reports", "pictures", "payments", MOMENTS):
        shutil.rmtree(out / name, ignore_errors=True)
    (out / "pictures").mkdir()  # the mark of a demonstration's folder: an office's own database is never taken for one


def play(
    path: Path, *, url: str | None, out: Path | None, goes_on: bool, quiet: bool, moments: Path | None = None
) -> None:
    """Play a scenario, write what it made into `out`, and end with the ledger and the trail checked.

    `moments` is the folder that takes a copy of the database at each moment that the scenario marks.
    """
    library, problems = definitions.load_library()
    problems += engine.proof.check(library)
    if problems:
        raise BadInput(f"the definitions have {len(problems)} problems, first {problems[0]} (see 'fundflow check')")
    scenario = rehearsal.load(path)
    opened = database.connect(url or _default())
    migrations.upgrade(opened)
    marked: list[Played] = []

    def keep(played: Played) -> None:
        if moments is not None and played.verb == "mark":
            name = played.said.partition(":")[0]
            database_file.copy_into(opened, moments / f"{name}.db")
            marked.append(played)

    stage = _perform(scenario, opened, library, goes_on=goes_on, quiet=quiet, keep=keep)
    faults, anchor = rehearsal.proof(stage)
    if out is not None:
        _lay_out(stage, out)
    _summary(stage, scenario, out, anchor)
    if marked and out is not None:
        where = "" if out == DEMONSTRATION else f" --folder {out}"
        terminal.say(
            f"Press its buttons at its end, or as it stood earlier: fundflow serve --demo{where} --moment NAME"
        )
        for one in marked:
            name, _, title = one.said.partition(": ")
            terminal.say(f"  {name:<12} {title}")
    if faults:
        raise BadInput(f"{len(faults)} faults in the ledger or the audit trail, first {faults[0]}")


def _default() -> str:
    from fundflow import settings  # noqa: PLC0415

    return settings.database_url()


def _perform(
    scenario: Scenario,
    opened: database.Engine,
    library: definitions.Library,
    *,
    goes_on: bool,
    quiet: bool,
    keep: Callable[[Played], None],
) -> Stage:
    def line(played: Played) -> None:
        _tell(played, scenario)
        keep(played)

    if not quiet or terminal.wishes.json:
        return rehearsal.play(scenario, opened, library, goes_on=goes_on, told=line)
    with Progress(console=terminal.messages(), transient=True) as bar:
        task = bar.add_task(scenario.title, total=len(scenario.actions))
        lines: set[tuple[Path, int]] = set()

        def told(played: Played) -> None:
            lines.add((played.file, played.line))
            bar.update(task, completed=len(lines))
            keep(played)

        return rehearsal.play(scenario, opened, library, goes_on=goes_on, told=told)


def _tell(played: Played, scenario: Scenario) -> None:
    """A line for each action; `+` beside its number where an included scenario says it."""
    at = played.at.astimezone(LONDON)
    mark = " " if played.file == scenario.file else "+"
    terminal.say(f"{played.line:>5}{mark} {at:%Y-%m-%d %H:%M}  {played.verb:<16} {played.said}")


def _lay_out(stage: Stage, out: Path) -> None:
    """Write letters, reports and pictures into the folder."""
    for name in ("letters", "reports", "pictures"):
        (out / name).mkdir(parents=True, exist_ok=True)
    with database.reading(stage.engine) as session:
        for letter in letters.find(session, state="released"):
            (out / "letters" / letters.file_name(letter)).write_bytes(letters.content(session, letter))
        report = reporting.run(session, "finance", library=stage.library, now=stage.now)
        (out / "reports" / "finance.json").write_text(exports.as_json(report), encoding="utf-8")
        (out / "reports" / "finance.csv").write_bytes(exports.as_csv(report))
        (out / "reports" / "finance.xlsx").write_bytes(
            exports.finance_workbook(session, library=stage.library, now=stage.now)
        )
        bidding = sorted({row.fund for row in applications.rounds(session)})
        for name, fund in (("spend", None), *((f"spend-{fund}", fund) for fund in bidding)):
            spend = reporting.run(session, "by-year", library=stage.library, now=stage.now, fund=fund)
            (out / "pictures" / f"{name}.svg").write_text(exports.spend_chart(spend), encoding="utf-8")
            (out / "pictures" / f"{name}.png").write_bytes(exports.spend_chart_png(spend))
    for name, workflow in stage.library.workflows.items():
        (out / "pictures" / f"{name}.svg").write_text(picture.svg(workflow), encoding="utf-8")
        (out / "pictures" / f"{name}.png").write_bytes(picture.png(workflow))


def _summary(stage: Stage, scenario: Scenario, out: Path | None, anchor: str) -> None:
    with database.reading(stage.engine) as session:
        report = reporting.run(session, "finance", library=stage.library, now=stage.now)
        sent = len(letters.find(session, state="released"))
    totals = report.totals
    terminal.say(f"Played: {scenario.title}")
    for name in ("allocated", "reserved", "committed", "paid", "uncommitted"):
        if f"{name}_pence" in totals:
            terminal.say(f"  {name:<12} {pounds(int(totals[f'{name}_pence'])):>18}")
    terminal.say(f"  letters sent {sent:>18}")
    terminal.say("  ledger check: sound.  audit verify: sound.")
    terminal.say(f"  audit anchor {anchor}")
    if out is not None:
        terminal.say(f"Look at: {out / 'letters'}, {out / 'reports' / 'finance.xlsx'}, {out / 'pictures'}")
