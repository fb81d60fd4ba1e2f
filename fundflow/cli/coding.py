"""`fundflow coding`: the codes of the outside ledger, and which are missing."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from fundflow.cli import below, terminal
from fundflow.cli.definitions import library

_FACTS = (
    "fund commissioner year capital payee_type cost_line entity cost_centre subjective analysis_1 analysis_2 tax_code "
    "starts ends"
)
_SHOWN = ("fund", "commissioner", "year", "payee_type", "cost_line")
PARTS = ("entity", "cost_centre", "subjective", "analysis_1", "analysis_2", "tax_code")


def add_to(app: typer.Typer) -> None:
    """Add the group `coding`."""
    coding = typer.Typer(no_args_is_help=True, help="Codes of the outside ledger; load them with 'import coding'.")
    coding.command("list")(list_codes)
    coding.command("check")(check)
    app.add_typer(coding, name="coding")


def list_codes(
    *,
    fund: Annotated[str | None, typer.Option(help="Only this fund.")] = None,
    commissioner: Annotated[str | None, typer.Option(metavar="CODE", help="Only this commissioner.")] = None,
    year: Annotated[str | None, typer.Option(metavar="YEAR", help="Only this year, e.g. 2017/18.")] = None,
) -> None:
    """List the codes, ended ones too; an empty payee type or cost line stands for any."""
    wanted = str(below.calendar.Period.parse(year, place="--year")) if year else None
    with terminal.reading() as session:
        rows = [
            terminal.facts(one, _FACTS)
            for one in below.finance.codes(session, fund=fund)
            if commissioner in (None, one.commissioner) and wanted in (None, one.year)
        ]
    if terminal.wishes.json:
        terminal.table(rows)
        return
    terminal.table(
        [{**{name: row[name] for name in _SHOWN}, "codes": coded(row), "until": row["ends"]} for row in rows]
    )


def coded(row: Mapping[str, Any]) -> str:
    """The codes of a line as one text, as a journal has them side by side."""
    return " ".join(str(row[name]) for name in PARTS if row[name])


def check(fund: Annotated[str, typer.Argument(metavar="FUND", help="The fund's name.")]) -> int:
    """Say which payments of a fund would have no code today; exit 1 if any."""
    from fundflow.engine import coding  # noqa: PLC0415 - few commands need the engine

    with terminal.reading() as session:
        found = library().fund(fund)
        missing = coding.uncoded(session, found, on=below.clock.london_day(terminal.now()))
        rows = [terminal.facts(one, "title commissioner year payee_type cost_line") for one in missing]
    if terminal.wishes.json:
        terminal.document({"fund": fund, "complete": not rows, "missing": rows})
    elif rows:
        terminal.table(rows, title=f"No code for {found.short_title}")
    else:
        terminal.say(f"Every payment of {found.short_title} has a code")
    return 1 if rows else 0
