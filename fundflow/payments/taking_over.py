"""The part of the domain's face that is about instalments that were paid elsewhere."""

from fundflow.payments.actions.taking_over import stand_schedule, unwrite

__all__ = ["stand_schedule", "unwrite"]
