"""`fundflow year write-back` and `adjust`: accruals put right."""

from typing import Annotated

import typer

from fundflow import money
from fundflow.cli import below, terminal
from fundflow.cli.money import Key, On, key_of
from fundflow.cli.options import As, CaseRef, Reason


def write_back(
    ref: CaseRef,
    key: Key,
    *,
    actual: Annotated[
        str, typer.Option(metavar="AMOUNT", help="What it should have been: £1,234.50; default: nothing.")
    ] = "0",
    reason: Reason,
    user: As,
    on: On = None,
) -> None:
    """Undo an award's accrual in an open year whole, and accrue the actual figure; the difference is said."""
    wanted, pence, now = key_of(key, "KEY"), money.parse(actual, place="--actual"), terminal.now()
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        done = below.engine.adjusting.write_back(
            session, ref, wanted, actual=pence, on=terminal.day(on, "--on"), reason=reason, actor=actor, now=now
        )
    less = "less" if done.pence >= 0 else "more"
    terminal.told(
        f"{ref}: {money.pounds(pence)} is accrued in {wanted}, {money.pounds(abs(done.pence))} {less} than before",
        {"ref": ref, "key": wanted, "accrued_pence": pence, "difference_pence": done.pence},
    )


def adjust(ref: CaseRef, key: Key, *, reason: Reason = "", user: As) -> None:
    """Take an award's accrual out of a closed year: one person asks, another approves under their own name."""
    wanted = key_of(key, "KEY")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        done = below.engine.adjusting.adjust_prior_year(
            session, ref, wanted, reason=reason, actor=actor, now=terminal.now()
        )
    facts = {"ref": ref, "key": wanted, "adjusted_pence": done.pence}
    if done.waiting:
        terminal.told(done.waiting.line, {**facts, "waiting_for": list(done.waiting.agrees)})
    else:
        terminal.told(f"{money.pounds(done.pence)} of {ref} left {wanted}", {**facts, "waiting_for": []})
