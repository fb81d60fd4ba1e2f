"""`fundflow milestone`, `measure`, `event`: what an award promised, what came of it, and its rating."""

from datetime import date
from typing import Annotated, Any

import typer

from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import As, CaseRef, Reason, Viewer
from fundflow.errors import BadInput

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The milestone's number in its award.")]
Evidence = Annotated[str, typer.Option(help="What was seen: minutes, a rota, a file's address.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The measure's name.")]
Title = Annotated[str, typer.Option(help="What is to be done.")]
_MILESTONE = "number title state items items_met evidence"


def add_to(app: typer.Typer) -> None:
    """Add the groups `milestone`, `measure` and `event`; the rating goes with the award."""
    milestone = typer.Typer(no_args_is_help=True, help="Milestones of an award.")
    for command in (add, list_milestones, start, meet, evidence, reopen, comment):
        milestone.command(command.__name__.split("_", maxsplit=1)[0])(command)
    app.add_typer(milestone, name="milestone")
    measure = typer.Typer(no_args_is_help=True, help="Outcome measures of an award.")
    measure.command("add")(add_measure)
    measure.command("read")(read)
    measure.command("list")(list_measures)
    app.add_typer(measure, name="measure")
    event = typer.Typer(no_args_is_help=True, help="Significant events of an award.")
    event.command("add")(add_event)
    event.command("list")(list_events)
    app.add_typer(event, name="event")


def add(
    ref: CaseRef,
    *,
    title: Title,
    window: Annotated[
        list[str], typer.Option(metavar="FROM/TO[/LABEL]", help="When: 2017-07-01/2017-09-30; give several if so.")
    ],
    user: As,
    items: Annotated[int, typer.Option(help="How many parts are evidenced one by one.")] = 1,
    deliverable: Annotated[str, typer.Option(help="What it belongs to.")] = "",
    action: Annotated[str, typer.Option(help="By which action.")] = "",
) -> None:
    """Agree a milestone, with one window or several."""
    windows = [_window(one) for one in window]
    with terminal.writing() as session:
        row = below.engine.monitoring.add_milestone(
            session,
            ref,
            title=title,
            windows=windows,
            items=items,
            deliverable=deliverable,
            action=action,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = {"ref": ref, **terminal.facts(row, _MILESTONE)}
    terminal.told(f"{ref}: milestone {facts['number']}, {title}", facts)


def _window(text: str) -> Any:
    first, _, rest = text.partition("/")
    last, _, label = rest.partition("/")
    return below.monitoring.Window(terminal.needed_day(first, "--window"), terminal.needed_day(last, "--window"), label)


def list_milestones(ref: CaseRef, *, user: Viewer = None) -> None:
    """List an award's milestones as they stand today: what is overdue is worked out, never written down."""
    with terminal.reading() as session:
        seeing.case(session, ref, user, part="money")
        case = below.applications.get(session, ref)
        day = below.clock.london_day(terminal.now())
        rows = below.monitoring.milestones_shown(session, case.id or 0, on=day)
        names = "number title state due_on items_met items evidence warning deliverable action comment"
        terminal.table([terminal.facts(row, names) for row in rows])


def start(ref: CaseRef, number: Number, *, user: As) -> None:
    """Say that work on a milestone has begun."""
    _do("begin_milestone", ref, number, user)


def meet(
    ref: CaseRef,
    number: Number,
    *,
    user: As,
    evidence: Evidence = "",
    items: Annotated[int | None, typer.Option(help="How many of its parts; all if left out.")] = None,
    as_reported: Annotated[
        bool, typer.Option("--as-reported", help="Take the recipient's word; a warning stays until evidence is named.")
    ] = False,
    reason: Reason = "",
) -> None:
    """Accept a milestone's evidence: met, or met in part."""
    _do("meet_milestone", ref, number, user, evidence=evidence, items_met=items, as_reported=as_reported, reason=reason)


def evidence(ref: CaseRef, number: Number, *, user: As, evidence: Evidence) -> None:
    """Name the evidence of a milestone that was taken as reported."""
    _do("name_evidence", ref, number, user, evidence=evidence)


def reopen(ref: CaseRef, number: Number, *, user: As, reason: Reason) -> None:
    """Take back that a milestone was met."""
    _do("reopen_milestone", ref, number, user, reason=reason)


def comment(
    ref: CaseRef, number: Number, *, user: As, text: Annotated[str, typer.Option(help="What a report prints.")]
) -> None:
    """Write the comment that reports print beside a milestone."""
    _do("remark", ref, number, user, comment=text)


def _do(verb: str, ref: str, number: int, user: str, **given: Any) -> None:
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = getattr(below.engine.monitoring, verb)(session, ref, number, actor=actor, now=now, **given)
        facts = {"ref": ref, **terminal.facts(row, f"{_MILESTONE} comment")}
    state = facts["state"].replace("_", " ")
    terminal.told(f"{ref}: milestone {number}, {facts['title']}, is {state}", facts)


def add_measure(
    ref: CaseRef,
    name: Name,
    *,
    unit: Annotated[str, typer.Option(help="What is counted.")],
    baseline: Annotated[str, typer.Option(metavar="VALUE@DAY", help="Where it stands: 2140@2017-03-31.")],
    target: Annotated[str, typer.Option(metavar="VALUE@DAY", help="Where it is to get: 1800@2019-01-31.")],
    user: As,
    definition: Annotated[str, typer.Option(help="How it is counted.")] = "",
    source: Annotated[str, typer.Option(help="Where the figures come from.")] = "",
) -> None:
    """Agree an outcome measure; whether more or less is better follows from its baseline and target."""
    first, first_on = _value(baseline, "--baseline")
    last, last_on = _value(target, "--target")
    number = below.monitoring.number
    up = number(last, place="--target") >= number(first, place="--baseline")
    facts: dict[str, Any] = {
        "name": name,
        "definition": definition or name,
        "unit": unit,
        "direction": "up" if up else "down",
        "baseline": first,
        "baseline_on": first_on,
        "target": last,
        "target_on": last_on,
        "source": source,
    }
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.monitoring.add_measure(session, ref, actor=actor, now=now, **facts)
    terminal.told(f"{ref}: {name}, from {first} to {last} by {last_on}", {"ref": ref, **facts})


def _value(text: str, option: str) -> tuple[str, date]:
    value, sign, day = text.rpartition("@")
    if not sign or not value:
        raise BadInput(f"'{text}' is not a value on a day: write it as 2140@2017-03-31", place=option)
    return value, terminal.needed_day(day, option)


def read(
    ref: CaseRef,
    name: Name,
    *,
    value: Annotated[str, typer.Option(metavar="VALUE@DAY", help="What was measured: 2090@2017-09-30.")],
    user: As,
    replaces: Annotated[int | None, typer.Option(help="The number of a reading that it corrects.")] = None,
) -> None:
    """Record what a measure stood at on a day."""
    read, day = _value(value, "--value")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.monitoring.read_measure(
            session, ref, name, read_on=day, value=read, actor=actor, now=now, replaces=replaces
        )
        facts = {"ref": ref, "measure": name, **terminal.facts(row, "id read_on value replaces_id")}
    terminal.told(f"{ref}: {name} was {read} on {day}", facts)


def list_measures(ref: CaseRef, *, user: Viewer = None) -> None:
    """List an award's measures with their last reading and how far along their line they are."""
    with terminal.reading() as session:
        seeing.case(session, ref, user, part="money")
        case = below.applications.get(session, ref)
        day = below.clock.london_day(terminal.now())
        terminal.table(below.monitoring.measures_shown(session, case.id or 0, on=day))


def add_event(
    ref: CaseRef,
    *,
    text: Annotated[str, typer.Option(help="What happened.")],
    on: Annotated[str, typer.Option(metavar="DAY", help="When.")],
    kind: Annotated[str, typer.Option(help="positive or for_improvement.")],
    user: As,
    learnt: Annotated[str, typer.Option(help="What was learnt from it.")] = "",
) -> None:
    """Note a significant event, good or to learn from."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.monitoring.note_event(
            session,
            ref,
            happened_on=terminal.needed_day(on, "--on"),
            kind=kind,
            text=text,
            learnt=learnt,
            actor=actor,
            now=now,
        )
        facts = {"ref": ref, **terminal.facts(row, "number happened_on kind text learnt")}
    terminal.told(f"{ref}: event {facts['number']} is noted", facts)


def list_events(ref: CaseRef, *, user: Viewer = None) -> None:
    """List the significant events of an award."""
    with terminal.reading() as session:
        seeing.case(session, ref, user, part="money")
        case = below.applications.get(session, ref)
        rows = below.monitoring.significant_events(session, case.id or 0)
        terminal.table([terminal.facts(row, "number happened_on kind text learnt noted_name") for row in rows])


def rate(
    ref: CaseRef,
    rating: Annotated[str, typer.Argument(metavar="RATING", help="green, amber or red.")],
    *,
    reason: Reason,
    user: As,
) -> None:
    """Rate an award by judgement; what the figures say stands beside it."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.monitoring.correct_rating(session, ref, rating=rating, reason=reason, actor=actor, now=now)
        facts = {"ref": ref, **terminal.facts(row, "rating derived reason rated_name")}
    terminal.told(f"{ref} is rated {rating} by judgement ({facts['derived']} by the figures)", facts)
