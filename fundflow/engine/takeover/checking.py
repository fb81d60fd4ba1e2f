"""What can be checked of a position before it is believed: its state, its figures, its days, its organisations."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from sqlmodel import Session

from fundflow import organisations
from fundflow.applications import Pinned
from fundflow.clock import day_words
from fundflow.definitions import Workflow
from fundflow.definitions.workflow import State
from fundflow.engine.case import Case
from fundflow.engine.registry import GUARDS
from fundflow.engine.takeover.facts import Position, Source
from fundflow.errors import BadInput, Refused
from fundflow.money import pounds

CHECKED: Final = ("lead_active",)
"""Guards that say of a bid taken over what they would have said of one that was made here."""


def adoptable(workflow: Workflow) -> dict[str, State]:
    """The states in which a life cycle lets a bid be taken in, in its order."""
    return {name: state for name, state in workflow.states.items() if state.adoptable}


def check(session: Session, position: Position, pinned: Pinned, source: Source) -> None:
    """Refuse what cannot be so.

    Raises:
        BadInput: with the column that is wrong, and the way to mend it.
    """
    assert pinned.workflow is not None
    state = _state(position, pinned.workflow)
    _keys(position, pinned)
    for amounts in (_amounts, _days, _conditions):
        amounts(position, state, source)
    for code in (position.lead, *position.partners):
        organisations.require(session, code)
    if position.lead in position.partners or len(set(position.partners)) < len(position.partners):
        raise BadInput("an organisation stands twice in this bid: name each once", place="partners")


def _state(position: Position, workflow: Workflow) -> State:
    known = adoptable(workflow)
    if position.state not in known:
        names = ", ".join(state.officer for state in known.values())
        raise BadInput(
            f"a bid of this fund cannot be taken over at '{position.state}': write one of {names}", place="state"
        )
    return known[position.state]


def _keys(position: Position, pinned: Pinned) -> None:
    seen: set[tuple[str, str]] = set()
    for one in position.lines:
        if one.commissioner not in pinned.fund.commissioners:
            known = ", ".join(pinned.fund.commissioners)
            raise BadInput(f"'{one.commissioner}' pays nothing from this fund: write {known}", place="commissioner")
        if one.period not in pinned.fund.money.periods:
            known = ", ".join(pinned.fund.money.periods)
            raise BadInput(f"this fund has no money of {one.period}: write {known}", place="year")
        if (one.commissioner, one.period) in seen:
            raise BadInput(
                f"{one.commissioner} and {one.period} stand twice for {position.their_ref}: put both in one row",
                place="commissioner",
            )
        seen.add((one.commissioner, one.period))


def _amounts(position: Position, state: State, _source: Source) -> None:
    for one in position.lines:
        if one.asked < one.agreed:
            raise BadInput(
                f"{pounds(one.agreed)} was agreed and only {pounds(one.asked)} asked: write what was asked",
                place="asked",
            )
        if not one.asked:
            raise BadInput("nothing was asked here: write what was asked, or leave the row out", place="asked")
        if one.paid > one.agreed:
            raise BadInput(
                f"{pounds(one.paid)} was paid of {pounds(one.agreed)} that was agreed: one of the two is wrong",
                place="paid",
            )
    if state.holds == "nothing" and position.agreed_pence:
        raise BadInput(
            f"a bid at '{state.officer}' holds no money and {pounds(position.agreed_pence)} is agreed: leave 'agreed' "
            "empty, or write where it really stands",
            place="agreed",
        )
    if state.holds != "nothing" and not position.agreed_pence:
        raise BadInput(f"a bid at '{state.officer}' has money agreed: write how much", place="agreed")
    if state.holds != "committed" and position.paid:
        raise BadInput(
            f"nothing is paid before an award is accepted, and this bid is at '{state.officer}': leave 'paid' empty, or "
            "write where it really stands",
            place="paid",
        )


def _days(position: Position, state: State, source: Source) -> None:
    past: Mapping[str, date | None] = {
        "received_on": position.received_on,
        "decided_on": position.decided_on,
        "offered_on": position.offered_on,
        "accepted_on": position.accepted_on,
    }
    for place, on in past.items():
        if on is not None and on > source.as_at:
            raise BadInput(
                f"{day_words(on)} is after {day_words(source.as_at)}, the day that this file is about: check the day",
                place=place,
            )
    _in_order(position, state)
    needs: Mapping[str, tuple[str, ...]] = {
        "bid": (),
        "decision": ("decided_on",),
        "offer": ("decided_on", "offered_on", "until"),
        "award": ("decided_on", "accepted_on"),
    }
    for place in needs[state.adoptable or "bid"]:
        if getattr(position, place) is None:
            raise BadInput(f"a bid at '{state.officer}' has this day: write it", place=place)


def _conditions(position: Position, state: State, _source: Source) -> None:
    if position.conditions and state.adoptable not in ("offer", "award"):
        raise BadInput(
            f"conditions are kept with an offer or an award, and this bid is at '{state.officer}': leave the cell empty, and "
            "write them in 'note' or where it really stands",
            place="conditions",
        )


def _in_order(position: Position, state: State) -> None:
    """A bid comes, is decided, is offered money and signs, and an offer ends after it went out."""
    names = ("received_on", "decided_on", "offered_on", "until" if state.adoptable == "offer" else "accepted_on")
    days = [(name, on) for name in names if (on := getattr(position, name)) is not None]
    for (first, before), (then, after) in pairwise(days):
        if after < before:
            raise BadInput(
                f"{day_words(after)} is before {day_words(before)}, which stands in '{first}': check both days",
                place=then,
            )


def tested(case: Case) -> None:
    """Let the rules that can be checked say their word on a bid that goes on.

    Raises:
        Refused: one of them says no.
    """
    if case.workflow.states[case.application.state].kind == "end":
        return
    for name in CHECKED:
        said = GUARDS[name].test(case, None)
        if said is not None:
            raise Refused.because(name, said)


def not_checked(workflow: Workflow, state: str) -> list[str]:
    """The rules on the ways to a state that nobody here could check, by name."""
    names = [call.name for opening in workflow.openings.values() for call in opening.guards]
    names += [call.name for step in workflow.steps if step.to == state for call in step.guards]
    return sorted({name for name in names if name not in CHECKED})
