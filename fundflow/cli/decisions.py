"""`fundflow meeting vote`, `decide`, `diff`, `apply`: decisions voted, staged, looked at, and applied together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, cases, terminal, times, values
from fundflow.cli.options import Approved, As, Body, CaseRef, CutLines, Item, MeetingRef, Reason
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.engine.meetings import Choice

Who = Annotated[str, typer.Argument(metavar="USER", help="Sign-in name of the person.")]


def add_to(group: typer.Typer) -> None:
    """Add the commands by which a meeting decides to the group `meeting`."""
    group.command("vote")(vote)
    group.command("decide")(decide)
    group.command("resolve")(resolve)
    group.command("take-back")(take_back)
    group.command("not-quorate")(not_quorate)
    group.command("route")(route)
    group.command("strike-vote")(strike_vote)
    group.command("reopen-share")(reopen_share)
    group.command("breaches")(breaches)
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
    at: times.At = None,
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
            at=times.of_meeting(session, ref, at),
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        sitting, found = below.committees.sitting(session, ref, body), below.committees.item(session, ref, number)
        counted, silent = below.committees.last_vote(session, sitting.id or 0, found.id or 0)
    terminal.told(
        f"Item {number} of {ref}, {body}: {'carried' if carried else 'not carried'}, {counted}",
        {"meeting": ref, "item": number, "body": body, "carried": carried, "counted": counted, "silent": silent},
    )
    if silent:
        terminal.note(
            f"No vote is recorded of {' and '.join(silent)}, who could have voted. If they voted or abstained, take the "
            "vote again with everybody's."
        )


def decide(
    ref: MeetingRef,
    number: Item,
    body: Body,
    *,
    user: As,
    outcome: Annotated[str, typer.Option(help="approve, approve_less, reserve, defer or reject.")] = "",
    amount: Approved = None,
    reason: Reason = "",
    cut_lines: CutLines = "",
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
        money = sum(int(one["pence"]) for one in row.amounts)
    what = choice.outcome.replace("_", " ") + (f" {below.money.pounds(money)}" if money else "")
    terminal.told(
        f"Item {number} of {ref}, {body}: '{what}' is staged; nothing moves until `fundflow meeting apply {ref}`", facts
    )


def take_back(ref: MeetingRef, number: Item, body: Body, *, reason: Reason, user: As) -> None:
    """Take a staged decision back before it is applied, so that it can be recorded anew."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.take_back(session, ref, number, body, reason=reason, actor=actor, now=now)
    terminal.told(
        f"Item {number} of {ref}, {body}: the staged decision is taken back",
        {"meeting": ref, "item": number, "body": body},
    )


def _choice(typed: dict[str, Any], file: Path | None) -> "Choice":
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    written = values.read(file) if file else {}
    if not isinstance(written, dict):
        raise BadInput("a decision is written as keys and values: outcome, amounts, conditions, ...", place=str(file))
    both = {**written, **typed}
    return papers.shape(papers.DecisionPaper, both, place=str(file or "fundflow meeting decide")).choice()


def resolve(
    ref: MeetingRef,
    number: Item,
    body: Body,
    *,
    what: Annotated[str, typer.Option(help="What was decided on, e.g. 'business case'.")],
    outcome: Annotated[str, typer.Option(help="How, e.g. approved.")],
    text: Annotated[str, typer.Option(help="The resolution, as it is minuted.")],
    amount: Annotated[list[str] | None, typer.Option(metavar="PERIOD=AMOUNT", help="Money in it, if any.")] = None,
    reason: Reason = "",
    user: As,
) -> None:
    """Record what a body resolved, by the vote that carried it, on an item that is about no bid."""
    money = {
        period: below.money.parse(text, place="--amount")
        for period, text in values.named(amount, option="--amount").items()
    }
    with terminal.writing() as session:
        row = below.engine.meetings.resolve(
            session,
            ref,
            number,
            body,
            action=what,
            outcome=outcome,
            text=text,
            amounts=money,
            reason=reason,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        facts = {"meeting": ref, "item": number, "body": body, **terminal.facts(row, "action outcome minute_number")}
    terminal.told(f"Item {number} of {ref}, {body}: {what}, {outcome}, minute {facts['minute_number']}", facts)


def not_quorate(ref: MeetingRef, number: Item, body: Body, *, reason: Reason, user: As, at: times.At = None) -> None:
    """Record that a body could not decide its share of an item; it waits and the others stand."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        moment = times.of_meeting(session, ref, at)
        below.engine.meetings.not_quorate(session, ref, number, body, reason=reason, at=moment, actor=actor, now=now)
    terminal.told(f"Item {number} of {ref} waits for {body}", {"meeting": ref, "item": number, "body": body})


def route(
    ref: MeetingRef,
    number: Item,
    body: Body,
    way: Annotated[
        str, typer.Argument(metavar="WAY", help="next_meeting, co_opt, governing_body, conflict_panel or nhs_england.")
    ],
    *,
    detail: Annotated[str, typer.Option(help="Who takes it up, and when.")],
    user: As,
) -> None:
    """Record which way out was taken for an item that a body could not decide for want of a quorum."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.meetings.record_route(session, ref, number, body, route=way, detail=detail, actor=actor, now=now)
    terminal.told(
        f"Item {number} of {ref}, {body}: {way.replace('_', ' ')}",
        {"meeting": ref, "item": number, "body": body, "route": way, "detail": detail},
    )


def strike_vote(ref: MeetingRef, number: Item, body: Body, who: Who, *, reason: Reason, user: As) -> None:
    """Strike out the vote of somebody with an interest; a decision that falls with it is opened again, its money freed."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        struck = below.engine.meetings.strike_vote(session, ref, number, body, who, reason=reason, actor=actor, now=now)
    facts = terminal.facts(struck, "person item material unstaged reopened rescinded alarmed")
    terminal.told(f"{struck.person}'s vote on item {number} of {ref}, {body}, is struck out", {"meeting": ref, **facts})
    if not struck.material:
        terminal.note("The result stands without it: nothing else has changed.")
    for case in struck.unstaged:
        terminal.note(
            f"{case}: the decision that was staged fell with it. Put a new motion, or note it as not quorate."
        )
    for case in struck.reopened:
        terminal.note(f"{case}: the share waits for a new vote; what was set aside for it has gone back to the fund.")
    for case in struck.rescinded:
        terminal.note(f"{case}: its decision is set aside and it is before the committee again.")
    for case in struck.alarmed:
        terminal.note(f"{case}: its offer or award waits; the officer has a task to take it back to the committee.")


def reopen_share(
    case: CaseRef,
    commissioner: Annotated[str, typer.Argument(metavar="COMMISSIONER", help="Whose share, by code.")],
    how: Annotated[str, typer.Argument(metavar="HOW", help="bring_back (it was put off) or money_freed.")],
    *,
    reason: Reason,
    user: As,
) -> None:
    """Open one commissioner's share of a tabled bid again, so that its committee can decide it anew."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.meetings.reopen_share(
            session, case, commissioner, how=how, reason=reason, actor=actor, now=now
        )
        facts = {"case": case, **terminal.facts(row, "commissioner state tabling")}
    terminal.told(f"{commissioner}'s share of {case} waits for a decision again", facts)


def breaches(ref: Annotated[str | None, typer.Argument(metavar="MEETING", help="Of one meeting only.")] = None) -> None:
    """The register of breaches: votes cast by people who only then declared an interest, and what was done."""
    with terminal.reading() as session:
        meeting_id = below.committees.meeting(session, ref).id if ref else None
        found = below.committees.breaches(session, meeting_id=meeting_id)
        columns = "meeting item person nature voted voted_at declared_at needs done"
        terminal.table([terminal.facts(one, columns) for one in found], columns=tuple(columns.split()))


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
