"""What can be worked out of fund money without looking anything up."""

from fundflow.allocations.rules.claims import Finding
from fundflow.allocations.rules.entitlement import compute_entitlements
from fundflow.allocations.rules.practices import Shared, share_by_list
from fundflow.allocations.rules.receipt import Receipt, parse_recurrence
from fundflow.allocations.rules.severity import Severity, severity
from fundflow.allocations.rules.virement import KeyFacts, facts_of, refusals

__all__ = [
    "Finding",
    "KeyFacts",
    "Receipt",
    "Severity",
    "Shared",
    "compute_entitlements",
    "facts_of",
    "parse_recurrence",
    "refusals",
    "severity",
    "share_by_list",
]
