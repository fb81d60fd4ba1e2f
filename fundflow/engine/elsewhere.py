"""Cases of other funds for the same bodies: help in one, a bid in another; for officers of the helping fund alone (59)."""

from collections.abc import Iterator
from dataclasses import replace

from fundflow import applications, organisations, people
from fundflow.engine.case import Case
from fundflow.engine.visibility import OFFICE, quiet

KIND = "bids_elsewhere"


def _live(case: Case) -> Iterator[tuple[str, Case]]:
    """Cases of other funds that were sent or opened and have not ended, each with the body that is in this one too."""
    everywhere = replace(case.actor, roles=(*case.actor.roles, people.Role("system")))
    bodies = {case.lead, *(one.organisation for one in case.dossier.present)}
    for code, row, round_ in applications.cases_naming(case.session, bodies, beside=case.fund_id):
        other = Case(case.session, row, round_, everywhere, case.now, state=row.state, stood=row.state)
        state = other.workflow.states[row.state]
        if state.kind != "end" and not state.editable:
            yield code, other


def helped(case: Case) -> list[tuple[str, Case]]:
    """Open cases of funds that keep to themselves whom they help, for the bodies of this one."""
    return [(code, other) for code, other in _live(case) if quiet(other.fund)]


def bidding(case: Case) -> list[tuple[str, Case]]:
    """Live bids and awards of funds that publish theirs, for the bodies of this one."""
    return [(code, other) for code, other in _live(case) if not quiet(other.fund)]


def told(case: Case) -> list[str]:
    """What an officer of the helping fund is told beside this case; nothing for anybody else."""
    names = organisations.names(case.session, {case.lead, *(one.organisation for one in case.dossier.present)})
    return [
        f"{names.get(code, code)} ({code}) also has {other.ref} in {other.fund.title}, at "
        f"'{other.workflow.states[other.application.state].officer}'. What is paid there cannot move into this bid: "
        "compare the costs before you accept it."
        for code, other in helped(case)
        if any(case.actor.has(role, fund=other.fund_id) for role in OFFICE)
    ]
