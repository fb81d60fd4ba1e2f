"""Every verb that writes of fund money."""

from fundflow.allocations.actions.money import adjust, receive, receive_many, vire
from fundflow.allocations.actions.register import accept, assign, raise_many, settle

__all__ = [
    "accept",
    "adjust",
    "assign",
    "raise_many",
    "receive",
    "receive_many",
    "settle",
    "vire",
]
