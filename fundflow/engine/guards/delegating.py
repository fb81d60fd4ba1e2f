"""Delegation: what a delegate may decide alone, by the bands in the terms of each committee that pays."""

from typing import Any

from fundflow import awards, committees
from fundflow.engine.case import Case
from fundflow.engine.guards.deciding import varied_up
from fundflow.engine.registry import guard

DELEGATES = ("delegate",)
"""Roles that decide in a committee's place, up to what its terms let them."""


@guard()
def within_delegation(case: Case, _argument: Any) -> str | None:
    """A delegate decides only as much as the committee of each commissioner lets them; its secretary records any sum."""
    if case.actor.has("committee", fund=case.fund_id):
        return None
    held = tuple(role for role in DELEGATES if case.actor.has(role, fund=case.fund_id))
    for commissioner, pence in sorted(_at_stake(case).items()):
        key = case.fund.committees.get(commissioner)
        if key is None or not pence:
            continue
        terms = committees.terms(case.session, key, on=case.day)
        said = committees.beyond_delegation(terms, pence, held)
        if said is not None:
            name = case.names.get(commissioner, commissioner)
            return f"'{case.step.replace('_', ' ')}' on {case.ref} was not recorded. {name}'s part is {said} Nothing has changed."
    return None


def _at_stake(case: Case) -> dict[str, int]:
    """Pence of the award by commissioner, with what an open change would add."""
    found = {
        commissioner: sum(row.values())
        for commissioner, row in awards.award_amounts(case.session, case.award_id).items()
    }
    for key, pence in varied_up(case).items():
        found[key.commissioner] = found.get(key.commissioner, 0) + pence
    return found
