"""`fundflow award leave, duty, asset, take-over, due-diligence, show`: partners, duties, and what outlives an award."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow import money
from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import As, CaseRef, Reason, Viewer

if TYPE_CHECKING:
    from fundflow.engine.partners import Leaving

Code = Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code.")]
On = Annotated[str | None, typer.Option(metavar="DAY", help="From which day; today if left out.")]
Amount = Annotated[str | None, typer.Option(metavar="AMOUNT", help="£1,234.50 or 1234.50.")]


def add_commands(award: typer.Typer) -> None:
    """Add the commands to the group `award`."""
    award.command("leave")(leave)
    award.command("duty")(duty)
    award.command("asset")(asset)
    award.command("end-asset")(end_asset)
    award.command("assets")(assets)
    award.command("take-over")(take_over)
    award.command("due-diligence")(due_diligence)
    award.command("snooze")(snooze)
    award.command("history")(history)


def leave(
    ref: CaseRef,
    code: Code,
    *,
    user: As,
    reason: Reason = "",
    on: On = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="Do it; without this it is only shown.")] = False,
    told: Annotated[str, typer.Option(help="How and when the lead was told, if nobody of it looked.")] = "",
) -> None:
    """Show what a partner's leaving does to the fund's rules (the lead looks first); with --confirm, let it leave."""
    now = terminal.now()
    day = terminal.day(on, "--on")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        verbs = below.engine.partners
        found = (
            verbs.leave(session, ref, code, on=day, reason=reason, told=told, actor=actor, now=now)
            if confirm
            else verbs.show_leaving(session, ref, code, actor=actor, now=now)
        )
    _show(found, done=confirm)


def _show(found: "Leaving", *, done: bool) -> None:
    rules = [
        {"rule": one.code, "asks": one.title, "now": one.now or "met", "without_it": one.without or "met"}
        for one in found.gates
    ]
    facts: dict[str, Any] = {
        "ref": found.ref,
        "organisation": found.organisation,
        "name": found.name,
        "does": found.commitments,
        "budget_pence": found.budget_pence,
        "partners_left": found.partners_left,
        "breaks": [one.code for one in found.broken],
        "done": done,
    }
    if terminal.wishes.json:
        terminal.document({**facts, "rules": rules})
        return
    what = "has left" if done else "has not left yet: add --confirm and --reason to do it"
    terminal.say(
        f"{found.name} ({found.organisation}) {what}. {found.ref} has {found.partners_left} organisations then."
    )
    for one in found.broken:
        terminal.say(f"Rule {one.code} ({one.source}) would no longer be met: {one.without}")
    if not found.broken:
        terminal.say("Every rule that is met now is still met.")
    elif done:
        terminal.say(
            "An officer is asked to look at whether the award must be reviewed (fundflow step ... trigger_review)."
        )
    terminal.table([one for one in rules if one["now"] != "met" or one["without_it"] != "met"], title="Rules not met")


def duty(
    ref: CaseRef,
    code: Code,
    *,
    does: Annotated[str, typer.Option(help="What it owes under the award.")],
    user: As,
    amount: Amount = None,
) -> None:
    """State what a participant owes under the award, and its part of the money where that is agreed."""
    pence = money.parse(amount, place="--amount") if amount else None
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.set_duty(session, ref, code, duty=does, pence=pence, actor=actor, now=now)
        facts = {"ref": ref, **terminal.facts(row, "organisation duty pence")}
    terminal.told(f"{ref}: {code} {does}", facts)


def asset(
    ref: CaseRef,
    *,
    what: Annotated[str, typer.Option(help="What was bought.")],
    amount: Annotated[str, typer.Option(metavar="AMOUNT", help="What it cost.")],
    bought: Annotated[str, typer.Option(metavar="DAY", help="When.")],
    life: Annotated[int, typer.Option(metavar="YEARS", help="Its agreed life.")],
    duty: Annotated[str, typer.Option(help="What must be done, or not done, with it.")],
    user: As,
) -> None:
    """List something that lasts and that the money bought; its duty outlives the award."""
    day = terminal.needed_day(bought, "--bought")
    pence = money.parse(amount, place="--amount")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.add_asset(
            session, ref, what=what, pence=pence, bought_on=day, life_years=life, duty=duty, actor=actor, now=now
        )
        facts = {"ref": ref, **terminal.facts(row, "number what pence until duty")}
    terminal.told(f"{ref}: {what}, until {facts['until']}: {duty}", facts)


def end_asset(
    ref: CaseRef,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="Its number under the award.")],
    *,
    on: Annotated[str, typer.Option(metavar="DAY", help="From which day the duty ends.")],
    reason: Reason,
    user: As,
) -> None:
    """End the duty on something before its life is over: sold, used up, given back."""
    day = terminal.needed_day(on, "--on")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.end_asset(session, ref, number, on=day, reason=reason, actor=actor, now=now)
        facts = {"ref": ref, **terminal.facts(row, "number what ended_on end_reason")}
    terminal.told(f"{ref}: the duty on {facts['what']} ends on {day}", facts)


def assets(
    ref: Annotated[str | None, typer.Argument(metavar="[REF]", help="An award; without it, every award.")] = None,
    *,
    user: Viewer = None,
) -> None:
    """List what awards bought that lasts, with its duties, closed awards too."""
    with terminal.reading() as session:
        every = [ref] if ref else [row.ref for row in below.applications.find_cases(session)]
        cases = seeing.only(session, every, user, ref=str, part="money")
        rows = []
        for one in cases:
            award = below.awards.find_award(session, below.applications.get(session, one).id or 0)
            for row in below.awards.assets(session, award.id or 0) if award else ():
                names = "number what pence bought_on life_years until duty ended_on end_reason"
                facts = terminal.facts(row, names)
                rows.append({"ref": one, **facts, "cost_pence": facts.pop("pence")})
        terminal.table(rows)


def take_over(ref: CaseRef, *, user: As) -> None:
    """Say, as signatory of the organisation to which an award is to pass, that it takes the award over."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.take_over(session, ref, actor=actor, now=now)
        facts = {"ref": ref, **terminal.facts(row, "number kind details")}
    terminal.told(f"{ref}: taken over by {facts['details']['taken_over_by']}, once the committee agrees", facts)


def due_diligence(
    ref: CaseRef, *, found: Annotated[str, typer.Option(help="What was looked at, and what was found.")], user: As
) -> None:
    """Record what was looked at before an award passes to another lead."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.awards.record_due_diligence(session, ref, found=found, actor=actor, now=now)
        facts = {"ref": ref, **terminal.facts(row, "number kind details")}
    terminal.told(f"{ref}: due diligence is recorded", facts)


def snooze(
    ref: CaseRef,
    *,
    until: Annotated[str, typer.Option(metavar="DAY", help="On which day it is proposed again.")],
    reason: Reason,
    user: As,
) -> None:
    """Put off what a timer proposed about an award's last date (conditions before payment, stopped payments)."""
    day = terminal.needed_day(until, "--until")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        said = below.engine.long_stops.snooze(session, ref, until=day, reason=reason, actor=actor, now=now)
    terminal.told(f"{ref}: {said} is put off until {day}", {"ref": ref, "put_off": said, "until": day.isoformat()})


def history(ref: CaseRef, *, user: Viewer = None) -> None:
    """Show an award's dates and money, and every change, review, stop, report, duty and asset of it."""
    from fundflow.cli import awarded  # noqa: PLC0415 - it composes many queries

    with terminal.reading() as session:
        seeing.case(session, ref, user, part="money")
        terminal.sheet(awarded.award(session, ref))
