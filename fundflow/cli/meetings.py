"""`fundflow meeting`: called, opened, attended, interests declared, minuted, closed, listed and shown."""

from typing import Annotated

import typer

from fundflow.cli import attendance, below, decisions, foreseeing, minutes, terminal, times
from fundflow.cli.options import As, Item, MeetingRef

RULINGS = (
    "leave_room, withhold_papers, stay_no_discuss_no_vote, stay_discuss_no_vote, stay_and_vote, no_action_noted or "
    "remove_from_role."
)
Kind = Annotated[str, typer.Option(help="financial, non_financial_professional, non_financial_personal or indirect.")]
Relation = Annotated[
    str,
    typer.Option(help="participant, federation_of_participant, spouse_of_participant, same_area or none (of these)."),
]
Who = Annotated[str, typer.Argument(metavar="USER", help="Sign-in name of the person.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `meeting`."""
    group = typer.Typer(no_args_is_help=True, help="Meetings of committees and groups.")
    group.command("call")(call)
    group.command("papers")(papers)
    group.command("item")(item)
    group.command("table")(table)
    group.command("open")(open_meeting)
    attendance.add_to(group)
    group.command("interest")(interest)
    group.command("rule")(rule)
    foreseeing.add_to(group)
    decisions.add_to(group)
    group.command("quorum")(quorum)
    minutes.add_to(group)
    group.command("close")(close_meeting)
    group.command("list")(list_meetings)
    group.command("show")(show)
    app.add_typer(group, name="meeting")


def call(
    ref: MeetingRef,
    *,
    title: Annotated[str, typer.Option(help="What it is called.")],
    starts: Annotated[str, typer.Option(metavar="MOMENT", help="When it starts, e.g. '2017-06-14 13:00'.")],
    body: Annotated[list[str], typer.Option(metavar="BODY", help="A committee that sits; give it once for each.")],
    user: As,
    papers_out: Annotated[str | None, typer.Option(metavar="DAY", help="The day on which the papers went out.")] = None,
    place: Annotated[str, typer.Option(help="Where.")] = "",
) -> None:
    """Call one or several bodies to sit together; each keeps its own members, quorum and votes."""
    starts_at = terminal.needed_moment(starts, "--starts")
    with terminal.writing() as session:
        row = below.engine.meetings.call(
            session,
            ref,
            title=title,
            starts_at=starts_at,
            bodies=body,
            papers_out_on=terminal.day(papers_out, "--papers-out"),
            place=place,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = {**terminal.facts(row, "ref title state starts_at papers_out_on place"), "bodies": body}
    terminal.told(f"{ref} is called for {below.clock.moment_words(starts_at)}", facts)


def papers(
    ref: MeetingRef,
    *,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The day; today if left out.")] = None,
    user: As,
) -> None:
    """Write down the day on which a meeting's papers went out."""
    day = terminal.day(on, "--on")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.meetings.send_papers(session, ref, on=day, actor=actor, now=now)
        facts = terminal.facts(row, "ref state starts_at papers_out_on")
    terminal.told(f"The papers of {ref} went out on {facts['papers_out_on']}", facts)


def item(
    ref: MeetingRef,
    *,
    user: As,
    case: Annotated[str | None, typer.Option(metavar="REF", help="The bid that it is about.")] = None,
    title: Annotated[str, typer.Option(help="What it is about, if not a bid.")] = "",
    number: Annotated[int | None, typer.Option(help="Its number; default: the next.")] = None,
) -> None:
    """Put a bid, or another matter, on the agenda."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.meetings.add_item(
            session, ref, case_ref=case, title=title, number=number, actor=actor, now=now
        )
        facts = {"meeting": ref, "case": case, **terminal.facts(row, "number title")}
    terminal.told(f"Item {facts['number']} of {ref}: {facts['title']}", facts)


def table(
    ref: MeetingRef,
    cases: Annotated[list[str], typer.Argument(metavar="REF...", help="Bids, e.g. TF-17-0001, in the order wanted.")],
    *,
    initials: Annotated[str, typer.Option(help="Of the author of the paper, for its cover sheet.")],
    action_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROW", help="A row of the cover sheet that needs action, e.g. budget; the others need none."
        ),
    ] = None,
    user: As,
) -> None:
    """Table bids: each with its cover sheet, before its committees, and on the agenda unless it is there."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        rows = [
            below.engine.meetings.table(
                session, ref, one, initials=initials, action_on=action_on or (), actor=actor, now=now
            )
            for one in cases
        ]
        facts = [
            {"meeting": ref, "case": case, **terminal.facts(row, "number title")}
            for case, row in zip(cases, rows, strict=True)
        ]
    if terminal.wishes.json:
        terminal.document(facts)
        return
    for one in facts:
        terminal.say(f"{one['case']} is tabled as item {one['number']} of {ref}: {one['title']}")


def open_meeting(ref: MeetingRef, *, user: As, at: times.At = None) -> None:
    """Open a meeting on its day."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        moment = times.of_meeting(session, ref, at)
        below.engine.meetings.open_meeting(session, ref, at=moment, actor=actor, now=now)
    terminal.told(f"{ref} is open", {"meeting": ref, "state": "open"})


def close_meeting(ref: MeetingRef, *, user: As, at: times.At = None) -> None:
    """Close a meeting; staged decisions wait to be applied."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        moment = times.of_meeting(session, ref, at)
        below.engine.meetings.close_meeting(session, ref, at=moment, actor=actor, now=now)
    terminal.told(f"{ref} is closed", {"meeting": ref, "state": "closed"})


def quorum(
    ref: MeetingRef,
    number: Item,
    *,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="Any second: 13:05, on the meeting's day; default: now.")
    ] = None,
) -> None:
    """Say whether each body could decide an item at a moment, why, and what would make it quorate."""
    with terminal.reading() as session:
        moment = times.of_meeting(session, ref, at) or terminal.now()
        item = below.committees.item(session, ref, number)
        rows = [
            {
                **terminal.facts(one, "body can_decide why"),
                "ways_out": "; ".join(way.sentence for way in one.remedies),
            }
            for one in below.committees.standing(session, item.id or 0, at=moment)
            if one.concerned
        ]
    if terminal.wishes.json:
        terminal.document(rows)
        return
    for row in rows:
        terminal.say(f"{row['body']} {'can' if row['can_decide'] else 'cannot'} decide item {number}. {row['why']}")
        if row["ways_out"]:
            terminal.say(f"  Ways out: {row['ways_out']}.")


def interest(
    ref: MeetingRef,
    number: Item,
    who: Who,
    *,
    nature: Annotated[str, typer.Option(help="What the interest is, in words.")],
    user: As,
    kind: Kind = "financial",
    relation: Relation = "participant",
    organisation: Annotated[str | None, typer.Option(metavar="CODE", help="The organisation concerned.")] = None,
    action: Annotated[list[str] | None, typer.Option(help=f"What the chair rules, once for each: {RULINGS}")] = None,
    ruled_by: Annotated[
        str | None, typer.Option(metavar="USER", help="Who ruled: the chair or the vice-chair.")
    ] = None,
    at: times.At = None,
) -> None:
    """Record an interest in an item, and how the chair rules on it."""
    with terminal.writing() as session:
        touched = below.engine.meetings.declare(
            session,
            ref,
            number,
            who,
            nature=nature,
            kind=kind,
            relation=relation,
            organisation=organisation,
            actions=action or (),
            ruled_by=ruled_by,
            at=times.of_meeting(session, ref, at),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        name = below.people.named(session, who).name
    terminal.told(
        f"{name} declared an interest in item {number} of {ref}",
        {"meeting": ref, "item": number, "person": who, "touched": touched},
    )
    for one in touched:
        terminal.note(one)


def rule(
    ref: MeetingRef,
    number: Item,
    who: Who,
    *,
    action: Annotated[list[str], typer.Option(help=f"What the chair rules, once for each: {RULINGS}")],
    ruled_by: Annotated[str, typer.Option(metavar="USER", help="Who ruled: the chair or the vice-chair.")],
    user: As,
    at: times.At = None,
) -> None:
    """Record how the chair rules on an interest that is declared already, such as one that the registers knew."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        moment = times.of_meeting(session, ref, at)
        below.engine.meetings.rule(
            session, ref, number, who, actions=action, ruled_by=ruled_by, at=moment, actor=actor, now=now
        )
        name, chair = below.people.named(session, who).name, below.people.named(session, ruled_by).name
    words = {one.value: said for one, said in below.committees.RULED.items()}
    said = " and ".join(words[one] for one in action)
    terminal.told(
        f"{chair} ruled on item {number} of {ref}: {name} {said}",
        {"meeting": ref, "item": number, "person": who, "actions": action, "ruled_by": ruled_by},
    )


def list_meetings(
    *,
    state: Annotated[str | None, typer.Option(help="Only planned, open or closed ones.")] = None,
) -> None:
    """List meetings by date."""
    with terminal.reading() as session:
        found = below.committees.meetings(session, state=state)
        terminal.table([terminal.facts(one, "ref title state starts_at place") for one in found])


def show(ref: MeetingRef) -> None:
    """Show a meeting: its bodies, who is there, its agenda, and which body can decide which item."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        found = whole.meeting(session, ref, now=terminal.now())
        if terminal.wishes.json:
            terminal.document(found)
            return
        ahead = below.engine.meetings.forecast(session, ref, now=terminal.now()).items
    items = found.pop("items")
    terminal.sheet(found)
    agenda = {row["item"]: row for row in items}
    terminal.table(agenda.values(), columns=("item", "case", "title", "rank", "leads_order", "linked"), title="Agenda")
    if found["state"] == "closed":
        return
    title = "Who could decide, if all who vote came" if found["state"] == "planned" else "Who can decide now"
    rows = [terminal.facts(one, "item body can_decide why") for one in ahead]
    terminal.table(rows, columns=("item", "body", "can_decide", "why"), title=title)
