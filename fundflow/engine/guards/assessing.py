"""Assessment: scores that are complete and independent, differences that are settled."""

from typing import Any

from fundflow import organisations, people, scoring
from fundflow.definitions.criteria import Moderation
from fundflow.engine import parties
from fundflow.engine.case import Case
from fundflow.engine.registry import guard


@guard()
def no_tie_to_bid(case: Case, _argument: Any) -> str | None:
    """The person who acts has no tie to the lead, a participant or one of their groups."""
    ties = parties.own_ties(case, case.actor.id)
    if not ties:
        return None
    code, why = next(iter(sorted(ties.items())))
    name = organisations.names(case.session, [code]).get(code, code)
    return (
        f"You cannot take this step on {case.ref}: you are tied to {name} ({why}). Nothing has changed. "
        "Ask a colleague without a tie to take it."
    )


@guard()
def all_scores_locked(case: Case, _argument: Any) -> str | None:
    """Enough scores of the right kinds of assessor are locked for what the bid asks."""
    why = scoring.why_not_complete(case.session, case.id, criteria=case.criteria, ask_pence=case.application.ask_pence)
    return why or None


def moderation_settings(case: Case) -> Moderation:
    """The round's own triggers; `off` in its settings switches all of them off."""
    return scoring.moderation_of(case.round.settings.get("moderation"), case.criteria)


@guard()
def moderation_needed(case: Case, _argument: Any) -> str | None:
    """At least one of the round's triggers fires on the locked scores."""
    sets = scoring.locked_sets(case.session, case.id)
    if sets and scoring.triggers(case.criteria, sets, settings=moderation_settings(case)):
        return None
    return f"The scores of {case.ref} do not differ enough for moderation. Its result stands as the assessors gave it."


@guard()
def moderation_complete(case: Case, _argument: Any) -> str | None:
    """Moderators have settled everything that triggered."""
    sets = scoring.locked_sets(case.session, case.id)
    found = scoring.triggers(case.criteria, sets, settings=moderation_settings(case))
    record = scoring.moderation(case.session, case.id)
    assert record is not None
    assert record.id is not None
    settled = {one.criterion for one in scoring.agreed(case.session, record.id)}
    left = scoring.left_to_agree(case.criteria, found, settled)
    if not left:
        return None
    return (
        f"The scores of {case.ref} are not agreed yet: {left}. What was agreed is saved. Settle the rest, with reasons."
    )


@guard(asks=("assessor",))
def score_named(case: Case, argument: Any) -> str | None:
    """The assessor whose scores are meant has a seat on this bid (`handed_back_too`: or gave it back)."""
    name = str(case.values.get("assessor", ""))
    seats = scoring.assignments(case.session, case.id, live=True)
    if argument == "handed_back_too":
        seats += [one for one in scoring.assignments(case.session, case.id) if one.state == "handed_back"]
    if name and any(seat.person_id == people.named(case.session, name).id for seat in seats):
        return None
    who = ", ".join(seat.person for seat in seats) or "nobody yet"
    return f"Say whose scores of {case.ref} you mean (assessor=...). Its assessors are: {who}. Nothing has changed."


@guard(asks=("assessor", "replacement"))
def replacement_has_no_tie(case: Case, _argument: Any) -> str | None:
    """The person who takes over has no tie to the bid."""
    given = str(case.values.get("replacement", ""))
    if not given:
        return f"Say who takes over on {case.ref} (replacement=...). Nothing has changed."
    person = people.named(case.session, given)
    assert person.id is not None
    ties = parties.own_ties(case, person.id)
    if not ties:
        return None
    code, why = next(iter(sorted(ties.items())))
    return f"{person.name} cannot assess {case.ref}: tied to {code} ({why}). Nothing has changed. Choose somebody else."
