"""What delegates typed about one commissioner's share: the choice, and the money that it would set aside."""

from fundflow import committees, ledger
from fundflow.engine import given
from fundflow.engine.case import Case

DECIDED = "decide_by_delegation"
"""The step by which delegates decide one commissioner's share in its committee's place."""


def chosen(case: Case) -> committees.Delegated:
    """What delegates typed about a share, with the pence of each period that they give.

    Raises:
        BadInput: amounts that cannot be read.
    """
    rows = given.rows(case, "amounts", "period", "pence")
    return committees.Delegated(
        outcome=str(case.values.get("outcome", "")),
        authority=str(case.values.get("authority", "")),
        amounts={str(row["period"]): given.pence(row, "amounts") for row in rows} or None,
        cut_lines=str(case.values.get("cut_lines", "")),
        reason=case.reason or str(case.values.get("reason", "")),
    )


def at_stake(case: Case) -> dict[str, dict[str, int]]:
    """Pence by commissioner and period of the share being decided: a part where a part is approved, else all that is asked."""
    commissioner = str(case.values.get("commissioner", ""))
    share = next((one for one in committees.shares(case.session, case.id) if one.commissioner == commissioner), None)
    if share is None:
        return {}
    asked = {str(one["period"]): int(one["pence"]) for one in share.asked}
    choice = chosen(case)
    part = choice.amounts if choice.outcome == "approve_less" else None
    return {commissioner: asked if part is None else dict(part)}


def wanted(case: Case) -> dict[ledger.BudgetKey, int]:
    """The money (pence by key) that the choice would set aside; nothing for a rejection."""
    if chosen(case).outcome == "reject":
        return {}
    return case.by_key(at_stake(case))
