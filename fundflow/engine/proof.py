"""Proves of a workflow, before any case lives in it, that its names are known and that money is safe on every path."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fundflow.definitions import Call, Library, Problem, Step, Workflow, unknown
from fundflow.engine.registry import EFFECTS, GUARDS, MOMENTS
from fundflow.people import ROLES

Place = tuple[str | int, ...]
"""Where in a definition: keys and positions from its top, as the loader keeps them."""


def check(library: Library) -> list[Problem]:
    """Every problem of a library that only the engine can see: unknown names, and money that is not safe on a path."""
    found: list[Problem] = []
    for name, workflow in library.workflows.items():
        paths = faults(workflow) if library.walkable(name) else ()
        for place, message in (*names(workflow), *paths):
            found.append(library.problem("workflow", name, *place, message=message))
    for name, fund in library.funds.items():
        for at, gate in enumerate(fund.gates):
            if gate.test.name not in GUARDS:
                message = unknown("guard", gate.test.name, GUARDS)
                found.append(library.problem("fund", name, "gates", at, "test", message=message))
    return found


def names(workflow: Workflow) -> Iterator[tuple[Place, str]]:
    """Every guard, effect, role and moment that a workflow names and nobody knows."""
    for name, opening in workflow.openings.items():
        yield from _uses(("openings", name, "guards"), opening.guards, "guard", GUARDS)
        yield from _uses(("openings", name, "effects"), opening.effects, "effect", EFFECTS)
        yield from _roles(("openings", name, "by"), opening.by)
    for number, step in enumerate(workflow.steps):
        yield from _uses(("steps", number, "when"), step.when, "guard", GUARDS)
        yield from _uses(("steps", number, "guards"), step.guards, "guard", GUARDS)
        yield from _uses(("steps", number, "effects"), step.effects, "effect", EFFECTS)
        yield from _roles(("steps", number, "by"), step.by)
        yield from _roles(("steps", number, "signatures"), step.signatures)
    for state, declared in workflow.states.items():
        for at, timer in enumerate(declared.timers):
            if timer.at not in MOMENTS:
                yield ("states", state, "timers", at, "at"), unknown("moment", timer.at, MOMENTS)
    for event, uses in workflow.on.items():
        yield from _uses(("on", event), uses, "effect", EFFECTS)


def _roles(place: Place, roles: Sequence[str]) -> Iterator[tuple[Place, str]]:
    for at, role in enumerate(roles):
        if role not in ROLES:
            yield (*place, at), unknown("role", role, ROLES)


def _uses(place: Place, calls: Sequence[Call], what: str, known: Iterable[str]) -> Iterator[tuple[Place, str]]:
    names_known = set(known)
    for at, call in enumerate(calls):
        if call.name not in names_known:
            yield (*place, at), unknown(what, call.name, names_known)


@dataclass(frozen=True)
class Purse:
    """What a case may be holding at a point of its life: approved money, accepted money."""

    reserved: bool = False
    committed: bool = False


def faults(workflow: Workflow) -> Iterator[tuple[Place, str]]:
    """Every path by which money could be committed unreserved, paid uncommitted, or kept by a case that has ended.

    Walks all combinations of state and purse; each fault names the shortest path that leads to it.
    """
    paths: dict[tuple[str, Purse], tuple[str, ...]] = {}
    told: set[tuple[Place, str]] = set()
    for name, opening in workflow.openings.items():
        purse, wrong = _posted(name, opening.effects, Purse())
        if wrong:
            yield from _once(told, [(("openings", name), f"{wrong}, as soon as a case begins")])
        paths.setdefault((opening.to, purse), (name,))
    queue = deque(paths)
    while queue:
        state, purse = here = queue.popleft()
        yield from _once(told, _standing(workflow, state, purse, paths[here]))
        for at, step in enumerate(workflow.steps):
            if state not in step.from_ or _ruled_out(step, purse):
                continue
            after, wrong = _posted(step.step, step.effects, purse)
            if wrong:
                yield from _once(told, [(("steps", at), f"{wrong}, by the path {_path(*paths[here], step.step)}")])
            there = (state if step.to == "same" else step.to, after)
            if there[0] in workflow.states and there not in paths:
                paths[there] = (*paths[here], step.step)
                queue.append(there)


def _once(told: set[tuple[Place, str]], found: list[tuple[Place, str]]) -> Iterator[tuple[Place, str]]:
    for place, message in found:
        mark = (place, message.split(", by the path")[0])
        if mark not in told:
            told.add(mark)
            yield place, message


def _standing(workflow: Workflow, state: str, purse: Purse, path: tuple[str, ...]) -> list[tuple[Place, str]]:
    """What must hold of a purse in a state: ends keep nothing, claims need a commitment."""
    declared = workflow.states[state]
    place: Place = ("states", state)
    found = []
    if declared.kind == "end" and purse.reserved:
        found.append((place, f"a case can end at '{state}' with money still reserved, by the path {_path(*path)}"))
    if declared.kind == "end" and purse.committed:
        found.append((place, f"a case can end at '{state}' with unspent money committed, by the path {_path(*path)}"))
    if declared.claims != "closed" and not purse.committed:
        found.append((place, f"'{state}' pays claims before anything is committed, by the path {_path(*path)}"))
    return found


def _ruled_out(step: Step, purse: Purse) -> bool:
    """Whether a guard of the step can only pass when the purse holds what it does not."""
    proved = {what for call in (*step.when, *step.guards) if call.name in GUARDS for what in GUARDS[call.name].proves}
    return "reserved" in proved and not purse.reserved


def _posted(name: str, effects: Sequence[Call], purse: Purse) -> tuple[Purse, str]:
    """The purse after the effects of a step or a way in, and what is wrong with them, if anything."""
    wrong = ""
    for call in effects:
        for kind in EFFECTS[call.name].posts if call.name in EFFECTS else ():
            match kind:
                case "RESERVE":
                    purse = Purse(True, purse.committed)
                case "RELEASE":
                    purse = Purse(False, purse.committed)
                case "COMMIT" | "COMMIT_PART":
                    wrong = wrong or ("" if purse.reserved else f"'{name}' commits money that nothing has reserved")
                    purse = Purse(kind == "COMMIT_PART", True)
                case "DECOMMIT":
                    purse = Purse(purse.reserved, False)
    return purse, wrong


def _path(*steps: str) -> str:
    return " > ".join(steps)
