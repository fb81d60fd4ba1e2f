"""What comes next in a case, and whose it is: the step that it waits for, or what a running award still has to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fundflow import people
from fundflow.clock import london_day
from fundflow.engine import claim_steps, tasks
from fundflow.engine.case import Case
from fundflow.views.claims import SETTLED
from fundflow.views.queries import CaseSheet

MOST = 4
"""How many things are said to come next."""


@dataclass(frozen=True)
class Upcoming:
    """One thing that comes next: in words, whose it is, by which day, and the page where it is done (if not this one)."""

    said: str
    who: str
    due: date | None = None
    path: str = ""


def of_case(case: Case, papers: CaseSheet) -> list[Upcoming]:
    """The step that a case waits for; while its award runs, what is due first of its claims, returns, conditions, tasks."""
    if case.workflow.states[case.application.state].assessing:
        return [Upcoming("Score the bid", "assessors")]
    steps = tasks.awaits(case.workflow, case.application.state)[:1]
    found = [Upcoming(step.label, _roles(*step.by, *step.signatures)) for step in steps]
    if papers.award is not None:
        found += sorted(_of_award(case, papers), key=lambda one: (one.due is None, one.due or date.max))
    return found[:MOST]


def _roles(*roles: str) -> str:
    return " or ".join(dict.fromkeys(people.role_words(role) for role in roles))


def _of_award(case: Case, papers: CaseSheet) -> Iterator[Upcoming]:
    for claim in papers.claims:
        waits = claim_steps.awaited(claim)
        if waits is not None and claim.state != "draft":
            yield Upcoming(f"{waits[0]}: claim {claim.ref}", _roles(*waits[1]), None, claim.ref)
    yield from _of_recipient(case, papers)
    for task in case.dossier.tasks:
        yield Upcoming(task.text, _roles(task.role), london_day(task.due_at) if task.due_at else None)


def _of_recipient(case: Case, papers: CaseSheet) -> Iterator[Upcoming]:
    """What the recipient owes, which ends with the case."""
    if case.workflow.states[case.application.state].kind == "end":
        return
    for report in papers.returns[:1]:
        path = f"/bids/{case.ref}/returns"
        yield Upcoming(f"Send the {report.title.lower()}, {report.label}", "recipient", report.due_on, path)
    for one in papers.conditions:
        if one.state not in SETTLED:
            yield Upcoming(f"Meet condition {one.number}: {one.text}", "recipient", one.due_on, "#conditions")
