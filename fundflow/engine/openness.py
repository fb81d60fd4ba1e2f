"""Every step from where a case stands: open to this person, waiting for a signature, or closed and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from fundflow.definitions.workflow import Step
from fundflow.engine import machine, signing, tasks
from fundflow.engine.case import READINGS, Case
from fundflow.engine.registry import EFFECTS, GUARDS
from fundflow.errors import Refusal, Refused


@dataclass(frozen=True)
class OpenStep:
    """A step as a button or a line: what it is called and means, what it asks for, and why it is closed if it is."""

    step: str
    label: str
    means: str
    open: bool
    refusals: tuple[Refusal, ...]
    asks: tuple[str, ...]
    waiting_for: tuple[str, ...]
    needs_reason: bool
    to: str
    drastic: bool
    main: bool
    """Whether it takes the case on as its life cycle means it to go."""


def open_steps(case: Case) -> list[OpenStep]:
    """All steps of the present state, alternatives as one: what takes it on, then the rest, and what is drastic last.

    What a person has yet to type does not close a step: it is listed under `asks`.
    """
    return _tried(case, case.workflow.steps_from(case.application.state))


def own_steps(case: Case) -> list[OpenStep]:
    """Those steps of the present state that are ever this person's to take, tried as `open_steps` tries all."""
    offered = case.workflow.steps_from(case.application.state)
    return _tried(case, [step for step in offered if machine.may(case.actor, step, case)])


def _tried(case: Case, offered: Iterable[Step]) -> list[OpenStep]:
    """The steps of some names, in the order in which somebody needs them."""
    main = _main(case)
    names = dict.fromkeys(step.step for step in offered)
    _ = case.bodies  # read together, before each guard asks for one
    found = [_opened(case, name, main=name in main) for name in names]
    return sorted(found, key=lambda one: (one.drastic, not one.main, main.index(one.step) if one.main else 0))


def _main(case: Case) -> list[str]:
    """What the case waits for, the furthest first: no departure that needs a reason, and nothing while it is scored."""
    life, state = case.workflow, case.application.state
    return [] if life.states[state].assessing else [one.step for one in tasks.awaits(life, state) if not one.reason]


def _opened(case: Case, name: str, *, main: bool) -> OpenStep:
    offered = [step for step in case.workflow.steps_from(case.application.state) if step.step == name]
    trial = replace(case, step=name, state=case.application.state, chosen=None, refusals=[])
    trial.values = _Supposed(case.values)
    _share_readings(case, trial)
    refusals: tuple[Refusal, ...] = ()
    try:
        machine.take(trial, name, actor=case.actor)
    except Refused as error:
        refusals = tuple(refusal for refusal in error.refusals if not _waits_for_words(refusal))
    _share_readings(trial, case)
    step = trial.chosen or offered[0]
    return OpenStep(
        step=name,
        label=step.label,
        means=step.means,
        open=not refusals,
        refusals=refusals,
        asks=asked(step),
        waiting_for=signing.waiting(case, step),
        needs_reason=step.reason,
        to=case.application.state if step.to == "same" else step.to,
        drastic=step.drastic,
        main=main and not step.drastic,
    )


def _share_readings(one: Case, other: Case) -> None:
    """What one has read, the other need not read again: nothing is written while steps are looked at."""
    for name in (*READINGS, "pinned", "names", "bodies"):
        if name in one.__dict__:
            other.__dict__.setdefault(name, one.__dict__[name])


def asked(step: Step) -> tuple[str, ...]:
    """The values that a person must type for a step, from its guards and effects."""
    guards = [GUARDS[call.name].asks for call in (*step.when, *step.guards) if call.name in GUARDS]
    effects = [EFFECTS[call.name].asks for call in step.effects if call.name in EFFECTS]
    return tuple(dict.fromkeys(name for names in (*guards, *effects) for name in names))


def _waits_for_words(refusal: Refusal) -> bool:
    return bool(refusal.guard in GUARDS and GUARDS[refusal.guard].asks) or refusal.guard == "value_given"


class _Supposed(dict[str, Any]):
    """The values so far, for trying a step before anything was typed."""
