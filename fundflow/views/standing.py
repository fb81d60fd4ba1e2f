"""What stands in the way of sending a bid: the engine's own refusals, each with the place where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass

from fundflow import applications
from fundflow.engine.case import Case
from fundflow.engine.guards.gates import results
from fundflow.engine.openness import OpenStep

PLACES = {
    "ask_within_fund": "budget",
    "work_not_begun": "outline",
    "budget_adds_up": "budget",
    "consents_complete": "partners",
    "entry_confirmed": "confirm",
}
"""By guard, the page on which its refusal is mended."""
RULES = {
    "fund_has_balance": "budget",
    "practices_active": "partners",
    "at_scale": "partners",
    "contributes_to_actions": "actions",
    "exit_plan_given": "exit-plan",
    "no_double_funding": "budget",
    "not_emergency_support": "outline",
    "ring_fence_matched": "priorities",
}
"""By test of a rule of the fund, the page on which it is met."""
PARTS = {
    "answers_complete": ("answers",),
    "actions_complete": ("actions",),
    "documents_attached": ("documents",),
    "budget_adds_up": ("budget", "minimum_viable"),
}
"""Guards that tell of a part of the form, with the places of what they find missing."""


@dataclass(frozen=True)
class ToDo:
    """One thing to do before a bid can be sent: the sentence, the page, and the code that an officer can look up."""

    sentence: str
    path: str
    guard: str


def todo(case: Case, sending: OpenStep) -> Iterator[ToDo]:
    """Every refusal of the step that sends the bid; those about the form one by one, each at its field."""
    missing = applications.incomplete(case.form, case.dossier.content)
    for refusal in sending.refusals:
        if refusal.guard == "gates_pass":
            yield from _rules(case)
            continue
        told = [one for one in missing if one.place.split(".")[0] in PARTS.get(refusal.guard, ())]
        for one in told:
            yield ToDo(_sentence(one.sentence), field_path(case, one.place), refusal.guard)
        if not told:
            place = PLACES.get(refusal.guard, "")
            yield ToDo(refusal.plain, f"/bids/{case.ref}/{place}" if place else "", refusal.guard)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _rules(case: Case) -> Iterator[ToDo]:
    for gate, reason in results(case, stage="submission"):
        place = RULES.get(gate.test.name, "")
        if reason:
            path = f"/bids/{case.ref}/{place}" if place else ""
            yield ToDo(f"{reason} (Rule {gate.code}, {gate.source}.)", path, "gates_pass")


def field_path(case: Case, place: str) -> str:
    """The page and field of a place in the form (`answers.plan`, `budget.3.amount`)."""
    head, _, key = place.partition(".")
    page = {"answers": f"questions/{key}", "minimum_viable": "outline", "outcomes": "priorities"}.get(head, head)
    anchor = place if key or head == "minimum_viable" else ""
    return f"/bids/{case.ref}/{page}{'#' + anchor if anchor else ''}"
