"""`fundflow meeting minutes`, `sheet` and what goes with them: the paper that a meeting makes, and makes again."""

from pathlib import Path
from typing import Annotated

import typer

from fundflow import plural
from fundflow.cli import below, terminal
from fundflow.cli.options import As, Body, Item, MeetingRef, Paper, Reason

Who = Annotated[str, typer.Argument(metavar="USER", help="Sign-in name of the person.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="A Word file to write.")]


def add_to(group: typer.Typer) -> None:
    """Add the commands about a meeting's papers to the group `meeting`."""
    group.command("minutes")(minutes)
    group.command("advance-minutes")(advance)
    group.command("amend-minutes")(amend)
    group.command("action")(action)
    group.command("actions")(actions)
    group.command("action-done")(action_done)
    group.command("pack")(pack)
    group.command("sheet")(sheet)
    group.command("enter-sheet")(enter_sheet)
    group.command("confirm-sheet")(confirm_sheet)


def minutes(
    ref: MeetingRef,
    body: Body,
    *,
    public: Annotated[bool, typer.Option("--public", help="Without the private items.")] = False,
    out: Out = None,
) -> None:
    """Print one body's minutes as they stand, or write them as a Word file."""
    with terminal.reading() as session:
        sitting = below.committees.sitting(session, ref, body)
        found = below.committees.minutes(session, sitting.id or 0, private=not public)
    if out is not None:
        from fundflow.exchange import exports  # noqa: PLC0415 - only a Word file needs it

        out.write_bytes(terminal.word(exports.minutes_docx(found)))
        terminal.told(f"{out} is written", {"file": str(out), "meeting": ref, "body": body, "state": found.state})
        return
    if terminal.wishes.json:
        terminal.document(found)
        return
    terminal.say(f"{found.body}: {found.meeting}, {found.held} ({found.state})")
    for line in found.present:
        terminal.say(f"  {line}")
    for title, lines in (("Matters arising", found.arising), ("To be done", found.actions)):
        for line in lines:
            terminal.say(f"{title}: {line}")
    for one in found.items:
        terminal.say(f"\n{one.minute_number or one.item}. {one.title}")
        for sentence in one.sentences:
            terminal.say(f"  {sentence}")
    for line in found.amendments:
        terminal.say(f"\n{line}")


def advance(
    ref: MeetingRef,
    body: Body,
    to: Annotated[str, typer.Argument(metavar="STAGE", help="checked, circulated or confirmed.")],
    *,
    user: As,
) -> None:
    """Carry a body's minutes on: checked by the chair, circulated, confirmed at the next meeting."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        state = below.engine.meetings.advance_minutes(session, ref, body, to=to, actor=actor, now=now)
    terminal.told(f"The minutes of {body} at {ref} are {state}", {"meeting": ref, "body": body, "minutes": state})


def amend(
    ref: MeetingRef,
    body: Body,
    *,
    text: Annotated[str, typer.Option(help="The correction, in words.")],
    user: As,
    item: Annotated[int | None, typer.Option(metavar="ITEM", help="The item that it corrects.")] = None,
) -> None:
    """Add a numbered correction to minutes that are not confirmed; their text is never rewritten."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        number = below.engine.meetings.amend_minutes(session, ref, body, text=text, item=item, actor=actor, now=now)
    terminal.told(f"Correction {number} to {body} at {ref}", {"meeting": ref, "body": body, "number": number})


def action(
    ref: MeetingRef,
    number: Item,
    body: Body,
    *,
    text: Annotated[str, typer.Option(help="What is to be done.")],
    owner: Annotated[str, typer.Option(help="Who does it.")],
    user: As,
    due: Annotated[str | None, typer.Option(metavar="DAY", help="By when.")] = None,
) -> None:
    """Minute something to be done: it comes up at the body's later meetings until it is done."""
    day = terminal.day(due, "--due")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        made = below.engine.meetings.add_action(
            session, ref, number, body, text=text, owner=owner, due_on=day, actor=actor, now=now
        )
    terminal.told(f"Action {made}: {owner}, {text}", {"action": made, "meeting": ref, "item": number, "owner": owner})


def action_done(
    number: Annotated[int, typer.Argument(metavar="ACTION", help="Its number.")], *, outcome: Reason, user: As
) -> None:
    """Mark a minuted action done, with what came of it."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.finish_action(session, number, outcome=outcome, actor=actor, now=now)
    terminal.told(f"Action {number} is done", {"action": number, "outcome": outcome})


def actions(
    *,
    body: Annotated[str | None, typer.Option(metavar="BODY", help="Only those of this body, by its name.")] = None,
    undone: Annotated[bool, typer.Option("--undone", help="Only those that wait.")] = False,
) -> None:
    """List what minutes asked people to do, each with the number by which it is marked done."""
    with terminal.reading() as session:
        number = below.committees.committee(session, body).id if body else None
        rows = [
            {
                "number": row.id,
                "meeting": meeting.ref,
                "body": below.committees.body_of(session, sitting.id or 0).key,
                **terminal.facts(row, "owner text due_on done_at outcome"),
            }
            for row, sitting, meeting in below.committees.all_actions(session, committee_id=number, undone=undone)
        ]
    terminal.table(rows, columns=("number", "meeting", "body", "owner", "text", "due_on", "outcome"))


def pack(
    ref: MeetingRef,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The Word file.")],
    reader: Annotated[
        str | None, typer.Option("--for", metavar="USER", help="Whose copy it is; default: of the one who asks.")
    ] = None,
    user: As,
) -> None:
    """Write a meeting's papers as one Word file: the agenda, then each item's paper, without those kept from its reader."""
    from fundflow.exchange.exports import meeting_pack  # noqa: PLC0415 - few commands need Word
    from fundflow.views import meeting_papers  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        if reader is not None and reader != user:
            below.engine.readership.must_see_office(actor, doing="Writing somebody else's copy of a meeting's papers")
            actor = terminal.acting(session, reader)
        made = meeting_papers.of_meeting(session, ref, reader=actor, now=now)
    out.write_bytes(terminal.word(meeting_pack.as_docx(made)))
    kept = [{"item": one.number, "why": one.kept_back} for one in made.items if one.kept_back]
    many = len(made.items) - len(kept)
    whose = f"copy of {made.reader}" if made.reader else "the office's own copy"
    facts = {"file": str(out), "meeting": ref, "reader": made.reader, "items": many, "kept_back": kept}
    terminal.told(f"{out}: {whose}, {plural.counted(many, 'item')}, {len(kept)} left out", facts)
    for one in kept:
        terminal.note(f"Item {one['item']} is left out: {one['why']}")


def sheet(
    ref: MeetingRef, *, out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The Word file.")]
) -> None:
    """Write the two pages on which a meeting is kept when the screen fails: who comes and goes, interests, votes."""
    from fundflow.exchange import exports  # noqa: PLC0415 - only a Word file needs it
    from fundflow.views import day_sheets  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        out.write_bytes(terminal.word(exports.day_sheet_docx(day_sheets.of_meeting(session, ref))))
    terminal.told(f"{out} is written", {"file": str(out), "meeting": ref})


def enter_sheet(ref: MeetingRef, file: Paper, *, user: As) -> None:
    """Enter a meeting from its paper sheet: every rule is asked at the time written there; a chair then confirms it."""
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    paper = papers.read(papers.SheetPaper, file)
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        many = below.engine.meetings.enter_sheet(
            session, ref, paper.written(), closed_at=below.clock.aware(paper.closed_at), actor=actor, now=now
        )
    terminal.told(
        f"{ref} is entered: {plural.counted(many, 'decision waits', 'decisions wait')} for the chair to confirm",
        {"meeting": ref, "decisions": many},
    )


def confirm_sheet(ref: MeetingRef, who: Who, *, user: As) -> None:
    """Record that a chair has confirmed what was entered from the sheet; only then can it be applied."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.confirm_sheet(session, ref, who, actor=actor, now=now)
    terminal.told(f"{who} has confirmed the record of {ref}", {"meeting": ref, "chair": who})
