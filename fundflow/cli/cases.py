"""`fundflow application`, `steps`, `step`: cases as they stand, and the one way in which they move."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import applicants, below, case_papers, consents, entering, inviting, seeing, terminal, values
from fundflow.cli.options import As, CaseRef, DryRun, MayAs, Paper, Reason, Viewer, With

if TYPE_CHECKING:
    from fundflow.applications import Application
    from fundflow.cli.papers import BidPaper
    from fundflow.database import Session
    from fundflow.engine import OpenStep, Taken
    from fundflow.people import Actor


def add_to(app: typer.Typer) -> None:
    """Add `application`, `steps` and `step`."""
    group = typer.Typer(no_args_is_help=True, help="Bids and awards.")
    group.command("list")(list_cases)
    group.command("show")(show)
    group.command("new")(new)
    group.command("save")(save)
    consents.add_commands(group)
    inviting.add_commands(group)
    case_papers.add_commands(group)
    group.command("set-aside")(entering.set_aside)
    group.command("enter")(entering.enter)
    group.command("ask-confirmation")(entering.ask_confirmation)
    group.command("confirm")(entering.confirm)
    group.command("answers")(applicants.answers)
    group.command("start-from")(applicants.start_from)
    group.command("prefer")(applicants.prefer)
    group.command("warnings")(applicants.warnings)
    app.add_typer(group, name="application")
    app.command("steps")(steps)
    app.command("step")(step)


def list_cases(
    *,
    fund: Annotated[str | None, typer.Option(help="Only this fund.")] = None,
    round_ref: Annotated[str | None, typer.Option("--round", help="Only this round.")] = None,
    state: Annotated[list[str] | None, typer.Option(help="Only these states.")] = None,
    lead: Annotated[str | None, typer.Option(help="Only bids led by this organisation.")] = None,
    participant: Annotated[str | None, typer.Option(help="Only bids in which this organisation takes part.")] = None,
    commissioner: Annotated[str | None, typer.Option(help="Only bids with a share of this commissioner.")] = None,
    aside: Annotated[bool, typer.Option("--with-set-aside", help="Also those set aside.")] = False,
    user: Viewer = None,
) -> None:
    """List bids and awards."""
    with terminal.reading() as session:
        found = below.applications.find_cases(
            session,
            fund=fund,
            round_ref=round_ref,
            states=state or None,
            lead=lead,
            participant=participant,
            commissioner=commissioner,
            with_set_aside=aside,
        )
        names = "ref round lead title state state_since ask_pence version fund"
        terminal.table(
            [terminal.facts(one, names) for one in seeing.only(session, found, user, ref=lambda one: one.ref)],
            columns=("ref", "lead", "title", "state", "ask_pence"),
        )


def show(ref: CaseRef, *, user: Viewer = None) -> None:
    """Show everything about one bid or award: state, money by key, participants, versions, history."""
    from fundflow.cli import whole_case  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        terminal.sheet(whole_case.case(session, ref, seeing.case(session, ref, user)))


def new(
    round_ref: Annotated[str, typer.Argument(metavar="ROUND", help="The round in which it bids.")],
    *,
    lead: Annotated[str, typer.Option(help="Code of the organisation that leads it.")],
    title: Annotated[str, typer.Option(help="What it is called.")],
    user: As,
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="YAML or JSON of what it says.")] = None,
    opening: Annotated[str, typer.Option(help="By which of the workflow's ways in, if not its first.")] = "",
    with_: With = None,
    reason: Reason = "",
) -> None:
    """Begin a bid, or put a case forward by another of its workflow's ways in."""
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    paper = papers.read(papers.BidPaper, file) if file else None
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        case = below.engine.openings.begin(
            session,
            round_ref,
            lead=lead,
            title=title,
            actor=actor,
            now=terminal.now(),
            opening=opening,
            values=values.given(with_),
            reason=reason,
        )
        if paper is not None and file is not None:
            _save(session, case.ref, paper, folder=file.parent, actor=actor)
        row = case.application
        facts = terminal.facts(row, "ref state version ask_pence title lead")
    terminal.told(f"{facts['ref']} is begun: {facts['title']}, {below.money.pounds(facts['ask_pence'])}", facts)


def save(
    ref: CaseRef,
    file: Paper,
    *,
    user: As,
    expected: Annotated[int | None, typer.Option("--expect-version", help="Refuse if the bid has changed.")] = None,
) -> None:
    """Save parts of a bid that is being written: answers, budget, participants, documents and so on."""
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    paper = papers.read(papers.BidPaper, file)
    with terminal.writing() as session:
        row = _save(session, ref, paper, folder=file.parent, actor=terminal.acting(session, user), expected=expected)
        facts = terminal.facts(row, "ref state version ask_pence title")
    terminal.told(f"{ref} is saved: {below.money.pounds(facts['ask_pence'])}", facts)


def _save(
    session: "Session", ref: str, paper: "BidPaper", *, folder: Path, actor: "Actor", expected: int | None = None
) -> "Application":
    now = terminal.now()
    documents = {
        key: held and below.files.put(session, name=held[0], media_type=held[1], content=held[2], now=now)
        for key, held in paper.attachments(folder).items()
    }
    draft = paper.draft(documents)
    return below.engine.bids.save(session, ref, draft, actor=actor, now=now, expected_version=expected).application


def steps(ref: CaseRef, *, user: MayAs = None) -> None:
    """List every step from where a case stands: open, or why not; for one person if asked."""
    with terminal.reading() as session:
        seeing.case(session, ref, user)
        actor = terminal.acting(session, user) if user else _anybody(session)
        case = below.engine.open_case(session, ref, actor=actor, now=terminal.now())
        found = below.engine.open_steps(case)
        row = case.application
        facts = {
            "ref": ref,
            "state": row.state,
            "version": row.version,
            "as": user,
            "steps": [terminal.facts(one, _STEP) for one in found],
        }
    if terminal.wishes.json:
        terminal.document(facts)
        return
    terminal.say(f"{ref} is at '{row.state}' (version {row.version})")
    terminal.table([_line(one) for one in found])


_STEP = "step label means open to asks waiting_for needs_reason drastic refusals"


def _line(one: "OpenStep") -> dict[str, Any]:
    notes = [refusal.reason for refusal in one.refusals]
    if one.waiting_for:
        notes.append(f"signed; waits for {' and '.join(one.waiting_for)}")
    asks = [*one.asks, *(["--reason"] if one.needs_reason else [])]
    return {
        "step": one.step,
        "open": one.open,
        "to": one.to,
        "asks": ", ".join(asks),
        "means": one.label,
        "why_not": " ".join(notes),
    }


def _anybody(session: "Session") -> "Actor":
    """Nobody in particular, who may do everything: for what the case itself allows."""
    system = below.people.called(session, "system")
    roles = tuple(below.people.Role(role) for role in below.people.ROLES)
    return below.people.Actor(id=(system and system.id) or 0, sign_in_name="", name="anybody", roles=roles)


def step(
    ref: CaseRef,
    name: Annotated[str, typer.Argument(metavar="STEP", help="A step's name; `fundflow steps REF` lists them.")],
    *,
    user: As,
    given: With = None,
    reason: Reason = "",
    expected: Annotated[int | None, typer.Option("--expect-version", help="Refuse if the case has changed.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Take a step of a case, with all that it causes, or be told why not."""
    typed = values.given(given)
    with terminal.writing() as session:
        taken = below.engine.take_step(
            session,
            ref,
            name,
            actor=terminal.acting(session, user),
            now=terminal.now(),
            values=typed,
            reason=reason,
            expected_version=expected,
            dry_run=dry_run,
        )
        day = below.clock.london_day(terminal.now())
        whom = below.engine.signing.whom(session, ref, taken.waiting_for, on=day) if taken.waiting_for else ""
    report(taken, whom)


def report(taken: "Taken", whom: str = "") -> None:
    """Say what came of a step, as the one who took it keeps it: when, and where the case stands now."""
    at = below.clock.moment_words(terminal.now())
    if taken.waiting_for:
        line = (
            f"{taken.ref}: you signed '{taken.label}' on {at}. It waits for {whom or ' and '.join(taken.waiting_for)}."
        )
    elif taken.state == taken.before:
        line = f"{taken.ref}: '{taken.label}' is done on {at}."
    else:
        line = f"{taken.ref}: '{taken.label}' is done on {at}. {taken.stands} ({taken.state})."
    facts = terminal.facts(taken, "ref step before state version waiting_for dry_run")
    terminal.told(f"{line} (tried only: nothing was kept)" if taken.dry_run else line, facts)
