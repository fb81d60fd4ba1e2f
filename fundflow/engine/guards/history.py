"""Where a case came from, and what may be done only once."""

from fundflow.engine.case import Case
from fundflow.engine.registry import guard

ONCE = "once."
"""How facts begin that keep the day of a step which may be taken once while a case stays where it is."""


@guard()
def came_from(case: Case, argument: dict[str, str]) -> str | None:
    """The state that was left under a slot (`{queried: submitted}`) is the one named."""
    ((slot, state),) = argument.items()
    came = case.application.origins.get(slot)
    if came == state:
        return None
    wanted = case.workflow.states[state].officer
    stood = f"'{case.workflow.states[came].officer}'" if came else "nowhere on record"
    return (
        f"{case.ref} did not come here from '{wanted}' but from {stood}, so this way on is not its own. "
        "Nothing has changed. Choose the step that fits where it came from."
    )


@guard()
def once(case: Case, argument: str) -> str | None:
    """The step named has not been taken before in this case since it came into its state."""
    done = case.application.facts.get(f"{ONCE}{argument}")
    if done is None:
        return None
    return (
        f"More time was given on {case.ref} on {done} already, and it can be given once. Nothing has changed. "
        "Decide on what is there, or ask the committee."
    )
