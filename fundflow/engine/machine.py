"""Which step may be taken, from which state, by whom: one shared state machine a workflow, fired on a case."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast

from transitions import EventData, Machine, MachineError

from fundflow.definitions.shape import Call
from fundflow.definitions.workflow import Step, Workflow
from fundflow.engine.registry import GUARDS
from fundflow.errors import Refusal, Refused
from fundflow.people import Actor, role_words

ORGANISATIONS_OWN = frozenset({"applicant", "signatory"})
"""Roles that count only for the organisation that leads the case."""


class Subject(Protocol):
    """What the machine must know of a case; `state` is moved in memory, `chosen` and `refusals` say why."""

    state: str
    chosen: Step | None
    refusals: list[Refusal]

    @property
    def ref(self) -> str:
        """What people call the case."""

    @property
    def lead(self) -> str:
        """The organisation that leads it."""

    @property
    def leads(self) -> frozenset[str]:
        """Every code of that organisation, should the register have it more than once."""

    @property
    def fund_id(self) -> str:
        """The fund that it asks."""

    @property
    def workflow(self) -> Workflow:
        """Its life cycle."""


_COMPILED: dict[int, tuple[Workflow, Machine]] = {}
_MOST_COMPILED = 64


def compiled(workflow: Workflow) -> Machine:
    """The workflow as a `transitions` machine, made once for each pinned definition.

    No models are registered, so nothing leaks and cases stay rows.
    """
    kept = _COMPILED.get(id(workflow))
    if kept is None:
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        kept = _COMPILED[id(workflow)] = (workflow, _machine(workflow))
    return kept[1]


def _machine(workflow: Workflow) -> Machine:
    return Machine(
        model=None,
        states=list(workflow.states),
        initial=workflow.starts[0],
        auto_transitions=False,
        send_event=True,
        transitions=[
            {
                "trigger": step.step,
                "source": list(step.from_),
                "dest": "=" if step.to == "same" else step.to,
                "conditions": [_fits(step)],
            }
            for step in workflow.steps
        ],
    )


def _fits(step: Step) -> Callable[[EventData], bool]:
    """Choose the first alternative whose `when` holds; later ones are then out, whatever its guards say."""

    def fits(event: EventData) -> bool:
        case: Any = event.model
        if case.chosen is not None or any(_answers(case, step.when)):
            return False
        case.chosen = step
        case.refusals = list(_answers(case, step.guards))
        return not case.refusals

    return fits


def _answers(case: Any, calls: Iterable[Call]) -> Iterable[Refusal]:
    for call in calls:
        reason = GUARDS[call.name].test(case, call.argument)
        if reason is not None:
            yield Refusal(call.name, reason)


def take(case: Subject, step: str, *, actor: Actor) -> Step:
    """Move the case in memory by a step, or refuse with every reason.

    Raises:
        Refused: no such step from here (`step_open`), not this person's to take (`may_act`), no alternative fits
            (`step_fits`), or a guard said no (its own name).
    """
    offered = [offer for offer in case.workflow.steps_from(case.state) if offer.step == step]
    if not offered:
        late = _too_late(case, step)
        raise Refused.because("before_close", late) if late else Refused.because("step_open", not_open(case, step))
    if not any(may(actor, offer, case) for offer in offered):
        raise Refused.because("may_act", not_yours(case, offered[0], actor))
    case.chosen, case.refusals = None, []
    try:
        moved = compiled(case.workflow).events[step].trigger(case)
    except MachineError as error:  # the check above makes this a fault of the definitions
        raise Refused.because("step_open", str(error)) from error
    if case.chosen is None:
        raise Refused.because("step_fits", f"{label(offered[0])} does not fit {case.ref} as it stands now.")
    if not moved:
        raise Refused(case.refusals)
    return case.chosen


def _too_late(case: Subject, step: str) -> str | None:
    """Why a bid that was never sent cannot be sent any more: a late sender reads both times (case 26), not a state."""
    application: Any = getattr(case, "application", None)
    if application is None or application.submitted_version_id is not None:
        return None
    closing = (known for known in case.workflow.steps if known.step == step)
    calls = [call for known in closing for call in known.guards if call.name == "before_close"]
    return GUARDS[calls[0].name].test(cast("Any", case), calls[0].argument) if calls else None


def may(actor: Actor, step: Step, case: Subject) -> bool:
    """Whether a person holds one of the step's roles (to act or to sign) for this case."""
    return any(holds(actor, role, case) for role in (*step.by, *step.signatures))


def holds(actor: Actor, role: str, case: Subject) -> bool:
    """Whether a person holds a role for this case: for its lead organisation, or for its fund."""
    if role in ORGANISATIONS_OWN:
        return actor.has(role, organisation=case.lead) or any(actor.has(role, organisation=code) for code in case.leads)
    return actor.has(role, fund=case.fund_id)


def not_open(case: Subject, step: str) -> str:
    """The sentence for a step that does not leave the present state."""
    named = next((label(known) for known in case.workflow.steps if known.step == step), None)
    state = case.workflow.states[case.state].officer
    if named is None:
        known = ", ".join(sorted({offer.step for offer in case.workflow.steps_from(case.state)})) or "none"
        return f"There is no step '{step}' in {case.workflow.title}. The steps from '{state}' are: {known}."
    ways = sorted({label(offer) for offer in case.workflow.steps_from(case.state) if "system" not in offer.by})
    out = f"From here you can: {'; '.join(ways)}." if ways else "Nothing more can be done with it: start a new bid."
    return f"{case.ref} is at '{state}', where '{named}' is not a step. Nothing has changed. {out}"


def not_yours(case: Subject, step: Step, actor: Actor) -> str:
    """The sentence for a person who does not hold the role."""
    who = " or ".join(role_words(role) for role in dict.fromkeys((*step.signatures, *step.by)))
    scope = f"of {case.lead}" if ORGANISATIONS_OWN & {*step.by, *step.signatures} else f"for {case.fund_id}"
    return (
        f"'{label(step)}' on {case.ref} is for the {who} {scope}, and {actor.name} does not have that role. "
        "Nothing has changed. Ask that person, or ask your administrator for the role."
    )


def label(step: Step) -> str:
    """What people call the step."""
    return step.label
