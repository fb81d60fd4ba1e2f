"""The states and kinds that rows of this domain can have, and the CHECK that holds them."""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint

TRANCHE_KINDS = ("advance", "milestone", "arrears", "retention")
TRANCHE_STATES = ("planned", "claimable", "claimed", "paid", "cancelled")
CLAIM_STATES = (
    "draft",
    "submitted",
    "held",
    "queried",
    "checked",
    "approved",
    "held_approved",
    "in_payment",
    "paid",
    "settled",
    "refused",
    "cancelled",
)
DEAD_CLAIM_STATES = ("refused", "cancelled")
RUN_STATES = ("draft", "released", "closed", "discarded")
PAYMENT_STATES = ("proposed", "released", "paid", "failed", "returned", "dropped")
LIVE_PAYMENT_STATES = ("proposed", "released", "paid")
PAYEE_STATES = ("requested", "called", "in_use", "superseded", "refused")
RECOVERY_STATES = (
    "proposed",
    "notice_given",
    "disputed",
    "demanded",
    "instalments",
    "received",
    "written_off",
    "cancelled",
)
RECOVERY_REASONS = (
    "unspent",
    "ineligible",
    "milestone_failed",
    "duplicate_funding",
    "false_statement",
    "closure",
    "left_group",
    "asset_disposal",
    "overpaid",
)
CAME_BY = ("letter", "form", "telephone", "visit")
"""How a change of payment details may be asked for: never by e-mail, which anybody can send."""
OUTCOMES = ("forfeited", "entitlement_stands")


def among(name: str, column: str, values: Sequence[str]) -> CheckConstraint:
    """A named CHECK that a text column holds one of these words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=name)
