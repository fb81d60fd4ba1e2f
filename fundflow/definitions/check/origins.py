"""What a case remembers (`remember`, `forget`, `came_from`) fits the states it can have come from."""

from collections.abc import Iterator

from fundflow.definitions.library import Library
from fundflow.definitions.shape import Call, Problem
from fundflow.definitions.wording import meant, unknown
from fundflow.definitions.workflow import Workflow


def problems(library: Library) -> Iterator[Problem]:
    """`came_from` asks only for what some step remembers."""
    for name, workflow in library.workflows.items():
        known = _remembered(workflow)
        for at, step in enumerate(workflow.steps):
            for part, uses in (("when", step.when), ("guards", step.guards), ("effects", step.effects)):
                for nth, use in enumerate(uses):
                    said = _wrong(use, workflow, known, whole=not library.partial("workflow", name))
                    if said:
                        yield library.problem("workflow", name, "steps", at, part, nth, message=said)


def _remembered(workflow: Workflow) -> dict[str, set[str]]:
    """Slots with the states that steps store in them."""
    slots: dict[str, set[str]] = {}
    for step in workflow.steps:
        for use in step.effects:
            if use.name == "remember" and isinstance(use.argument, str):
                slots.setdefault(use.argument, set()).update(step.from_)
            elif use.name == "remember" and isinstance(use.argument, dict):
                for slot, state in use.argument.items():
                    slots.setdefault(str(slot), set()).add(str(state))
    return slots


def _wrong(use: Call, workflow: Workflow, known: dict[str, set[str]], *, whole: bool) -> str:
    argument = use.argument
    if use.name == "remember":
        states = argument.values() if isinstance(argument, dict) else ()
        lost = next((state for state in states if state not in workflow.states), None)
        if not isinstance(argument, (str, dict)):
            return "say under which word to remember the state: {remember: queried}"
        return unknown("state", lost, workflow.states) if lost else ""
    if use.name == "forget":
        if isinstance(argument, str) and argument in known:
            return ""
        return f"nothing is remembered as '{argument}'{meant(argument, known)}" if whole else ""
    if use.name != "came_from":
        return ""
    if not isinstance(argument, dict) or len(argument) != 1:
        return "say what was remembered and where from: {came_from: {queried: submitted}}"
    ((slot, state),) = argument.items()
    if state not in workflow.states:
        return unknown("state", state, workflow.states)
    if whole and slot not in known:
        return f"nothing is remembered as '{slot}'{meant(slot, known)}"
    if whole and state not in known[slot]:
        return f"'{state}' is never remembered as '{slot}'{meant(state, known[slot])}"
    return ""
