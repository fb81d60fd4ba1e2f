"""The part of the domain's face that is about bids that lived elsewhere until now."""

from fundflow.applications.actions.taking_over import stand, take_in
from fundflow.applications.queries.cases import by_their_ref
from fundflow.applications.rules.consent import TAKEN_OVER

__all__ = ["TAKEN_OVER", "by_their_ref", "stand", "take_in"]
