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
        states = sorted({*workflow.states, *library.keys("workflow", name, "states")})
        for at, step in enumerate(workflow.steps):
            for part, uses in (("when", step.when), ("guards", step.guards), ("effects", step.effects)):
                for nth, use in enumerate(uses):
                    said = _wrong(use, states, known, whole=not library.partial("workflow", name))
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


def _wrong(use: Call, states: list[str], known: dict[str, set[str]], *, whole: bool) -> str:
    if use.name == "remember":
        return _remember(use.argument, states)
    if use.name == "forget":
        lost = whole and use.argument not in list(known)
        return f"nothing is remembered as '{use.argument}'{meant(use.argument, known)}" if lost else ""
    if use.name == "came_from":
        return _came_from(use.argument, states, known if whole else None)
    return ""


def _remember(argument: object, states: list[str]) -> str:
    if isinstance(argument, dict):
        lost = next((state for state in argument.values() if state not in states), None)
        return unknown("state", lost, states) if lost else ""
    return "" if isinstance(argument, str) else "say under which word to remember the state: {remember: queried}"


def _came_from(argument: object, states: list[str], known: dict[str, set[str]] | None) -> str:
    if not isinstance(argument, dict) or len(argument) != 1:
        return "say what was remembered and where from: {came_from: {queried: submitted}}"
    ((slot, state),) = argument.items()
    if state not in states:
        return unknown("state", state, states)
    if known is None:
        return ""
    if slot not in list(known):
        return f"nothing is remembered as '{slot}'{meant(slot, known)}"
    return "" if state in known[slot] else f"'{state}' is never remembered as '{slot}'{meant(state, known[slot])}"
