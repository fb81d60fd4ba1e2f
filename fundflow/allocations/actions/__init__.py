"""Every verb that writes of fund money."""

from fundflow.allocations.actions.money import adjust, may_vire, must_go_on, receive, receive_many, vire
from fundflow.allocations.actions.register import accept, assign, raise_many, settle

__all__ = [
    "accept",
    "adjust",
    "assign",
    "may_vire",
    "must_go_on",
    "raise_many",
    "receive",
    "receive_many",
    "settle",
    "vire",
]
