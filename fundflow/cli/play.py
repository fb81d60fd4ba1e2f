"""Playing scenarios: a rehearsal of one's own, a packaged one, and the demonstration."""

from pathlib import Path
from typing import Annotated

import typer

from fundflow.cli import terminal
from fundflow.cli.serve import MOMENTS
from fundflow.errors import BadInput

DEMO = "worcestershire-2017"


def add_to(app: typer.Typer) -> None:
    """Add `play`, `scenarios` and `demo`."""
    app.command("play")(play)
    app.command("scenarios")(scenarios)
    app.command("demo")(demo)


def play(
    scenario: Annotated[
        str,
        typer.Argument(help="A scenario file (see 'fundflow schema scenario'), or the name of a packaged scenario."),
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the database (unless --database is given), letters and reports.")
    ] = None,
    goes_on: Annotated[
        bool, typer.Option("--continue", help="On a database whose entries are all earlier than the scenario.")
    ] = False,
    quiet: Annotated[bool, typer.Option(help="No line for each action.")] = False,
) -> None:
    """Play a scenario under its own clock; stops with exit 1 at the first expectation that is not met."""
    from fundflow.cli import stage  # noqa: PLC0415

    found = stage.find(scenario)
    url = terminal.wishes.database
    if out is not None and url is None:
        out.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{out / 'fundflow.db'}"
    stage.play(found, url=url, out=out, goes_on=goes_on, quiet=quiet)


def scenarios() -> None:
    """List the packaged scenarios: their names, titles and what each shows; 'fundflow play NAME' plays one."""
    from fundflow.cli import stage  # noqa: PLC0415

    terminal.table(stage.listed(), title="scenarios")


def demo(
    *,
    out: Annotated[Path, typer.Option(help="Folder for everything that the demonstration makes.")] = Path("demo"),
    quiet: Annotated[bool, typer.Option("--quiet/--loud", help="A line for each action, or a progress bar.")] = True,
) -> None:
    """Play Worcestershire 2017/18: three commissioners, a round of bids, from allocation to the last letter."""
    from fundflow.cli import stage  # noqa: PLC0415

    if ((out / "fundflow.db").exists() and (out / "pictures").is_dir()) or not out.exists() or not any(out.iterdir()):
        stage.clear(out)
    else:
        raise BadInput("this folder holds other things: name an empty one with --out", place=str(out))
    url, moments = f"sqlite:///{out / 'fundflow.db'}", out / MOMENTS
    moments.mkdir()
    stage.play(stage.find(DEMO), url=url, out=out, goes_on=False, quiet=quiet, moments=moments)
