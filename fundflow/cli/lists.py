"""`fundflow organisation alias, disperse, challenge, correct-list, entitlement`: names, lists, and what lists give."""

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from fundflow import money, plural
from fundflow.cli import below, terminal, values
from fundflow.cli.options import As, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fundflow.allocations import Shared
    from fundflow.organisations import ListSize

Code = Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code.")]
On = Annotated[str, typer.Option(metavar="DAY", help="The day, e.g. 2018-04-01.")]
Basis = Annotated[str, typer.Option(help="registered, weighted or resident.")]
Patients = Annotated[int, typer.Option(min=0, help="How many patients.")]


def add_to(group: typer.Typer) -> None:
    """Add what is done about names and lists to the group `organisation`."""
    group.command("alias")(alias)
    group.command("disperse")(disperse)
    group.command("challenge")(challenge)
    group.command("correct-list")(correct)
    group.command("entitlement")(entitlement)


def alias(
    code: Code,
    *,
    called: Annotated[str, typer.Option(help="The other name, as papers print it.")],
    user: As,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Since when.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Until when.")] = None,
) -> None:
    """Confirm that papers call an organisation by another name; names alone are never matched."""
    with terminal.writing() as session:
        row = below.engine.register.alias(
            session,
            code,
            called=called,
            starts=terminal.day(since, "--since"),
            ends=terminal.day(until, "--until"),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = terminal.facts(row, "organisation alias starts ends confirmed_by")
    terminal.told(f"{code} is also called '{called}', as {facts['confirmed_by']} confirms", facts)


def disperse(
    code: Code,
    *,
    to: Annotated[list[str], typer.Option(metavar="CODE=PATIENTS", help="A neighbour and how many it took on.")],
    on: On,
    user: As,
    reason: Reason = "",
) -> None:
    """Record where the patients of a closed practice went: neighbours' lists grow from the day after its last."""
    day = terminal.needed_day(on, "--on")
    given = {name: _patients(many) for name, many in values.named(to, option="--to").items()}
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        grown = below.engine.register.disperse(
            session, code, to=given, on=day, reason=reason, actor=actor, now=terminal.now()
        )
        rows = [terminal.facts(size, "code patients basis on source") for size in grown]
        think_of = below.engine.register.suggestions(session, given, on=day)
    facts = {"lists": rows, "think_of": [terminal.facts(one, "code percent round") for one in think_of]}
    terminal.told(
        f"{plural.counted(len(rows), 'list has', 'lists have')} grown by {sum(given.values()):,} patients of {code}",
        facts,
    )
    for one in think_of:
        terminal.say(one.said)


def _patients(text: str) -> int:
    whole, _ = below.organisations.parse_patients(text, place="--to")
    return whole


def challenge(
    code: Code,
    *,
    patients: Patients,
    why: Annotated[str, typer.Option(help="How you know, in words.")],
    user: As,
    basis: Basis = "registered",
) -> None:
    """Say that a list on record is wrong: an officer is asked to look, and nothing else waits."""
    with terminal.writing() as session:
        said = below.engine.register.challenge_list(
            session,
            code,
            basis=basis,
            patients=patients,
            why=why,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
    terminal.told(said, {"organisation": code, "basis": basis, "patients": patients})


def correct(
    code: Code,
    *,
    on: On,
    patients: Patients,
    source: Annotated[str, typer.Option(help="Where the right figure comes from.")],
    user: As,
    basis: Basis = "registered",
    reason: Reason = "",
) -> None:
    """Correct a list on record; the figure before stays in the organisation's history."""
    day = terminal.needed_day(on, "--on")
    with terminal.writing() as session:
        row = below.engine.register.correct_list(
            session,
            code,
            basis=basis,
            on=day,
            patients=patients,
            source=source,
            reason=reason,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = terminal.facts(row, "organisation basis taken_on patients source")
    terminal.told(f"{code} had {patients:,} {basis} patients on {day}", facts)


def entitlement(
    *,
    on: Annotated[str, typer.Option(metavar="DAY", help="The day whose lists count.")],
    rate: Annotated[str | None, typer.Option(metavar="AMOUNT", help="Pounds a head, e.g. 1.50.")] = None,
    total: Annotated[str | None, typer.Option(metavar="AMOUNT", help="A sum to share instead of a rate.")] = None,
    basis: Basis = "registered",
    commissioner: Annotated[str | None, typer.Option(help="Only the practices of this commissioner.")] = None,
    against: Annotated[
        str | None, typer.Option(metavar="DAY", help="Also show what the same sum is a head by the lists of this day.")
    ] = None,
) -> None:
    """Work out what each practice is due by its list: to the penny, nought for a list of nought, never by a guess."""
    if (rate is None) == (total is None):
        raise typer.BadParameter("give a rate a head or a total to share: one of them", param_hint="--rate")
    day, later = terminal.needed_day(on, "--on"), terminal.day(against, "--against")
    with terminal.reading() as session:
        practices = below.organisations.practices_open(session, on=day, commissioner=commissioner)
        lists = below.organisations.list_sizes(session, practices, basis=basis, on=day)
        shared = below.allocations.share_by_list(
            practices,
            lists,
            basis=basis,
            total_pence=money.parse(total) if total else None,
            rate_pence=Fraction(money.parse(rate)) if rate else None,
        )
        drift = below.organisations.list_sizes(session, practices, basis=basis, on=later) if later else {}
    _say(shared, lists, drift, later)


def _say(
    shared: "Shared", lists: "Mapping[str, ListSize]", drift: "Mapping[str, ListSize]", later: "date | None"
) -> None:
    rows = [
        {"practice": code, "patients": f"{lists[code].patients}.{lists[code].hundredths:02d}", "due_pence": pence}
        for code, pence in shared.shares.items()
    ]
    terminal.table(rows)
    terminal.note(
        f"{len(rows):,} practices, {float(shared.patients):,.2f} {shared.basis} patients, "
        f"{money.pounds(shared.total_pence)} in all; {len(shared.zero):,} with a list of nought are due nothing"
    )
    now = Fraction(sum(size.in_hundredths for size in drift.values()), 100)
    if now:
        terminal.note(
            f"The sum stays; by the lists of {later} it is £{float(shared.total_pence / now) / 100:.4f} a head "
            f"instead of £{float(shared.per_head) / 100:.4f}"
        )
