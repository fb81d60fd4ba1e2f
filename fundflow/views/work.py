"""What waits for a person: everything that `fundflow tasks` lists, each with the page where it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications
from fundflow.definitions import State, Step, Workflow
from fundflow.engine import sight, tasks
from fundflow.people import Actor

OWN = ("applicant", "signatory")


@dataclass(frozen=True)
class Pile:
    """Cases that stand in one state, with the steps that this person's roles can take from there.

    Whether a step is open in a single case is decided on the case's own page.
    """

    workflow: str
    state: State
    steps: tuple[Step, ...]
    cases: tuple[applications.CaseRow, ...]


@dataclass(frozen=True)
class Work:
    """Everything that waits for a person: piles in the order of the life cycle, and tasks, the most urgent first."""

    piles: tuple[Pile, ...]
    tasks: tuple[applications.CaseTask, ...]


def of_person(session: Session, actor: Actor) -> Work:
    """What waits for one person now."""
    cases = sight.cases(session, actor)
    found: list[Pile] = []
    for round_ref in dict.fromkeys(one.round for one in cases):
        workflow = applications.definitions(applications.get_round(session, round_ref)).workflow
        if workflow is not None:
            mine = [one for one in cases if one.round == round_ref]
            _add(found, workflow, actor, mine)
    return Work(tuple(found), tuple(_tasks(session, actor)))


def _add(found: list[Pile], workflow: Workflow, actor: Actor, cases: Sequence[applications.CaseRow]) -> None:
    for name, state in workflow.states.items():
        here = [one for one in cases if one.state == name]
        if not here:
            continue
        steps = {step.step: step for step in workflow.steps_from(name)}
        for_each = [(one, [step for step in steps.values() if _by_role(actor, step, one)]) for one in here]
        acting = [(one, steps_) for one, steps_ in for_each if steps_]
        if acting:
            offered = {step.step: step for _, steps_ in acting for step in steps_}
            waiting = sorted((one for one, _ in acting), key=lambda one: one.state_since)
            found.append(Pile(workflow.workflow, state, tuple(offered.values()), tuple(waiting)))


def _by_role(actor: Actor, step: Step, case: applications.CaseRow) -> bool:
    """Whether a person holds a role of the step for this case, whatever its guards say."""
    for role in (*step.by, *step.signatures):
        if role in OWN:
            if actor.has(role, organisation=case.lead):
                return True
        elif actor.has(role, fund=case.fund):
            return True
    return False


def _tasks(session: Session, actor: Actor) -> list[applications.CaseTask]:
    roles = [role.role for role in actor.roles if role.role not in OWN]
    found = applications.tasks(session, roles=list(dict.fromkeys(roles))) if roles else []
    return [task for task in found if actor.has(task.role, fund=task.fund)]


@dataclass(frozen=True)
class ToDo:
    """One thing that waits for a person: by when, what kind, about what, in words, and the page where it is done."""

    due: datetime | None
    kind: str
    about: str
    said: str
    path: str


def todo_of(session: Session, actor: Actor) -> list[ToDo]:
    """Everything that waits for a person, in the order of dates: the same as `fundflow tasks` lists."""
    rounds = {one.ref for one in applications.rounds(session)}
    cases = "/cases" if sight.in_office(actor) or not sight.own_organisations(actor) else "/bids"
    return [
        ToDo(one.due, one.kind, one.about, one.said, _path(one, rounds, cases))
        for one in tasks.waiting_for(session, actor)
    ]


def _path(one: tasks.Waiting, rounds: Collection[str], cases: str) -> str:
    """Where a thing is done; nowhere where it is about no one page."""
    if one.about in rounds:
        return f"/rounds/{one.about}"
    match one.kind:
        case "letter":
            return f"/letters/read/{one.about}"
        case "score":
            return f"/scoring/{one.about}"
        case "claim":
            return "/cases/" + one.about.replace("/", "/claims/", 1)
        case "step" | "task" if one.type:
            return f"{cases}/{one.about}"
    return ""
