"""`fundflow chairs-action`: asked for, talked over, decided, ratified, listed and shown."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal, values
from fundflow.cli.options import Approved, As, Body, CaseRef, CutLines, Reason

Ref = Annotated[str, typer.Argument(metavar="ACTION", help="A chair's action, e.g. CA-2017-01.")]
Who = Annotated[str, typer.Argument(metavar="USER", help="Sign-in name of the person.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `chairs-action`."""
    group = typer.Typer(no_args_is_help=True, help="Decisions that a committee's chair takes between meetings.")
    group.command("propose")(propose)
    group.command("consult")(consult)
    group.command("decide")(decide)
    group.command("ratify")(ratify)
    group.command("list")(list_actions)
    group.command("show")(show)
    app.add_typer(group, name="chairs-action")


def propose(
    case: CaseRef,
    body: Body,
    *,
    outcome: Annotated[str, typer.Option(help="approve, approve_less, reserve, defer or reject.")],
    urgent: Annotated[str, typer.Option(help="Why it is urgent.")],
    why_no_meeting: Annotated[str, typer.Option(help="Why a meeting cannot be called in time.")],
    evidence: Annotated[str, typer.Option(help="What the chair has before them.")],
    user: As,
    amount: Approved = None,
    cut_lines: CutLines = "",
    reason: Reason = "",
) -> None:
    """Ask a committee's chair to decide its share of a tabled bid before the next meeting."""
    asked = below.committees.Urgent(
        outcome=outcome,
        urgent=urgent,
        why_no_meeting=why_no_meeting,
        evidence=evidence,
        amounts=values.amounts(amount, option="--amount") or None,
        cut_lines=cut_lines,
        reason=reason,
    )
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.meetings.propose_action(session, case, body, asked, actor=actor, now=now)
        facts = {"case": case, **terminal.facts(row, "ref commissioner outcome state")}
    terminal.told(f"{facts['ref']} waits for members' views and the chair", facts)


def consult(
    ref: Ref,
    who: Who,
    *,
    says: Annotated[str, typer.Option(help="What they said.")],
    user: As,
    agrees: Annotated[bool, typer.Option("--agrees/--disagrees", help="Whether they agree.")] = True,
    interest: Annotated[str, typer.Option(help="Their interest in the bid, if they have one.")] = "",
) -> None:
    """Record what a member said; a tie to the bid that the register knows counts as an interest."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        made = below.engine.meetings.consult(
            session, ref, who, says=says, agrees=agrees, interest=interest, actor=actor, now=now
        )
        facts = {"action": ref, **terminal.facts(made, "name executive agrees interest says")}
    terminal.told(f"{facts['name']} {'agrees' if agrees else 'does not agree'} to {ref}", facts)


def decide(
    ref: Ref,
    chair: Who,
    *,
    interests: Annotated[str, typer.Option(help="What the chair says of their own interests: 'none', or what.")],
    user: As,
    decline: Annotated[bool, typer.Option("--decline", help="The chair leaves it to a meeting.")] = False,
) -> None:
    """Record the chair's decision and apply it at once, under the rules of any other; the next agenda ratifies it."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        taken = below.engine.meetings.decide_action(
            session, ref, chair, interests=interests, agrees=not decline, actor=actor, now=now
        )
        state = below.committees.chairs_action(session, ref).state
    terminal.told(
        f"{ref} is {state}",
        {"action": ref, "state": state, "cases": [terminal.facts(one, "ref state") for one in taken]},
    )
    for one in taken:
        terminal.note(f"{one.ref}: {one.before} -> {one.state}")


def ratify(
    ref: Ref,
    *,
    vote: Annotated[list[str], typer.Option(metavar="USER=CHOICE", help="for, against or abstain; once for each.")],
    user: As,
    casting: Annotated[str | None, typer.Option(metavar="USER=CHOICE", help="The chair's casting vote.")] = None,
) -> None:
    """Let the committee vote on it at the item that waits; what it does not ratify freezes the offer."""
    given = next(iter(values.named([casting], option="--casting").items())) if casting else None
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.meetings.ratify_action(
            session, ref, votes=values.named(vote, option="--vote"), casting=given, actor=actor, now=now
        )
        facts = terminal.facts(row, "ref state ratified_on")
    terminal.told(f"{ref} is {row.state.replace('_', ' ')}", facts)


_COLUMNS = "ref commissioner outcome state chair_name proposed_at decided_at ratified_on"


def list_actions() -> None:
    """List chairs' actions, oldest first."""
    with terminal.reading() as session:
        rows = [terminal.facts(one, _COLUMNS) for one in below.committees.chairs_actions(session)]
    terminal.table(rows, columns=tuple(_COLUMNS.split()))


def show(ref: Ref) -> None:
    """Show a chair's action: why it could not wait, who was asked, and what came of it."""
    with terminal.reading() as session:
        row = below.committees.chairs_action(session, ref)
        case = below.applications.get_by_id(session, row.application_id).ref
        heard = below.committees.consultees(session, row.id or 0)
        terminal.sheet(
            {
                "case": case,
                **terminal.facts(row, f"{_COLUMNS} urgent why_no_meeting evidence amounts reason chair_interests"),
                "consulted": [terminal.facts(one, "name executive agrees says interest at") for one in heard],
            }
        )
