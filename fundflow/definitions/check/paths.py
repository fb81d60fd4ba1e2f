"""Every state can be reached, every open state has a way on to an end, and no person takes a case back from an end."""

from collections.abc import Iterator, Mapping

from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.workflow import Workflow


def problems(library: Library) -> Iterator[Problem]:
    """The shape of each workflow as a graph; a workflow with pieces missing is not judged."""
    for name, workflow in library.workflows.items():
        yield from _exits(library, name, workflow)
        if library.walkable(name):
            yield from _ways(library, name, workflow)


def _exits(library: Library, name: str, workflow: Workflow) -> Iterator[Problem]:
    for at, step in enumerate(workflow.steps):
        for nth, state in enumerate(step.from_):
            found = workflow.states.get(state)
            if found is not None and found.kind == "end" and step.by != ("system",):
                said = f"'{state}' is an end, so no step may leave it: take it out of this list, or make the state open"
                yield library.problem("workflow", name, "steps", at, "from", nth, message=said)


def _ways(library: Library, name: str, workflow: Workflow) -> Iterator[Problem]:
    onward: dict[str, set[str]] = {state: set() for state in workflow.states}
    back: dict[str, set[str]] = {state: set() for state in workflow.states}
    for step in workflow.steps:
        for origin in step.from_:
            onward[origin].add(workflow.destination(step, origin))
            back[workflow.destination(step, origin)].add(origin)
    reached = _spread(set(workflow.starts), onward)
    ending = _spread({key for key, found in workflow.states.items() if found.kind == "end"}, back)
    starts = "' or '".join(workflow.starts)
    for key, state in workflow.states.items():
        said = ""
        if key not in reached:
            said = f"no step leads to '{key}' from the start '{starts}': add a step to it, or delete the state"
        elif state.kind == "open" and not onward[key] - {key}:
            said = f"no step leaves '{key}': add one, or write 'kind: end' if cases stop here"
        elif state.kind == "open" and key not in ending:
            said = f"a case in '{key}' can never come to an end: add a way from it to an end"
        if said:
            yield library.problem("workflow", name, "states", key, key=True, message=said)


def _spread(start: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {to for state in fresh for to in ways[state]} - found
        found |= fresh
    return found
