"""`fundflow fund new` and `fundflow round new`: the next fund or round from the last one, with what to look at."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, terminal
from fundflow.cli.definitions import library
from fundflow.cli.options import As, DryRun
from fundflow.errors import BadInput, SchemaMissing

if TYPE_CHECKING:
    from fundflow.engine.rounds import Renewal

Year = Annotated[str | None, typer.Option(metavar="YEAR", help="The first financial year of the copy, e.g. 2018/19.")]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="The folder in which the copied file is written.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is there.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `fund`; `round new` is added beside the other verbs of a round."""
    group = typer.Typer(no_args_is_help=True, help="Funds as files.")
    group.callback()(_funds)
    group.command("new")(new_fund)
    app.add_typer(group, name="fund")


def _funds() -> None:
    """Funds as files."""


def new_fund(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new fund's name, which is its file's too.")],
    *,
    source: Annotated[str, typer.Option("--from", metavar="FUND", help="The fund that is copied.")],
    year: Year = None,
    title: Annotated[str, typer.Option(help="Its title; default: as it was.")] = "",
    prefix: Annotated[str, typer.Option(help="The letters before its bids' numbers: two funds never share them.")] = "",
    out: Out = None,
    force: Force = False,
    dry_run: DryRun = False,
) -> None:
    """Write the file of a fund from another one, its years and days moved on, and say what to look at."""
    renewal = below.engine.rounds.renewed_fund(library(), name, source=source, year=year, title=title, prefix=prefix)
    path = None if dry_run else _written(renewal, out or Path(), force=force)
    _tell(renewal, _looked_at(renewal), f"{path} is written" if path else "Nothing is written", file=path)


def new_round(
    *,
    source: Annotated[str, typer.Option("--from", metavar="ROUND", help="The round that is followed.")],
    closes: Annotated[str, typer.Option(metavar="MOMENT", help="When it closes, e.g. '2018-05-11 17:00'.")],
    opens: Annotated[str | None, typer.Option(metavar="MOMENT", help="When it opens; default: now.")] = None,
    title: Annotated[str, typer.Option(help="What it is called; default: the old title with its years moved on.")] = "",
    year: Year = None,
    out: Out = None,
    force: Force = False,
    dry_run: DryRun = False,
    user: As,
) -> None:
    """Open a round like an earlier one: its definitions, settings and title, moved on to the year of its closing."""
    now = terminal.now()
    closes_at = terminal.needed_moment(closes, "--closes")
    asked: dict[str, Any] = {
        "library": library(),
        "opens_at": terminal.moment(opens, "--opens") or now,
        "closes_at": closes_at,
        "title": title,
        "year": year,
    }
    with terminal.reading() if dry_run else terminal.writing() as session:
        renewal = below.engine.rounds.renewed_round(session, source, **asked)
        assert renewal.plan is not None
        look = below.engine.rounds.todo(session, renewal, on=below.clock.london_day(now))
        if dry_run:
            _tell(renewal, look, f"'{renewal.plan.title}' would open; nothing is kept", ref=None)
            return
        actor = terminal.acting(session, user)
        row = below.engine.rounds.open_round(session, renewal.plan, library=renewal.library, actor=actor, now=now)
        path = _written(renewal, out, force=force) if out else None
        done = f"{row.ref} '{row.title}' {below.engine.rounds.opened_words(row)}"
        ref = row.ref
    _tell(renewal, look, f"{done}; {path} is written" if path else done, ref=ref, file=path)


def _looked_at(renewal: "Renewal") -> list[str]:
    try:
        with terminal.reading() as session:
            return below.engine.rounds.todo(session, renewal, on=below.clock.london_day(terminal.now()))
    except SchemaMissing:
        return [*renewal.copy.look, "money, people, coding and meetings were not looked at: there is no database here"]


def _written(renewal: "Renewal", folder: Path, *, force: bool) -> Path:
    shelf = folder / "workflows" / "funds"
    path = (shelf if shelf.is_dir() else folder) / f"{renewal.fund}.yaml"
    if path.exists() and not force:
        raise BadInput(
            "there is a file of this name, and nothing was written: choose another folder, or --force", place=str(path)
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(renewal.copy.text, encoding="utf-8")
    return path


def _tell(renewal: "Renewal", look: list[str], done: str, *, file: Path | None = None, **more: Any) -> None:
    if terminal.wishes.json:
        facts = {"fund": renewal.fund, "years_moved": renewal.years, "moved": renewal.copy.moved, "look_at": look}
        terminal.document({**facts, "file": str(file) if file else None, **more})
        return
    by = f"{renewal.years} year{'' if abs(renewal.years) == 1 else 's'}"
    terminal.say(f"{done}. Years and days moved on by {by}. Its definitions have no problem.")
    for line in renewal.copy.moved:
        terminal.say(f"  {line}")
    terminal.say("Look at this before you use it:" if look else "There is nothing to look at.")
    for line in look:
        terminal.say(f"- {line}")
