"""`fundflow year`: the end of a financial year."""

from typing import TYPE_CHECKING, Annotated

import typer

from fundflow import money
from fundflow.cli import adjusting, below, month_end, terminal, year_lists
from fundflow.cli.definitions import library
from fundflow.cli.money import Amount, Key, On, key_of, period_of
from fundflow.cli.options import As, CaseRef, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundflow.ledger import Month


def add_to(app: typer.Typer) -> None:
    """Add the group `year`."""
    year = typer.Typer(no_args_is_help=True, help="The end of a financial year.")
    year.command("accrue")(accrue)
    year.command("carry")(carry)
    year.command("close")(close)
    year.command("months")(list_months)
    year.command("close-month")(close_month)
    year.command("month-end")(month_end.month_end)
    year.command("accept-accruals")(month_end.accept_accruals)
    year.command("lists")(year_lists.lists)
    year.command("reopen-month")(reopen_month)
    year.command("write-back")(adjusting.write_back)
    year.command("adjust")(adjusting.adjust)
    app.add_typer(year, name="year")


def accrue(
    ref: CaseRef,
    key: Key,
    *,
    amount: Amount,
    evidence: Annotated[str, typer.Option(help="What shows that the work was done.")],
    user: As,
    on: On = None,
) -> None:
    """Accrue work of an award that was delivered and is not paid at the end of its year."""
    pence, now = money.parse(amount, place="--amount"), terminal.now()
    wanted, day = key_of(key, "KEY"), terminal.day(on, "--on") or below.clock.london_day(now)
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        made = below.engine.years.accrue(
            session, ref, wanted, pence=pence, evidence=evidence, on=day, actor=actor, now=now
        )
    line = f"{ref}: {money.pounds(pence)} is accrued in {wanted}"
    if made.relates_to:
        said = below.clock.day_words
        line += f", dated {said(made.effective_on)}: the month of {said(made.relates_to)} is closed"
    facts = {"ref": ref, "key": wanted, "accrued_pence": pence}
    terminal.told(line, {**facts, "on": made.effective_on, "relates_to": made.relates_to})


def carry(
    key: Key,
    *,
    to: Annotated[str, typer.Option("--to", metavar="PERIOD", help="The later year.")],
    amount: Amount,
    reason: Reason,
    user: As,
    on: On = None,
) -> None:
    """Carry free money into a later year, where the fund's rules let it."""
    pence, now = money.parse(amount, place="--amount"), terminal.now()
    wanted, later = key_of(key, "KEY"), period_of(to, "--to")
    with terminal.writing() as session:
        below.engine.years.carry(
            session,
            wanted,
            later,
            pence=pence,
            reason=reason,
            library=library(),
            on=terminal.day(on, "--on") or below.clock.london_day(now),
            actor=terminal.acting(session, user),
            now=now,
        )
    terminal.told(
        f"{money.pounds(pence)} of {wanted} is carried to {later}", {"key": wanted, "to": later, "carried_pence": pence}
    )


def close(key: Key, *, reason: Reason, user: As, on: On = None) -> None:
    """Close a key's year in the ledger's order, and lock its books."""
    now, wanted = terminal.now(), key_of(key, "KEY")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        done = below.engine.years.close(
            session,
            wanted,
            reason=reason,
            on=terminal.day(on, "--on") or below.clock.london_day(now),
            actor=actor,
            now=now,
        )
    line = (
        f"{wanted} is closed: {money.pounds(done.released)} released, {money.pounds(done.accrued)} accrued, "
        f"{money.pounds(done.lapsed)} lapsed"
    )
    facts = {"released_pence": done.released, "accrued_pence": done.accrued, "lapsed_pence": done.lapsed}
    terminal.told(line, {"key": wanted, **facts})


def list_months(*, commissioner: Annotated[str | None, typer.Option(help="Only this commissioner.")] = None) -> None:
    """List the months of the books and whether each is open; load them with 'import periods'."""
    today = below.clock.london_day(terminal.now())
    with terminal.reading() as session:
        found = below.ledger.months(session, commissioner=commissioner)
        rows = [
            {**terminal.facts(one, "commissioner label"), "state": below.ledger.state_of(one, today).value}
            | terminal.facts(one, "starts ends soft_closes_on closes_on closed_on closed_by")
            for one in found
        ]
    terminal.table(rows)


Whose = Annotated[str, typer.Argument(metavar="COMMISSIONER", help="The commissioner's code.")]
Labelled = Annotated[str, typer.Argument(metavar="MONTH", help="The month's label, as 'year months' lists it.")]


def close_month(commissioner: Whose, month: Labelled, *, reason: Reason, user: As) -> None:
    """Close a month before its day: what comes later for it is dated in the next open month and says so."""
    done = _change(below.engine.years.close_month, commissioner, month, reason=reason, user=user)
    facts = terminal.facts(done, "commissioner label starts ends closed_on closed_by")
    terminal.told(f"{done.label} of {done.commissioner} is closed", facts)


def reopen_month(commissioner: Whose, month: Labelled, *, reason: Reason, user: As) -> None:
    """Open a soft-closed month again until its close; a closed one is never opened."""
    done = _change(below.engine.years.reopen_month, commissioner, month, reason=reason, user=user)
    facts = terminal.facts(done, "commissioner label starts ends closes_on reopened_on reopened_by")
    terminal.told(f"{done.label} of {done.commissioner} is open until {below.clock.day_words(done.closes_on)}", facts)


def _change(verb: "Callable[..., Month]", commissioner: str, month: str, *, reason: str, user: str) -> "Month":
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        return verb(session, commissioner, month, reason=reason, actor=actor, now=terminal.now())
