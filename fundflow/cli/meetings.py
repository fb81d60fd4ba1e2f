"""`fundflow meeting`: called, opened, attended, interests declared, minuted, closed, listed and shown."""

from typing import Annotated

import typer

from fundflow.cli import below, decisions, foreseeing, minutes, terminal
from fundflow.cli.options import As, Body, Item, MeetingRef, Reason

At = Annotated[
    str | None,
    typer.Option("--at", metavar="MOMENT", help="When it was, where it is written down later; default: now."),
]
Who = Annotated[str, typer.Argument(metavar="USER", help="Sign-in name of the person.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `meeting`."""
    group = typer.Typer(no_args_is_help=True, help="Meetings of committees and groups.")
    group.command("call")(call)
    group.command("papers")(papers)
    group.command("item")(item)
    group.command("open")(open_meeting)
    group.command("attend")(attend)
    group.command("leave")(leave)
    group.command("interest")(interest)
    foreseeing.add_to(group)
    decisions.add_to(group)
    group.command("will-leave")(will_leave)
    group.command("co-opt")(co_opt)
    group.command("chair")(chair)
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
    starts_at = terminal.moment(starts, "--starts")
    assert starts_at is not None
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


def open_meeting(ref: MeetingRef, *, user: As, at: At = None) -> None:
    """Open a meeting on its day."""
    moment = terminal.moment(at, "--at")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.open_meeting(session, ref, at=moment, actor=actor, now=now)
    terminal.told(f"{ref} is open", {"meeting": ref, "state": "open"})


def close_meeting(ref: MeetingRef, *, user: As, at: At = None) -> None:
    """Close a meeting; staged decisions wait to be applied."""
    moment = terminal.moment(at, "--at")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.close_meeting(session, ref, at=moment, actor=actor, now=now)
    terminal.told(f"{ref} is closed", {"meeting": ref, "state": "closed"})


def attend(
    ref: MeetingRef,
    who: Who,
    *,
    user: As,
    mode: Annotated[str, typer.Option(help="room, telephone or video.")] = "room",
    leaves_by: Annotated[str | None, typer.Option(metavar="MOMENT", help="When they will have to go.")] = None,
    at: At = None,
) -> None:
    """Record that a person has come, to every sitting in which they have a seat."""
    with terminal.writing() as session:
        below.engine.meetings.attend(
            session,
            ref,
            who,
            mode=mode,
            leaves_by=terminal.moment(leaves_by, "--leaves-by"),
            at=terminal.moment(at, "--at"),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
    terminal.told(f"{who} is at {ref}", {"meeting": ref, "person": who, "mode": mode})


def leave(
    ref: MeetingRef,
    who: Who,
    *,
    user: As,
    body: Annotated[str | None, typer.Option(metavar="BODY", help="Only this body's sitting.")] = None,
    at: At = None,
) -> None:
    """Record that a person has left: every sitting, or the one named."""
    moment = terminal.moment(at, "--at")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        lost = below.engine.meetings.leave(session, ref, who, sitting=body, at=moment, actor=actor, now=now)
    terminal.told(f"{who} has left {body or ref}", {"meeting": ref, "person": who, "body": body, "lost": lost})
    for one in lost:
        terminal.note(one)


def will_leave(
    ref: MeetingRef,
    who: Who,
    *,
    by: Annotated[str, typer.Option(metavar="MOMENT", help="When they must go.")],
    user: As,
) -> None:
    """Note when somebody must go, and say which items their body could not decide afterwards."""
    moment = terminal.moment(by, "--by")
    assert moment is not None
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        risks = below.engine.meetings.will_leave(session, ref, who, by=moment, actor=actor, now=now)
    terminal.told(
        f"{who} leaves {ref} at {below.clock.time_words(moment)}", {"meeting": ref, "person": who, "risks": risks}
    )
    for one in risks:
        terminal.note(one)


def co_opt(
    ref: MeetingRef,
    body: Body,
    who: Who,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="The seat, e.g. lay.")],
    *,
    reason: Reason,
    user: As,
) -> None:
    """Seat somebody from outside for this sitting, where the terms allow it; they must also come (`attend`)."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.co_opt(session, ref, body, who, role, reason=reason, actor=actor, now=now)
    terminal.told(f"{who} is co-opted to {body} at {ref}", {"meeting": ref, "body": body, "person": who, "role": role})


def chair(ref: MeetingRef, body: Body, who: Who, *, user: As) -> None:
    """Name another chair for a body before its meeting opens."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.set_chair(session, ref, body, who, actor=actor, now=now)
    terminal.told(f"{who} chairs {body} at {ref}", {"meeting": ref, "body": body, "chair": who})


def quorum(
    ref: MeetingRef,
    number: Item,
    *,
    at: Annotated[str | None, typer.Option(metavar="MOMENT", help="Any second of the past; default: now.")] = None,
) -> None:
    """Say whether each body could decide an item at a moment, why, and what would make it quorate."""
    moment = terminal.moment(at, "--at") or terminal.now()
    with terminal.reading() as session:
        item = below.committees.item(session, ref, number)
        rows = [
            {
                **terminal.facts(one, "body can_decide why"),
                "ways_out": "; ".join(way.sentence for way in one.remedies),
            }
            for one in below.committees.standing(session, item.id or 0, at=moment)
        ]
    terminal.table(rows, columns=("body", "can_decide", "why", "ways_out"))


def interest(
    ref: MeetingRef,
    number: Item,
    who: Who,
    *,
    nature: Annotated[str, typer.Option(help="What the interest is, in words.")],
    user: As,
    kind: Annotated[str, typer.Option(help="financial, non_financial_professional, ...")] = "financial",
    relation: Annotated[str, typer.Option(help="How it touches the item, e.g. participant or rival.")] = "participant",
    organisation: Annotated[str | None, typer.Option(metavar="CODE", help="The organisation concerned.")] = None,
    action: Annotated[list[str] | None, typer.Option(help="What the chair rules; give it once for each.")] = None,
    ruled_by: Annotated[
        str | None, typer.Option(metavar="USER", help="Who ruled: the chair or the vice-chair.")
    ] = None,
    at: At = None,
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
            at=terminal.moment(at, "--at"),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
    terminal.told(
        f"{who} declared an interest in item {number} of {ref}",
        {"meeting": ref, "item": number, "person": who, "touched": touched},
    )
    for one in touched:
        terminal.note(one)


def list_meetings(
    *,
    state: Annotated[str | None, typer.Option(help="Only planned, open or closed ones.")] = None,
) -> None:
    """List meetings by date."""
    with terminal.reading() as session:
        found = below.committees.meetings(session, state=state)
        terminal.table([terminal.facts(one, "ref title state starts_at place") for one in found])


def show(ref: MeetingRef) -> None:
    """Show a meeting: its bodies, who is there, and for each item whether each body can decide it now."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        terminal.sheet(whole.meeting(session, ref, now=terminal.now()))
