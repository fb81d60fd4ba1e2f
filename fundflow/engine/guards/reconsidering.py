"""Asking again: on grounds of how a bid was handled, in time, before people who were not involved."""

from typing import Any

from fundflow import audit
from fundflow.calendar import deadline
from fundflow.clock import moment_words
from fundflow.engine.case import Case
from fundflow.engine.registry import guard

GROUNDS = ("process_error", "factual_error", "undeclared_conflict")


@guard()
def reconsideration_open(case: Case, _argument: Any) -> str | None:
    """The working days for asking have not passed since the decision."""
    due = deadline(case.application.state_since, working_days=case.fund.days.reconsideration)
    if case.now <= due:
        return None
    return (
        f"You could ask us to look again at {case.ref} until {moment_words(due)}. You may bid again in the next round."
    )


@guard(asks=("grounds",))
def grounds_named(case: Case, _argument: Any) -> str | None:
    """The ground is one of process error, factual error or an undeclared conflict; not disagreement or new facts."""
    if case.values.get("grounds") in GROUNDS:
        return None
    return (
        f"Your request on {case.ref} was not sent: name 1 of the 3 grounds ({', '.join(GROUNDS)}). Disagreeing with a "
        "judgement is not one of them; you can ask for a talk about the scores instead."
    )


@guard()
def panel_independent(case: Case, _argument: Any) -> str | None:
    """The person on the panel has not acted on this bid before."""
    for event in audit.history(case.session, case.ref):
        if event.actor_id == case.actor.id and not event.what.startswith(case.step):
            return (
                f"You cannot sit on this panel: you took a step on {case.ref} before ('{event.what}'). Nothing has "
                "changed. Somebody who was not involved must sit."
            )
    return None
