"""`fundflow agreement`: who looks into a difference with the outside ledger, and who signs a month."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from fundflow import plural
from fundflow.cli import below, seeing, terminal
from fundflow.cli.definitions import library
from fundflow.cli.options import As, Viewer

Month = Annotated[str, typer.Argument(metavar="MONTH", help="The month, e.g. 2017-09.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `agreement`."""
    group = typer.Typer(
        no_args_is_help=True, help="Agreement with the outside ledger: 'import ledger', then 'report agreement'."
    )
    group.command("note")(note)
    group.command("sign")(sign)
    group.command("sheet")(sheet)
    app.add_typer(group, name="agreement")


def note(
    name: Annotated[str, typer.Argument(metavar="DIFFERENCE", help="As the report names it: a payment, or L12.")],
    *,
    owner: Annotated[str, typer.Option(help="Who looks into it.")],
    said: Annotated[str, typer.Option("--note", help="What is known of it.")],
    user: As,
) -> None:
    """Say who looks into a difference, and what is known of it."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.agreement.note(session, name, owner=owner, note=said, actor=actor, now=terminal.now())
        facts = terminal.facts(row, "difference owner note noted_at")
    terminal.told(f"{facts['owner']} looks into {name}", facts)


def sign(month: Month, *, user: As) -> None:
    """Sign a month's sheet; two different people do."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.agreement.sign(session, month, actor=actor, now=terminal.now())
        signed = [one for one in below.finance.signatures(session, row.month) if one.sha256 == row.sha256]
        facts = terminal.facts(row, "month signed_name signed_at sha256")
    rest = "" if len(signed) > 1 else ": one signature is still needed"
    terminal.told(f"{facts['signed_name']} has signed the sheet of {month}{rest}", {**facts, "signatures": len(signed)})


def sheet(
    month: Month,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The workbook to write, .xlsx.")],
    user: Viewer = None,
) -> None:
    """Write a month's sheet as a workbook, as it was signed, or as it stands while nobody has signed it."""
    from fundflow import reporting  # noqa: PLC0415 - help needs no reports
    from fundflow.exchange import exports  # noqa: PLC0415 - few commands write workbooks

    name, last = below.finance.month_of(month)
    with terminal.reading() as session:
        every = below.finance.signatures(session, name)
        signed = [one for one in every if one.sha256 == every[-1].sha256]
        known = signed[0].known_at if signed else None
        made = reporting.run(
            session, "agreement", library=library(), now=terminal.now(), as_at=last, known_at=known, names=True
        )
        seeing.whole(session, {str(row.get("case", "")) for row in made.rows}, user, what=f"The sheet of {name}")
        lines = [f"Signed by {one.signed_name}, {below.clock.moment_words(one.signed_at)}." for one in signed]
    lines += ["............................ has not signed yet."] * (2 - len(lines))
    out.write_bytes(exports.as_xlsx(replace(made, notes=[*made.notes, *lines])))
    terminal.told(
        f"{out}: {plural.counted(len(made.rows), 'line')}, {len(signed)} of 2 signatures",
        {"month": name, "lines": len(made.rows), "signatures": len(signed), "file": str(out)},
    )
