"""Delegation: what a delegate may decide alone, by the bands in the terms of each committee that pays."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fundflow import awards, committees
from fundflow.definitions.committee import Terms
from fundflow.engine import delegated, parties
from fundflow.engine.case import Case
from fundflow.engine.guards.deciding import varied_up
from fundflow.engine.registry import guard
from fundflow.engine.viability import refuse_unviable
from fundflow.errors import BadInput, Refused

DELEGATES = ("delegate", "implementation_group_chair", "chief_finance_officer")
"""Roles that sign in a committee's place, in the bands of its terms; each step says which of them may take it."""


@guard()
def within_delegation(case: Case, _argument: Any) -> str | None:
    """Delegates decide only as much as the committee of each commissioner lets them; its secretary records any sum."""
    if _records_for_it(case):
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
    if _records_for_it(case):
        return ()
    most: Counter[str] = Counter()
    for _, terms, pence in _bands(case):
        most |= Counter(committees.signers(terms, pence))
    return tuple(sorted(most.elements()))


def _records_for_it(case: Case) -> bool:
    """Whether this person is the secretary who records what the committee decided, and the step may be recorded so."""
    offered = case.workflow.steps_from(case.stood)
    recorded = any(one.step == case.step and "committee" in one.by for one in offered)
    return recorded and case.actor.has("committee", fund=case.fund_id)


@guard(asks=("commissioner", "outcome", "authority"))
def share_delegable(case: Case, _argument: Any) -> str | None:
    """The share waits for a decision, and what the delegates typed could be its decision: outcome, authority, amounts."""
    commissioner = str(case.values.get("commissioner", ""))
    if commissioner not in {one.commissioner for one in committees.shares(case.session, case.id)}:
        who = ", ".join(f"{one.commissioner}" for one in committees.shares(case.session, case.id))
        return f"Say whose share of {case.ref} is decided (commissioner=..., one of {who}). Nothing has changed."
    if commissioner not in case.fund.committees:
        return f"No committee has terms for {commissioner}, so nobody decides {case.ref} in its place. Nothing has changed."
    try:
        choice = delegated.chosen(case)
        committees.delegated_amounts(case.session, case.id, commissioner, choice)
        refuse_unviable(case, commissioner, choice.outcome, choice.amounts)
    except (Refused, BadInput) as error:
        said = str(error)
        return said if "Nothing has changed" in said else f"{said}. Nothing has changed."
    return None


@guard()
def delegate_independent(case: Case, _argument: Any) -> str | None:
    """Whoever signs has no tie to the bid that the register knows."""
    ties = parties.own_ties(case, case.actor.id)
    if not ties:
        return None
    return (
        f"Your signature on {case.ref} was not recorded: {next(iter(ties.values()))}. Nothing has changed. "
        "Ask another delegate to sign, or take the bid to the committee's meeting."
    )


def _bands(case: Case) -> Iterator[tuple[str, Terms, int]]:
    for commissioner, pence in sorted(_at_stake(case).items()):
        key = case.fund.committees.get(commissioner)
        if key is not None and pence:
            yield commissioner, committees.terms(case.session, key, on=case.day), pence


def _at_stake(case: Case) -> dict[str, int]:
    """Pence by commissioner: of the share being decided what is approved, or else asked; of an award, with its open change."""
    if case.step == delegated.DECIDED:
        return {commissioner: sum(row.values()) for commissioner, row in delegated.at_stake(case).items()}
    found = {
        commissioner: sum(row.values())
        for commissioner, row in awards.award_amounts(case.session, case.award_id).items()
    }
    for key, pence in varied_up(case).items():
        found[key.commissioner] = found.get(key.commissioner, 0) + pence
    return found
