"""A workflow as Mermaid text."""

from collections.abc import Iterator

from fundflow.definitions.workflow import Step, Workflow


def mermaid(workflow: Workflow) -> str:
    """A `stateDiagram-v2`: states by stage, ends marked, alternatives numbered in the order they are tried."""
    lines = ["stateDiagram-v2", "  direction LR"]
    for stage in workflow.stages:
        lines.append(f"  %% {stage}")
        lines += [f"  {key} : {_plain(key)}" for key, state in workflow.states.items() if state.stage == stage]
    lines += [f"  [*] --> {opening.to} : {_plain(name)}" for name, opening in workflow.openings.items()]
    lines += [f"  {state} --> {to} : {label}" for state, to, label in arrows(workflow)]
    lines += [f"  {key} --> [*]" for key, state in workflow.states.items() if state.kind == "end"]
    return "\n".join(lines) + "\n"


def arrows(workflow: Workflow) -> Iterator[tuple[str, str, str]]:
    """From, to and label of every way, by state in the order written; alternatives are numbered."""
    for state in workflow.states:
        leaving = workflow.steps_from(state)
        for step in leaving:
            yield state, workflow.destination(step, state), _label(step, leaving)


def _label(step: Step, leaving: tuple[Step, ...]) -> str:
    named = [each for each in leaving if each.step == step.step]
    number = f" [{named.index(step) + 1}]" if len(named) > 1 else ""
    return f"{_plain(step.step)}{number}"


def _plain(word: str) -> str:
    return word.replace("_", " ")
