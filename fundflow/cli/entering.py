"""`fundflow application enter`, `ask-confirmation`, `confirm`, `set-aside`: typed in for somebody, and cleaned up."""

from pathlib import Path
from typing import Annotated

import typer

from fundflow.cli import below, inviting, terminal
from fundflow.cli.options import As, CaseRef, Reason

CAME = {"paper": "from paper", "word": "from a Word file", "telephone": "from a telephone call"}
"""How a bid reached the office, in words."""


def enter(
    round_ref: Annotated[str, typer.Argument(metavar="ROUND", help="The round in which it bids.")],
    *,
    lead: Annotated[str, typer.Option(help="Code of the organisation that leads it.")],
    title: Annotated[str, typer.Option(help="What it is called.")],
    source: Annotated[str, typer.Option(help="How it reached us: paper, word or telephone.")],
    original: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The paper or file that it was typed from.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="YAML or JSON of what it says.")] = None,
    user: As,
) -> None:
    """Enter a bid on behalf of somebody; it counts once its own people have confirmed it."""
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    now = terminal.now()
    paper = papers.read(papers.BidPaper, file) if file else None
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        kept = ""
        if original is not None:
            media = "application/octet-stream"
            kept = below.files.put(
                session, name=original.name, media_type=media, content=original.read_bytes(), now=now
            )
        case = below.engine.openings.begin(
            session, round_ref, lead=lead, title=title, actor=actor, now=now, source=source, original=kept
        )
        if paper is not None and file is not None:
            documents = {
                key: held and below.files.put(session, name=held[0], media_type=held[1], content=held[2], now=now)
                for key, held in paper.attachments(file.parent).items()
            }
            case = below.engine.bids.save(session, case.ref, paper.draft(documents), actor=actor, now=now)
        facts = terminal.facts(case.application, "ref state version ask_pence title lead entered_from confirmed_at")
    terminal.told(
        f"{facts['ref']} is entered {CAME[source]}; it counts once {lead} has confirmed it: ask-confirmation writes to them",
        facts,
    )


def ask_confirmation(ref: CaseRef, *, user: As) -> None:
    """Write to the lead's own people that a bid was entered for them: each gets a link to read and confirm it."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        names = below.engine.entry_links.ask(session, ref, actor=actor, now=terminal.now())
        inviting.tell_written(session, ref, names)


def confirm(ref: CaseRef, *, user: As) -> None:
    """Confirm, for the lead, what the office entered on its behalf."""
    with terminal.writing() as session:
        case = below.engine.bids.confirm(session, ref, actor=terminal.acting(session, user), now=terminal.now())
        facts = terminal.facts(case.application, "ref state version entered_from confirmed_at")
    terminal.told(f"{ref} is confirmed and can be sent", facts)


def set_aside(
    ref: CaseRef,
    *,
    kind: Annotated[str, typer.Option(help="test, duplicate or entered_in_error.")],
    reason: Reason = "",
    user: As,
) -> None:
    """Take a test, a duplicate or an entry in error out of every list and count; a second person gives the same kind."""
    with terminal.writing() as session:
        done = below.engine.aside.set_aside(
            session, ref, kind=kind, reason=reason, actor=terminal.acting(session, user), now=terminal.now()
        )
    facts = {"ref": ref, "kind": done.kind, "waiting_for": "second person" if done.waiting else None}
    terminal.told(done.waiting.line if done.waiting else f"{ref} is set aside; its history can still be shown", facts)
