"""`fundflow meeting attend`, `leave`, `will-leave`, `co-opt`, `chair`: who is in the room, when, and in which seat."""

from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import below, terminal, times
from fundflow.cli.options import As, Body, MeetingRef, Reason

if TYPE_CHECKING:
    from fundflow.database import Session

Who = Annotated[str, typer.Argument(metavar="USER", help="Sign-in name of the person.")]


def add_to(group: typer.Typer) -> None:
    """Add them to the group `meeting`."""
    group.command("attend")(attend)
    group.command("leave")(leave)
    group.command("will-leave")(will_leave)
    group.command("co-opt")(co_opt)
    group.command("chair")(chair)


def attend(
    ref: MeetingRef,
    who: Who,
    *,
    user: As,
    mode: Annotated[str, typer.Option(help="room, telephone or video.")] = "room",
    leaves_by: Annotated[
        str | None, typer.Option(metavar="TIME", help="When they will have to go: 15:00, on the meeting's day.")
    ] = None,
    at: times.At = None,
) -> None:
    """Record that a person has come, to every sitting in which they have a seat; without one they attend and speak."""
    with terminal.writing() as session:
        below.engine.meetings.attend(
            session,
            ref,
            who,
            mode=mode,
            leaves_by=times.of_meeting(session, ref, leaves_by, "--leaves-by"),
            at=times.of_meeting(session, ref, at),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        name, seats = _called(session, who), _seats(session, ref, who)
    there = f"{name} is at {ref}" + (f" by {mode}" if mode != "room" else "")
    line = f"{there}: {', '.join(seats)}" if seats else f"{there}, in attendance: no seat there and no vote"
    terminal.told(line, {"meeting": ref, "person": who, "mode": mode, "seats": seats})


def _called(session: "Session", who: str) -> str:
    return below.people.named(session, who).name


def _seats(session: "Session", ref: str, who: str) -> list[str]:
    person = below.people.named(session, who).id
    rooms = [
        below.committees.room(session, one.id or 0)
        for one in below.committees.sittings(session, below.committees.meeting(session, ref).id or 0)
    ]
    return [one.terms.short_title for one in rooms if person in {member.person for member in one.members}]


def leave(
    ref: MeetingRef,
    who: Who,
    *,
    user: As,
    body: Annotated[str | None, typer.Option(metavar="BODY", help="Only this body's sitting.")] = None,
    at: times.At = None,
) -> None:
    """Record that a person has left: every sitting, or the one named."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        moment = times.of_meeting(session, ref, at)
        lost = below.engine.meetings.leave(session, ref, who, sitting=body, at=moment, actor=actor, now=now)
        name = _called(session, who)
    terminal.told(f"{name} has left {body or ref}", {"meeting": ref, "person": who, "body": body, "lost": lost})
    for one in lost:
        terminal.note(one)


def will_leave(
    ref: MeetingRef,
    who: Who,
    *,
    by: Annotated[str, typer.Option(metavar="TIME", help="When they must go: 15:00, on the meeting's day.")],
    user: As,
) -> None:
    """Note when somebody must go, and say which items their body could not decide afterwards."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        moment = times.of_meeting(session, ref, by, "--by")
        assert moment is not None
        risks = below.engine.meetings.will_leave(session, ref, who, by=moment, actor=actor, now=now)
        name = _called(session, who)
    terminal.told(
        f"{name} leaves {ref} at {below.clock.time_words(moment)}", {"meeting": ref, "person": who, "risks": risks}
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
        name = _called(session, who)
    line = f"{name} is co-opted to {body} at {ref} as {role.replace('_', ' ')}"
    terminal.told(line, {"meeting": ref, "body": body, "person": who, "role": role})


def chair(ref: MeetingRef, body: Body, who: Who, *, user: As) -> None:
    """Name another chair for a body before its meeting opens."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.set_chair(session, ref, body, who, actor=actor, now=now)
        name = _called(session, who)
    terminal.told(f"{name} chairs {body} at {ref}", {"meeting": ref, "body": body, "chair": who})
