"""`fundflow import`, `allocation`, `discrepancy`: fund money as it comes and moves."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fundflow import money, plural
from fundflow.cli import below, discrepancies, terminal, values
from fundflow.cli.definitions import library
from fundflow.cli.options import As, DryRun, MayAs, Reason
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.exchange.imports import ImportReport
    from fundflow.ledger import BudgetKey

Key = Annotated[
    str, typer.Argument(metavar="KEY", help="COMMISSIONER/PERIOD/FUND, e.g. 05J/2017/18/worcestershire-resilience.")
]
FileKind = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        help="allocations, organisations, memberships, lists, people, register, coding, periods, ledger, discrepancies, "
        "interests, position.",
    ),
]
Fund = Annotated[str, typer.Option(help="The fund's name.")]
MayFund = Annotated[str | None, typer.Option(help="Only this fund.")]
Commissioner = Annotated[str, typer.Option(help="The commissioner's code.")]
Years = Annotated[str, typer.Option(help="2017/18, or 2017/18-2018/19 where it is not split by year.")]
Amount = Annotated[str, typer.Option(metavar="AMOUNT", help="£1,234.50 or 1234.50.")]
On = Annotated[str | None, typer.Option(metavar="DAY", help="The day on which it takes effect; default: today.")]

_MOST_NOTES = 20


def add_to(app: typer.Typer) -> None:
    """Add `import` and the groups `allocation` and `discrepancy`."""
    app.command("import")(import_file)
    allocation = typer.Typer(no_args_is_help=True, help="Allocations and what changes them.")
    allocation.command("list")(list_allocations)
    allocation.command("receive")(receive)
    allocation.command("adjust")(adjust)
    allocation.command("vire")(vire)
    allocation.command("follow")(follow)
    app.add_typer(allocation, name="allocation")
    discrepancies.add_to(app)


def import_file(
    kind: FileKind,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file; for position a workbook (.xlsx) too.")],
    *,
    dry_run: DryRun = False,
    adjust: Annotated[bool, typer.Option("--adjust", help="Change figures that differ from those on record.")] = False,
    reason: Reason = "",
    alias: Annotated[
        list[str] | None, typer.Option(metavar="NAME=CODE", help="Another name of a commissioner in this file.")
    ] = None,
    year: Annotated[
        str, typer.Option(metavar="YEAR", help="The year of a yearly file whose name does not say it, e.g. 2016/17.")
    ] = "",
    as_at: Annotated[
        str | None,
        typer.Option("--as-at", metavar="DAY", help="The day as at which a position file says where bids stand."),
    ] = None,
    user: MayAs = None,
) -> int:
    """Import a file; says of every row what became of it, and exits 1 if any was rejected. Again changes nothing."""
    from fundflow.exchange import imports  # noqa: PLC0415 - the exchange's own face is the package

    names = values.named(alias, option="--alias")
    with terminal.busy(f"Importing {file.name}"), terminal.writing() as session:
        actor = terminal.acting(session, user) if user else below.people.system(session)
        act = below.audit.Act(actor.id, actor.name, terminal.now(), f"import.{kind}", kind, reason)
        run = partial(imports.run, library=library(), dry_run=dry_run, adjust=adjust, reason=reason)
        report = run(session, kind, file, act=act, aliases=names, year=year, as_at=terminal.day(as_at, "--as-at"))
        if dry_run:
            below.database.dry_run(session)
    _tell(report, file)
    return 1 if report.rejected else 0


def _tell(report: "ImportReport", file: Path) -> None:
    rejected = [{"line": line, "reason": reason} for line, reason in report.rejected]
    flagged = [{"line": line, "note": note} for line, note in report.flagged]
    counts = terminal.facts(report, "kind dry_run read written unchanged discrepancies")
    terminal.told(
        f"{report.kind}: {report.read} rows read, {report.written} {'would be ' * report.dry_run}written, "
        f"{report.unchanged} unchanged, {len(rejected)} rejected",
        {**counts, "left_out": report.left_out, "rejected": rejected, "flagged": flagged},
    )
    for what, many in report.left_out.items():
        terminal.note(f"{many:,} rows left out: {what}")
    for line, reason in report.rejected:
        terminal.note(f"{file}:{line}: {reason}")
    for line, note in report.flagged[:_MOST_NOTES]:
        terminal.note(f"{file}:{line}: taken, but look at it: {note}" if line else f"{file}: look at this: {note}")
    if len(report.flagged) > _MOST_NOTES:
        terminal.note(f"and {len(report.flagged) - _MOST_NOTES} more rows to look at: add --json to see them all")
    if report.discrepancies:
        terminal.note(f"{report.discrepancies} printed figures do not agree: see 'fundflow discrepancy list'")


def list_allocations(
    *,
    fund: MayFund = None,
    commissioner: Annotated[str | None, typer.Option(help="Only this commissioner.")] = None,
    period: Annotated[str | None, typer.Option(help="Only this period.")] = None,
) -> None:
    """List the lines of money received, changes included."""
    wanted = period_of(period, "--period") if period else None
    with terminal.reading() as session:
        found = below.allocations.lines(session, fund=fund, commissioner=commissioner, period=wanted)
        rows = [terminal.facts(one, "fund commissioner period pence recurrence capital source") for one in found]
    for row in rows:
        row["amount_pence"] = row.pop("pence")
    terminal.table(rows)


def receive(
    key: Annotated[str, typer.Argument(metavar="KEY", help="COMMISSIONER/PERIOD/FUND.")],
    *,
    amount: Annotated[str, typer.Option(metavar="AMOUNT", help="£1,234.50 or 1234.50.")],
    source: Annotated[str, typer.Option(help="The paper that allocates it.")],
    reason: Reason,
    user: As,
) -> None:
    """Receive one line of money that no file brought, e.g. national money that comes late in the year."""
    pence = money.parse(amount, place="--amount")
    with terminal.writing() as session:
        made = below.engine.funds.receive(
            session,
            key_of(key, "KEY"),
            source=source,
            pence=pence,
            reason=reason,
            library=library(),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = terminal.facts(made, "fund commissioner period source pence recurrence")
    terminal.told(f"{key}: {money.pounds(pence)} is received from {source}", facts)


def adjust(
    *,
    fund: Fund,
    commissioner: Commissioner,
    period: Years,
    to: Annotated[str, typer.Option("--to", metavar="AMOUNT", help="What the line comes to from now on.")],
    source: Annotated[str, typer.Option(help="The line's source, as it was imported.")] = "",
    reason: Reason,
    user: As,
) -> None:
    """Change a line of money to a new amount by a change notice."""
    pence = money.parse(to, place="--to")
    key = _key(commissioner, period, fund)
    with terminal.writing() as session:
        made = below.engine.funds.adjust(
            session,
            key,
            source=source,
            pence=pence,
            reason=reason,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = terminal.facts(made, "before_pence after_pence reason effective_on")
    line = f"{key}: {money.pounds(facts['before_pence'])} is now {money.pounds(facts['after_pence'])}"
    terminal.told(line, {"commissioner": commissioner, "period": key.period, "fund": fund, **facts})


def vire(
    *,
    source: Annotated[str, typer.Option("--from", metavar="KEY", help="COMMISSIONER/PERIOD/FUND.")],
    target: Annotated[str, typer.Option("--to", metavar="KEY", help="COMMISSIONER/PERIOD/FUND.")],
    amount: Amount,
    minute: Annotated[str, typer.Option(help="The committee's minute that allows it.")] = "",
    together: Annotated[
        bool, typer.Option("--together", help="By two people: the first asks, another of finance types the same.")
    ] = False,
    reason: Reason = "",
    user: As,
) -> None:
    """Move free money from one key to another under a committee's minute, alone or --together with a second person."""
    pence = money.parse(amount, place="--amount")
    from_key, to_key = key_of(source, "--from"), key_of(target, "--to")
    move = below.engine.funds.vire_together if together else below.engine.funds.vire
    with terminal.writing() as session:
        done = move(
            session,
            from_key,
            to_key,
            pence=pence,
            minute=minute,
            reason=reason,
            library=library(),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        waiting = getattr(done, "waiting", None)
    facts = {"from": from_key, "to": to_key, "amount_pence": pence, "minute": minute}
    if together:
        facts["waiting_for"] = list(waiting.agrees) if waiting else []
    terminal.told(waiting.line if waiting else f"{money.pounds(pence)} moved from {from_key} to {to_key}", facts)


def follow(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The commissioner that has merged into another.")],
    *,
    minute: Annotated[str, typer.Option(help="The paper of the merger that moves the money.")],
    reason: Reason,
    user: As,
) -> None:
    """Move the free money of a merged commissioner's later years to its successor; its past years stay where they are."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        done = below.engine.funds.follow(
            session, code, minute=minute, reason=reason, library=library(), actor=actor, now=now
        )
        moved = [terminal.facts(one, "from_fund from_period pence") for one in done.moved]
        total = money.pounds(sum(one.pence for one in done.moved))
    lines = [f"{total} of {code} in {plural.counted(len(moved), 'line')} is {done.to}'s from now on."]
    lines += [
        f"{key} keeps {money.pounds(pence)} that is promised: move it with its award (fundflow award vary --kind rekeying)."
        for key, pence in done.promised
    ]
    promised = [{"key": key, "promised_pence": pence} for key, pence in done.promised]
    terminal.told("\n".join(lines), {"from": code, "to": done.to, "moved": moved, "promised": promised})


def key_of(text: str, option: str) -> "BudgetKey":
    """`COMMISSIONER/PERIOD/FUND` as a key of the money; the period may hold its own slash, or `2017-18`.

    Raises:
        BadInput: it is not written so.
    """
    commissioner, _, rest = text.partition("/")
    period, _, fund = rest.rpartition("/")
    if not (commissioner and period and fund):
        raise BadInput(f"'{text}' is not a key: write it as 05J/2017/18/worcestershire-resilience", place=option)
    return _key(commissioner, period, fund, option)


def _key(commissioner: str, period: str, fund: str, option: str = "--period") -> "BudgetKey":
    return below.ledger.BudgetKey(commissioner, period_of(period, option), fund)


def period_of(text: str, option: str) -> str:
    """A period as it is kept."""
    return str(below.calendar.Period.parse(text, place=option))
