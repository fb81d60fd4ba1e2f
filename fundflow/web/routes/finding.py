"""Finding cases by words and filters, fifty a page, and taking one step for several of them at once."""

from collections.abc import Sequence

from starlette.responses import Response

from fundflow import applications, organisations
from fundflow.applications import CaseRow
from fundflow.definitions import Step
from fundflow.engine import openness, sight, take_step
from fundflow.engine.machine import ORGANISATIONS_OWN
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.paged import paged
from fundflow.web.rooms import Room
from fundflow.web.who import OFFICE, SIGNED_IN

room = Room()
FILTERS = ("round", "fund", "state", "commissioner")


def _filter(desk: Desk, name: str) -> str:
    return desk.typed.text(name) or desk.asked.get(name, "")


def _found(desk: Desk) -> tuple[list[CaseRow], dict[str, str]]:
    """The cases that fit what was asked, among those that this person may see, and the names of their leads."""
    words = _filter(desk, "q").casefold().split()
    body = _filter(desk, "commissioner")
    paid = {one.ref for one in applications.find_cases(desk.session, commissioner=body)} if body else None
    seen = [
        one
        for one in sight.cases(desk.session, desk.actor, round_ref=_filter(desk, "round") or None)
        if _filter(desk, "state") in ("", one.state)
        and _filter(desk, "fund") in ("", one.fund)
        and (paid is None or one.ref in paid)
    ]
    names = organisations.names(desk.session, {one.lead for one in seen})

    def fits(one: CaseRow) -> bool:
        text = f"{one.ref} {one.their_ref} {one.title} {one.lead} {names.get(one.lead, '')}".casefold()
        return all(word in text for word in words)

    return [one for one in seen if fits(one)], names


def _steps(desk: Desk, found: Sequence[CaseRow]) -> dict[str, Step]:
    """The steps from where all of these stand that this person's roles may take and that ask for nothing but a reason.

    What is drastic comes last.
    """
    state = _filter(desk, "state")
    lives = {one.workflow for one in found}
    if not state or len(lives) != 1:
        return {}
    workflow = desk.library.workflow(lives.pop())
    fund = found[0].fund
    return {
        step.step: step
        for step in sorted(workflow.steps_from(state), key=lambda one: one.drastic)
        if not openness.asked(step)
        and any(role not in ORGANISATIONS_OWN and desk.actor.has(role, fund=fund) for role in step.by)
    }


@room.page("/cases", who=SIGNED_IN)
def find(desk: Desk) -> Response:
    """Every case that this person may see, by words, state, fund, round and commissioner."""
    found, names = _found(desk)
    part = paged(desk, found)
    states = {
        name: state.officer for workflow in desk.library.workflows.values() for name, state in workflow.states.items()
    }
    return desk.page(
        "cases.html",
        found=len(found),
        cases=part.rows,
        page=part.page,
        pages=part.pages,
        names=names,
        states=states,
        funds={name: fund.title for name, fund in desk.library.funds.items()},
        bodies={code: body.short_name for code, body in desk.library.commissioners().items()},
        rounds=applications.rounds(desk.session),
        chosen={name: _filter(desk, name) for name in ("q", *FILTERS)},
        steps=_steps(desk, found) if sight.in_office(desk.actor) else {},
    )


@room.each("/cases", who=OFFICE, over="case", page=find)
def step(desk: Desk, ref: str) -> str:
    """Take the chosen step for one of the cases that are ticked."""
    name = desk.typed.text("step")
    if not name:
        raise BadInput("No step was chosen, so nothing was done. Choose one.", place="step")
    taken = take_step(desk.session, ref, name, actor=desk.actor, now=desk.now, reason=desk.typed.text("reason"))
    return "Signed once; it waits for somebody else." if taken.waiting_for else "Done."
