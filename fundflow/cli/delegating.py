"""`fundflow delegation`: who may decide how much in a committee's place, and the decision of a share by delegates."""

from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import below, terminal, values
from fundflow.cli.options import Approved, As, CaseRef, CutLines, Reason
from fundflow.clock import london_day

if TYPE_CHECKING:
    from fundflow.committees import Delegated

Commissioner = Annotated[
    str, typer.Argument(metavar="COMMISSIONER", help="Code of the commissioner whose share it is.")
]


def add_to(app: typer.Typer) -> None:
    """Add the group `delegation`."""
    group = typer.Typer(no_args_is_help=True, help="What delegates decide in a committee's place, by its terms.")
    group.command("decide")(decide)
    group.command("sign")(sign)
    group.command("bands")(bands)
    app.add_typer(group, name="delegation")


def decide(
    case: CaseRef,
    commissioner: Commissioner,
    *,
    outcome: Annotated[str, typer.Option(help="approve, approve_less or reject.")],
    authority: Annotated[str, typer.Option(help="Paragraph of the scheme of delegation that lets you.")],
    user: As,
    amount: Approved = None,
    cut_lines: CutLines = "",
    reason: Reason = "",
) -> None:
    """Decide one commissioner's share in its committee's place; the band of the amount says who else signs."""
    choice = below.committees.Delegated(
        outcome=outcome,
        authority=authority,
        amounts=values.amounts(amount, option="--amount") or None,
        cut_lines=cut_lines,
        reason=reason,
    )
    _record(case, commissioner, choice, user)


def sign(case: CaseRef, commissioner: Commissioner, *, user: As) -> None:
    """Sign what another delegate decided of a share, as it was decided."""
    _record(case, commissioner, None, user)


def _record(case: str, commissioner: str, choice: "Delegated | None", user: str) -> None:
    with terminal.writing() as session:
        taken = below.engine.meetings.decide_by_delegation(
            session, case, commissioner, choice, actor=terminal.acting(session, user), now=terminal.now()
        )
    waits = [role.replace("_", " ") for role in taken[0].waiting_for]
    said = (
        f"{case}: {commissioner}'s share waits for {' and '.join(waits)}"
        if waits
        else f"{case}: {commissioner}'s share is decided"
    )
    terminal.told(said, {"ref": case, "commissioner": commissioner, "state": taken[-1].state, "waiting_for": waits})
    for one in taken[1:]:
        terminal.note(f"{one.ref}: {one.before} -> {one.state}")


_COLUMNS = ("up_to", "decides", "signs")


def bands(body: Annotated[str, typer.Argument(metavar="BODY", help="A committee.")]) -> None:
    """Show who decides how much by a committee's terms, and who signs together."""
    with terminal.reading() as session:
        terms = below.committees.terms(session, body, on=london_day(terminal.now()))
    rows = [
        {
            "up_to": "any amount" if band.up_to is None else below.money.pounds(band.up_to),
            "decides": band.decides,
            "signs": ", ".join(role.replace("_", " ") for role in band.roles) or "the committee's secretary",
        }
        for band in terms.delegation
    ]
    terminal.table(rows, columns=_COLUMNS)
