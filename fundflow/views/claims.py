"""What a claim is checked against: the agreed budget, the papers that the agreement asks for, conditions that are open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from fundflow import awards, payments
from fundflow.engine import claims
from fundflow.engine.case import Case

SETTLED = ("met", "waived", "dropped")
"""States of a condition about which nothing is left to do."""


@dataclass(frozen=True)
class ClaimChecks:
    """Each line of the budget as the claim leaves it, the papers that its instalments ask for, and open conditions."""

    lines: Sequence[payments.LineStands]
    papers: Sequence[str]
    conditions: Sequence[awards.Condition]


def checks(case: Case, claim: payments.Claim, *, tranches: Collection[int]) -> ClaimChecks:
    """What an office looks at before it passes a claim that draws on some instalments."""
    wanted = [one.evidence for one in payments.tranches(case.session, case.id) if one.id in tranches and one.evidence]
    return ClaimChecks(
        claims.against_budget(case, claim),
        list(dict.fromkeys(wanted)),
        [one for one in awards.conditions(case.session, case.id) if one.state not in SETTLED],
    )
