"""`fundflow assessment`: how a round's bids are shared among assessors, and what happens when one is missing."""

from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import assessors, below, seeing, terminal
from fundflow.cli.options import As, CaseRef, DryRun, RoundRef, Viewer

if TYPE_CHECKING:
    from fundflow.engine.panels import Panels

Names = Annotated[list[str] | None, typer.Option(metavar="USER", help="Sign-in name; may be given again.")]


def add_to(app: typer.Typer) -> None:
    """Add the group `assessment`."""
    group = typer.Typer(no_args_is_help=True, help="How bids are shared among assessors, and how they were judged.")
    group.command("show")(show)
    group.command("assign")(assign)
    group.command("hand-back")(hand_back)
    group.command("replacement")(replacement)
    group.command("close")(close)
    assessors.add_commands(group)
    app.add_typer(group, name="assessment")


def show(ref: CaseRef, *, user: Viewer = None) -> None:
    """Show how a bid was judged: seats, declarations, and the result once there is one."""
    from fundflow.cli import whole  # noqa: PLC0415 - it composes many floors

    with terminal.reading() as session:
        seeing.case(session, ref, user, part="seats")
        terminal.sheet(whole.assessment(session, ref))


def assign(
    ref: RoundRef,
    *,
    clinical: Names = None,
    finance_aware: Names = None,
    only: Names = None,
    most: Annotated[int | None, typer.Option(min=1, help="At most so many bids for each assessor.")] = None,
    dry_run: DryRun = False,
    user: As,
) -> None:
    """Share all bids of a round among assessors: complete panels, no ties, level work. Who is not named sits as before."""
    kinds = below.engine.panels.Kinds(tuple(clinical or ()), tuple(finance_aware or ()), tuple(only or ()), most)
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        made = below.engine.panels.assign_round(session, ref, kinds=kinds, actor=actor, now=now, dry_run=dry_run)
    _print(made, dry_run=dry_run)


def _print(made: "Panels", *, dry_run: bool) -> None:
    if terminal.wishes.json:
        terminal.document({"dry_run": dry_run, **terminal.simple(made)})
        return
    by_bid: dict[str, list[str]] = {}
    for seat in made.seats:
        skill = f" ({', '.join(seat.brings)})" if seat.brings else ""
        by_bid.setdefault(seat.ref, []).append(f"{seat.person}{skill}")
    seated = [{"bid": bid, "assessors": ", ".join(names)} for bid, names in by_bid.items()]
    terminal.table(seated, title="Would be seated" if dry_run else "Seated")
    loads = [
        {"assessor": one.person, "brings": ", ".join(one.brings), "before": one.before, "after": one.after}
        for one in made.loads
    ]
    terminal.table(loads, title="Bids for each assessor")
    terminal.table([terminal.facts(one, "ref person why") for one in made.left_out], title="Left out, and why")
    terminal.table([terminal.facts(one, "ref lacks") for one in made.lacking], title="Panels that still lack somebody")
    if dry_run:
        terminal.say("Nothing was written.")


def hand_back(
    ref: CaseRef,
    *,
    why: Annotated[str, typer.Option(metavar="WHY", help="ill, conflict or no_time.")],
    reason: Annotated[str, typer.Option(help="In your own words, if you like.")] = "",
    user: As,
) -> None:
    """Give a bid back as its assessor: your drafts stay sealed, and the officer is told who could take over."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        said = below.engine.replacing.hand_back(
            session,
            ref,
            why=why,
            reason=reason,
            actor=actor,
            now=now,
        )
    terminal.told(f"{said}. Your drafts stay sealed.", {"ref": ref, "assessor": user, "why": why, "task": said})


def replacement(ref: CaseRef, *, missing: Names = None, user: As) -> None:
    """Say who could join a bid's panel: no tie, brings what is lacking, has the least to do."""
    with terminal.reading() as session:
        case = below.engine.open_case(session, ref, actor=terminal.acting(session, user), now=terminal.now())
        gone = [below.people.named(session, name).id or 0 for name in missing or ()]
        found, lacks = below.engine.replacing.propose(case, missing=gone)
        facts = {
            "ref": ref,
            "lacks": lacks,
            "proposed": found.name if found else None,
            "sign_in_name": below.people.require(session, found.person_id).sign_in_name if found else None,
            "assesses": found.load if found else None,
        }
    who = f"{facts['proposed']} ({facts['sign_in_name']}), who assesses {facts['assesses']} bids now"
    said = f"{ref} lacks {lacks}. " if lacks else f"The panel of {ref} is complete."
    terminal.told(
        said + (f"Proposed: {who}" if found else "Nobody on the list is free of a tie." if lacks else ""), facts
    )


def close(
    ref: RoundRef,
    *,
    reason: Annotated[str, typer.Option(help="Why today, where no day is set.")] = "",
    dry_run: DryRun = False,
    user: As,
) -> None:
    """Once scores are due: finish bids whose locked scores are enough, and say who must be replaced on the others."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        done = below.engine.replacing.close_scoring(session, ref, reason=reason, actor=actor, now=now, dry_run=dry_run)
        rows = [terminal.facts(one, "ref missing outcome proposed") for one in done]
    terminal.table(rows, title=f"{ref}, scores due{' (nothing was written)' if dry_run else ''}")
