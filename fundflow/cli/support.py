"""`fundflow support`: what is known of a case of targeted support, telephone calls, and names let out."""

from typing import Annotated, Any

import typer

from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import As, CaseRef, Reason, Viewer


def add_to(app: typer.Typer) -> None:
    """Add the group `support`."""
    group = typer.Typer(no_args_is_help=True, help="Targeted support: calls, plans, names let out.")
    group.command("show")(show)
    group.command("call")(call)
    group.command("disclose")(disclose)
    app.add_typer(group, name="support")


def show(ref: CaseRef, *, user: Viewer = None) -> None:
    """Show how a case came forward, what it agreed to, its ratings, its diagnosis and its plan."""
    with terminal.reading() as session:
        seeing.case(session, ref, user)
        terminal.sheet(_known(session, ref))


def _known(session: Any, ref: str) -> dict[str, Any]:
    row = below.applications.get(session, ref)
    assert row.id is not None
    known = below.support.nomination(session, row.id)
    if known is None:
        raise below.errors.BadInput("this is no case of targeted support", place=ref)
    agreement = below.support.agreement(session, row.id)
    diagnosis = below.support.diagnosis(session, row.id)
    return {
        "case": ref,
        "state": row.state,
        **terminal.facts(known, "source put_forward_by themes statement alike sources locality_view rapid risk"),
        "consents": [
            terminal.facts(found, "purpose shared_with given_by given_at")
            for purpose in ("referral", "sharing")
            if (found := below.support.consent(session, row.id, purpose))
        ],
        "calls": [
            terminal.facts(one, "called_at called_by spoke_to said") for one in below.support.contacts(session, row.id)
        ],
        "ratings": [
            terminal.facts(one, "number scope impact band decided_by") for one in below.support.ratings(session, row.id)
        ],
        "diagnosis": terminal.facts(diagnosis, "provider pence findings") if diagnosis else None,
        "measures": [terminal.facts(one, "title found at_exit") for one in below.support.measures(session, row.id)],
        "agreement": terminal.facts(agreement, "number state plan_ends") if agreement else None,
        "items": [
            terminal.facts(one, "menu provider half_days pence starts ends")
            for one in below.support.items(session, agreement.id if agreement else None)
        ],
    }


def call(
    ref: CaseRef,
    *,
    spoke_to: Annotated[str, typer.Option(help="Who answered, or 'nobody'.")],
    said: Annotated[str, typer.Option(help="What came of it.")],
    user: As,
) -> None:
    """Keep a telephone call about a case."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.disclosure.call(session, ref, spoke_to=spoke_to, said=said, actor=actor, now=terminal.now())
    terminal.told(f"The call about {ref} is kept.", {"case": ref, "spoke_to": spoke_to, "said": said})


def disclose(
    ref: CaseRef,
    *,
    exemption: Annotated[str, typer.Option(help="The section of the Act that was weighed: s.41.")],
    user: As,
    reason: Reason = "",
) -> None:
    """Let out a name that its fund keeps to itself; for the freedom of information officer alone."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.disclosure.disclose(
            session, ref, exemption=exemption, reason=reason, actor=actor, now=terminal.now()
        )
    terminal.told(f"The name in {ref} may now be printed.", {"case": ref, "exemption": exemption})
