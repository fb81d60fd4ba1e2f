"""Steps of one name from one state are ordered alternatives, each of which can be taken."""

from collections.abc import Iterator

from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.workflow import Step, Workflow


def problems(library: Library) -> Iterator[Problem]:
    """All but the last alternative have a `when`, and none is hidden by one before it."""
    for name, workflow in library.workflows.items():
        found: dict[int, Problem] = {}
        for state in workflow.states:
            for at, problem in _of_state(library, name, workflow, state):
                found.setdefault(at, problem)
        yield from found.values()


def _of_state(library: Library, name: str, workflow: Workflow, state: str) -> Iterator[tuple[int, Problem]]:
    groups: dict[str, list[tuple[int, Step]]] = {}
    for at, step in enumerate(workflow.steps):
        if state in step.from_:
            groups.setdefault(step.step, []).append((at, step))
    for group in groups.values():
        for nth, (at, step) in enumerate(group):
            earlier = group[:nth]
            hider = next((known for known in earlier if _covers(known[1], step)), None)
            if hider is not None:
                yield (
                    at,
                    library.problem("workflow", name, "steps", at, message=_hidden(library, name, hider, state, step)),
                )


def _covers(earlier: Step, later: Step) -> bool:
    """Whether an earlier alternative is taken wherever a later one could be; one without `when` always is."""
    return all(use in later.when for use in earlier.when)


def _hidden(library: Library, name: str, hider: tuple[int, Step], state: str, step: Step) -> str:
    at, earlier = hider
    line = library.place("workflow", name, "steps", at)[1].line
    if not earlier.when:
        return (
            f"this '{step.step}' from '{state}' is never taken: the one on line {line} has no 'when', so it always "
            "comes first; give that one a 'when', or put it last"
        )
    return (
        f"this '{step.step}' from '{state}' is never taken: the one on line {line} is taken whenever its 'when' holds; "
        "change one 'when', or swap them"
    )
