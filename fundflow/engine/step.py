"""Takes one step of one case: the whole story, from the lock to the record, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, database
from fundflow.clock import day_words
from fundflow.definitions.workflow import Step
from fundflow.engine import machine, signing, timers
from fundflow.engine.case import Case, open_case
from fundflow.engine.guards.history import ONCE
from fundflow.engine.registry import EFFECTS
from fundflow.errors import Refused, Stale
from fundflow.people import Actor


@dataclass(frozen=True)
class Taken:
    """What came of a step: where the case stood and stands, or whose signature it waits for.

    `label` is the step in words, and `stands` where the case stands now in the words of whoever took it.
    """

    ref: str
    step: str
    before: str
    state: str
    version: int
    waiting_for: tuple[str, ...] = ()
    dry_run: bool = False
    label: str = ""
    stands: str = ""


def take_step(
    session: Session,
    ref: str,
    step: str,
    *,
    actor: Actor,
    now: datetime,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    expected_version: int | None = None,
    dry_run: bool = False,
) -> Taken:
    """Take a step and all that it causes, or refuse it and change nothing.

    `expected_version` is the version that the person saw; `dry_run` does everything and then undoes it, so it must have
    the transaction to itself. A step that needs several signatures stores one at a time until the last executes it.

    Raises:
        Refused: with every reason.
        Stale: the case changed since the person looked.
        NotFound: there is no such case.
    """
    case = open_case(session, ref, actor=actor, now=now, values=values, reason=reason, step=step, lock=True)
    if expected_version not in (None, case.application.version):
        raise Stale(
            f"{ref} was changed by somebody else since you opened it. Nothing was saved: look again, then retry."
        )
    taken = take(case)
    if dry_run:
        database.dry_run(session)
        return Taken(**{**taken.__dict__, "dry_run": True})
    return taken


def take(case: Case) -> Taken:
    """The same for a case that is open and locked already."""
    if case.application.set_aside:
        raise Refused.because(
            "not_set_aside",
            f"{case.ref} was set aside ({case.application.set_aside_reason}), so no step can be taken. Nothing has "
            "changed. Its history stays. Begin a real bid anew.",
        )
    before, stood = case.snapshot(), case.application.state
    case.values = signing.given_before(case)
    chosen = machine.take(case, case.step, actor=case.actor)
    if chosen.reason and not case.reason:
        raise Refused.because(
            "reason_given",
            f"'{chosen.label}' on {case.ref} needs a reason in words. Nothing has changed. Say why, then try again.",
        )
    missing = signing.sign(case, chosen)
    if missing:
        audit.record(case.session, case.act(f"{case.step}.signed"), before=before, after={"waiting_for": missing})
        return _told(case, chosen, stood, waiting_for=missing)
    _execute(case, chosen, stood)
    audit.record(case.session, case.act(), before=before, after={**case.snapshot(), "values": dict(case.values)})
    return _told(case, chosen, stood)


def _told(case: Case, chosen: Step, stood: str, waiting_for: tuple[str, ...] = ()) -> Taken:
    state = case.workflow.states[case.application.state]
    own = any(case.actor.has(role, organisation=case.lead) for role in machine.ORGANISATIONS_OWN)
    return Taken(
        case.ref,
        case.step,
        stood,
        case.application.state,
        case.application.version,
        waiting_for,
        label=chosen.label,
        stands=state.applicant if own else state.officer,
    )


def _execute(case: Case, chosen: Step, stood: str) -> None:
    target = stood if chosen.to == "same" else chosen.to
    applications.move(case.session, case.application, to=target, act=case.act())
    case.state = target
    _count_once(case, chosen, stood)
    for call in chosen.effects:
        EFFECTS[call.name].run(case, call.argument)
        case.forget_readings()
    timers.arm(case, left=stood)


def _count_once(case: Case, chosen: Step, stood: str) -> None:
    """Keep the day of a step that may be taken once in a state; forget those of a state that is left."""
    facts: dict[str, str | None] = {}
    if case.application.state != stood:
        facts = {name: None for name in case.application.facts if name.startswith(ONCE)}
    elif any(call.name == "once" for call in chosen.guards):
        facts = {f"{ONCE}{chosen.step}": day_words(case.day)}
    if facts:
        applications.record_facts(case.session, case.application, facts)
