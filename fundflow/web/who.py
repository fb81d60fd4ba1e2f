"""Who may open a page: said at each route, asked before anything else is done."""

from collections.abc import Callable
from dataclasses import dataclass

from fundflow.people import Actor


@dataclass(frozen=True)
class Who:
    """A kind of visitor; what they then see and do is decided in the engine, case by case."""

    name: str
    admits: Callable[[Actor], bool] | None

    @property
    def public(self) -> bool:
        """Whether nobody need sign in."""
        return self.admits is None

    def includes(self, actor: Actor) -> bool:
        """Whether somebody is of this kind."""
        return self.admits is None or self.admits(actor)


def holding(name: str, *roles: str) -> Who:
    """Those who hold one of some roles anywhere, and administrators."""
    return Who(name, lambda actor: any(actor.holds(role) for role in (*roles, "administrator")))


ANYBODY = Who("anybody", None)
SIGNED_IN = Who("everybody who is signed in", lambda _: True)
OFFICE = holding(
    "the office",
    *("officer", "finance", "auditor", "group_secretary", "committee_secretary", "data_officer", "delegate"),
    *("claim_checker", "claim_approver", "payment_releaser", "moderation_chair", "implementation_group"),
    *("implementation_group_chair", "reconsideration_panel", "nhs_england", "foi_officer"),
)
PAYERS = holding(
    "finance", "finance", "claim_checker", "claim_approver", "payment_releaser", "officer", "auditor", "delegate"
)
FINANCE = holding("finance", "finance")
"""Those who write in the books; others of `PAYERS` read them."""
RECOVERERS = holding("officers and finance", "officer", "finance")
"""Those who together propose to ask money back, and who look into figures that do not agree."""
OFFICERS = holding("officers", "officer", "finance", "auditor")
SENDERS = holding("those who send letters", "officer", "finance", "auditor")
ASSESSORS = holding("assessors", "assessor")
BIDDERS = holding("those who bid", "applicant", "signatory")
ADMINISTRATORS = holding("administrators")
