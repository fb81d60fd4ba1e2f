"""States and stages that a workflow names exist."""

from collections.abc import Iterator

from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import unknown
from fundflow.definitions.workflow import SAME, Workflow


def problems(library: Library) -> Iterator[Problem]:
    """Steps, the start and stages name what is there."""
    for name, workflow in library.workflows.items():
        known = sorted({*workflow.states, *library.keys("workflow", name, "states")})
        yield from _start(library, name, workflow, known)
        yield from _steps(library, name, workflow, known)
        yield from _stages(library, name, workflow)


def _start(library: Library, name: str, workflow: Workflow, known: list[str]) -> Iterator[Problem]:
    for key, opening in workflow.openings.items():
        if opening.to not in known:
            said = unknown("state", opening.to, known)
            yield library.problem("workflow", name, "openings", key, "to", message=said)
    if SAME in workflow.states:
        said = "a state cannot be called 'same': a step uses that word to stay where it is; give the state another name"
        yield library.problem("workflow", name, "states", SAME, key=True, message=said)


def _steps(library: Library, name: str, workflow: Workflow, known: list[str]) -> Iterator[Problem]:
    for at, step in enumerate(workflow.steps):
        for nth, state in enumerate(step.from_):
            if state not in known:
                said = unknown("state", state, known)
                yield library.problem("workflow", name, "steps", at, "from", nth, message=said)
            elif state in step.from_[:nth]:
                said = f"the state '{state}' stands twice in this list: keep one"
                yield library.problem("workflow", name, "steps", at, "from", nth, message=said)
        if step.to != SAME and step.to not in known:
            said = unknown("state", step.to, [*known, SAME])
            yield library.problem("workflow", name, "steps", at, "to", message=said)


def _stages(library: Library, name: str, workflow: Workflow) -> Iterator[Problem]:
    for nth, stage in enumerate(workflow.stages):
        if stage in workflow.stages[:nth]:
            said = f"the stage '{stage}' stands twice in this list: keep one"
            yield library.problem("workflow", name, "stages", nth, message=said)
    for key, state in workflow.states.items():
        if state.stage not in workflow.stages:
            said = unknown("stage", state.stage, workflow.stages)
            yield library.problem("workflow", name, "states", key, "stage", message=said)
