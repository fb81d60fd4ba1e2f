"""Delegation: what a delegate may decide alone, by the bands in the terms of each committee that pays."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fundflow import awards, committees
from fundflow.definitions.committee import Terms
from fundflow.engine.case import Case
from fundflow.engine.guards.deciding import varied_up
from fundflow.engine.registry import guard

DELEGATES = ("delegate", "implementation_group_chair", "chief_finance_officer")
"""Roles that sign in a committee's place, in the bands of its terms; each step says which of them may take it."""


@guard()
def within_delegation(case: Case, _argument: Any) -> str | None:
    """Delegates decide only as much as the committee of each commissioner lets them; its secretary records any sum."""
    if case.actor.has("committee", fund=case.fund_id):
        return None
    held = tuple(role for role in DELEGATES if case.actor.has(role, fund=case.fund_id))
    for commissioner, terms, pence in _bands(case):
        said = committees.beyond_delegation(terms, pence, held)
        if said is not None:
            name = case.names.get(commissioner, commissioner)
            return f"'{case.step.replace('_', ' ')}' on {case.ref} was not recorded. {name}'s part is {said} Nothing has changed."
    return None


def together(case: Case) -> tuple[str, ...]:
    """The roles that sign together for what is at stake: the most that any of the committees that pay asks for.

    Empty for the committee's own secretary, who records what the committee decided.
    """
    if case.actor.has("committee", fund=case.fund_id):
        return ()
    most: Counter[str] = Counter()
    for _, terms, pence in _bands(case):
        most |= Counter(committees.signers(terms, pence))
    return tuple(sorted(most.elements()))


def _bands(case: Case) -> Iterator[tuple[str, Terms, int]]:
    for commissioner, pence in sorted(_at_stake(case).items()):
        key = case.fund.committees.get(commissioner)
        if key is not None and pence:
            yield commissioner, committees.terms(case.session, key, on=case.day), pence


def _at_stake(case: Case) -> dict[str, int]:
    """Pence of the award by commissioner, with what an open change would add."""
    found = {
        commissioner: sum(row.values())
        for commissioner, row in awards.award_amounts(case.session, case.award_id).items()
    }
    for key, pence in varied_up(case).items():
        found[key.commissioner] = found.get(key.commissioner, 0) + pence
    return found
