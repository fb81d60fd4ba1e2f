"""Asking again: on grounds of how a bid was handled, in time, before people who were not involved."""

from typing import Any

from fundflow import applications, audit, committees, people
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
    said = [ground.replace("_", " ") for ground in GROUNDS]
    return (
        f"Your request on {case.ref} was not sent: name one of the 3 grounds ({'; '.join(said)}). Disagreeing with a "
        "judgement is not one of them; you can ask for a talk about the scores instead."
    )


@guard()
def panel_independent(case: Case, _argument: Any) -> str | None:
    """The person on the panel has not acted on this bid before, and has not voted on it in any meeting."""
    not_yours = f"You cannot sit on the panel for {case.ref}"
    way = "Nothing has changed. Somebody who was not involved must sit."
    for event in audit.history(case.session, case.ref):
        if event.actor_id == case.actor.id and not event.what.startswith(case.step):
            return f"{not_yours}: you took a step on it before ('{event.what}'). {way}"
    if case.actor.id in committees.voters_on(case.session, case.id):
        return f"{not_yours}: you voted on it. {way}"
    return None


@guard()
def lay_member_sits(case: Case, _argument: Any) -> str | None:
    """One of the two who decide for the panel is a lay member."""
    signed = applications.signatures(case.session, case.id, step=case.step)
    if not signed or case.actor.has("lay_member"):
        return None
    lay = {one.id: one.name for one in people.holders(case.session, "lay_member", on=case.day, fund=case.fund_id)}
    if any(one.person_id in lay for one in signed):
        return None
    who = " or ".join(name for number, name in lay.items() if number != case.actor.id) or "a lay member"
    return (
        f"The panel's finding on {case.ref} was not recorded: neither of its 2 members is a lay member. "
        f"Nothing has changed. Ask {who} to sit and sign it."
    )
