"""What a state or step declares about itself fits together."""

from collections.abc import Iterator

from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.workflow import SAME, State, Step

ADOPTED = {"bid": "nothing", "decision": "reserved", "offer": "reserved", "award": "committed"}
"""The money that comes with a bid which is taken over, by what else comes with it."""


def problems(library: Library) -> Iterator[Problem]:
    """Attributes of states, then who takes and who signs each step."""
    for name, workflow in library.workflows.items():
        for key, state in workflow.states.items():
            for field, said in _state(key, state):
                yield library.problem("workflow", name, "states", key, field, message=said)
        for at, step in enumerate(workflow.steps):
            for field, said in _step(step):
                yield library.problem("workflow", name, "steps", at, field, message=said)
        for key, opening in workflow.openings.items():
            start = workflow.states.get(opening.to)
            if start is not None and start.kind == "end":
                said = f"the start '{opening.to}' is an end: cases must begin in an open state"
                yield library.problem("workflow", name, "openings", key, "to", message=said)


def _state(key: str, state: State) -> Iterator[tuple[str, str]]:
    if state.kind == "end":
        for field in ("assessing", "deciding", "editable"):
            if getattr(state, field):
                yield field, f"'{key}' is an end, so it cannot be '{field}': delete this line"
        if state.claims != "closed":
            yield "claims", f"'{key}' is an end, so claims are closed in it: delete this line"
        if state.holds != "nothing":
            yield "holds", f"'{key}' is an end, so a case holds no promised money in it: delete this line"
    elif state.claims != "closed" and state.holds != "committed":
        yield "claims", f"claims in '{key}' need promised money: write 'holds: committed', or close its claims"
    if state.adoptable and ADOPTED[state.adoptable] != state.holds:
        comes = ADOPTED[state.adoptable]
        said = (
            f"'{key}' holds {state.holds}, and what is taken over as '{state.adoptable}' holds {comes}: write what fits"
        )
        yield "adoptable", said
    if state.assessing and state.deciding:
        yield "deciding", f"'{key}' cannot be with the assessors and before a committee at once: keep one of the two"
    if state.assessing and state.editable:
        yield "editable", f"a bid cannot be changed while it is assessed: delete this line of '{key}'"


def _step(step: Step) -> Iterator[tuple[str, str]]:
    for field, roles in (("by", step.by), ("from", step.from_)):
        if not roles:
            yield field, f"'{step.step}' names nobody here: write at least one word"
    if len(set(step.by)) != len(step.by):
        yield "by", f"a role stands twice in the 'by' of '{step.step}': keep one"
    if step.signatures:
        lost = [role for role in step.by if role not in step.signatures]
        if lost:
            yield "by", f"'{step.step}' is taken by '{lost[0]}', who is not among its signatures: add the role there"
        if len(step.signatures) == 1:
            yield (
                "signatures",
                f"'{step.step}' has one signature, which 'by' says already: add a second, or delete this",
            )
    if step.to == SAME and not (step.effects or step.reason):
        yield "to", f"'{step.step}' stays where it is, causes nothing and asks for no reason: give it an effect"
