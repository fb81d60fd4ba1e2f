"""The part of the domain's face that is about offers and awards that were made elsewhere."""

from fundflow.awards.actions.taking_over import stand_award, stand_conditions, stand_offer, unwrite

__all__ = ["stand_award", "stand_conditions", "stand_offer", "unwrite"]
