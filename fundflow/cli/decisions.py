"""`fundflow meeting vote`, `decide`, `diff`, `apply`: decisions voted, staged, looked at, and applied together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, cases, terminal, values
from fundflow.cli.options import As, Body, Item, MeetingRef, Reason
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.engine.meetings import Choice


def add_to(group: typer.Typer) -> None:
    """Add the commands by which a meeting decides to the group `meeting`."""
    group.command("vote")(vote)
    group.command("decide")(decide)
    group.command("not-quorate")(not_quorate)
    group.command("diff")(diff)
    group.command("apply")(apply)


def vote(
    ref: MeetingRef,
    number: Item,
    body: Body,
    *,
    text: Annotated[str, typer.Option(help="The motion.")],
    vote: Annotated[list[str], typer.Option(metavar="USER=CHOICE", help="for, against or abstain; once for each.")],
    user: As,
    casting: Annotated[str | None, typer.Option(metavar="USER=CHOICE", help="The chair's casting vote.")] = None,
) -> None:
    """Put a motion to one body, record everybody's vote and count it."""
    given = next(iter(values.named([casting], option="--casting").items())) if casting else None
    with terminal.writing() as session:
        carried = below.engine.meetings.vote(
            session,
            ref,
            number,
            body,
            text=text,
            votes=values.named(vote, option="--vote"),
            casting=given,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
    terminal.told(
        f"Item {number} of {ref}, {body}: {'carried' if carried else 'not carried'}",
        {"meeting": ref, "item": number, "body": body, "carried": carried},
    )


def decide(
    ref: MeetingRef,
    number: Item,
    body: Body,
    *,
    user: As,
    outcome: Annotated[str, typer.Option(help="approve, approve_less, reserve, defer or reject.")] = "",
    amount: Annotated[
        list[str] | None, typer.Option(metavar="PERIOD=AMOUNT", help="What is approved of a period.")
    ] = None,
    reason: Reason = "",
    cut_lines: Annotated[str, typer.Option(help="Which lines are cut, in words.")] = "",
    information: Annotated[str, typer.Option(help="What the applicant is to send, on a deferral.")] = "",
    answer_by: Annotated[str | None, typer.Option(metavar="DAY", help="By when.")] = None,
    departs: Annotated[bool, typer.Option("--departs-from-rank", help="It departs from the ranked order.")] = False,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="YAML with all of it: conditions, reasons, ...")
    ] = None,
) -> None:
    """Stage one body's decision on its share of the item's bid; nothing moves until `meeting apply`."""
    typed: dict[str, Any] = {
        "outcome": outcome,
        "amounts": dict(pair.rpartition("=")[::2] for pair in amount or ()),
        "reason": reason,
        "cut_lines": cut_lines,
        "information": information,
        "answer_by": answer_by,
        "departs_from_rank": departs,
    }
    choice = _choice({key: value for key, value in typed.items() if value}, file)
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.meetings.decide(session, ref, number, body, choice, actor=actor, now=now)
        facts = {"meeting": ref, "item": number, "body": body, **terminal.facts(row, "commissioner outcome state")}
    terminal.told(f"Item {number} of {ref}, {body}: '{choice.outcome}' is staged", facts)


def _choice(typed: dict[str, Any], file: Path | None) -> "Choice":
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    written = values.read(file) if file else {}
    if not isinstance(written, dict):
        raise BadInput("a decision is written as keys and values: outcome, amounts, conditions, ...", place=str(file))
    both = {**written, **typed}
    return papers.shape(papers.DecisionPaper, both, place=str(file or "fundflow meeting decide")).choice()


def not_quorate(ref: MeetingRef, number: Item, body: Body, *, reason: Reason, user: As) -> None:
    """Record that a body could not decide its share of an item; it waits and the others stand."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.not_quorate(session, ref, number, body, reason=reason, actor=actor, now=now)
    terminal.told(f"Item {number} of {ref} waits for {body}", {"meeting": ref, "item": number, "body": body})


def diff(ref: MeetingRef) -> None:
    """Show what applying the staged decisions will do, before any of it is done."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        terminal.table(whole.staged(session, ref), title=f"{ref}, staged")


def apply(
    ref: MeetingRef,
    *,
    user: As,
    item: Annotated[list[int] | None, typer.Option(metavar="ITEM", help="Only these items.")] = None,
) -> None:
    """Apply every staged decision, in agenda order: all of them, or none."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        taken = below.engine.meetings.apply(session, ref, actor=actor, now=now, items=item or None)
    if terminal.wishes.json:
        terminal.document([terminal.facts(one, "ref step before state version") for one in taken])
        return
    for one in taken:
        cases.report(one)
