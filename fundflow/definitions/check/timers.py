"""A timer does one thing, and the step that it fires can be taken by `system` from that state."""

from collections.abc import Iterator

from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import meant
from fundflow.definitions.workflow import State, Timer, Workflow


def problems(library: Library) -> Iterator[Problem]:
    """Every timer of every state."""
    for name, workflow in library.workflows.items():
        for key, state in workflow.states.items():
            for nth, timer in enumerate(state.timers):
                yield from _timer(library, (name, workflow), (key, state), (nth, timer))


def _timer(
    library: Library, named: tuple[str, Workflow], stated: tuple[str, State], numbered: tuple[int, Timer]
) -> Iterator[Problem]:
    (name, workflow), (key, state), (nth, timer) = named, stated, numbered
    route = ("states", key, "timers", nth)
    does = [what for what in (timer.step, timer.remind, timer.task) if what is not None]
    if state.kind == "end":
        said = f"'{key}' is an end, so nothing falls due in it: delete this timer"
        yield library.problem("workflow", name, *route, message=said)
    if len(does) != 1:
        said = "a timer does exactly one thing: write one of 'step', 'remind' or 'task'"
        yield library.problem("workflow", name, *route, message=said)
    if timer.step is None or library.partial("workflow", name):
        return
    here = workflow.steps_from(key)
    matching = [step for step in here if step.step == timer.step]
    if not matching:
        said = f"there is no step '{timer.step}' from '{key}'{meant(timer.step, (step.step for step in here))}"
        yield library.problem("workflow", name, *route, "step", message=said)
    elif not any("system" in step.by for step in matching):
        said = f"'{timer.step}' is not a step of 'system': add 'system' to its 'by', or write 'task' instead of 'step'"
        yield library.problem("workflow", name, *route, "step", message=said)
