"""The life of one commissioner's share of a joint bid (`share_of_joint_bid`), as a fixed table."""

from types import MappingProxyType

from fundflow.errors import Refused

STATES = ("pending", "approved", "reduced", "reserve", "deferred", "rejected", "final")

TRANSITIONS = MappingProxyType(
    {
        ("start", "table"): "pending",
        ("pending", "approve"): "approved",
        ("pending", "approve_less"): "reduced",
        ("pending", "reserve"): "reserve",
        ("pending", "defer"): "deferred",
        ("pending", "reject"): "rejected",
        ("pending", "not_quorate"): "pending",
        ("approved", "void_vote"): "pending",
        ("reduced", "void_vote"): "pending",
        ("rejected", "void_vote"): "pending",
        ("deferred", "bring_back"): "pending",
        ("reserve", "money_freed"): "pending",
        ("approved", "parent_final"): "final",
        ("reduced", "parent_final"): "final",
        ("rejected", "parent_final"): "final",
        ("deferred", "parent_final"): "final",
        ("reserve", "parent_final"): "final",
    }
)
"""(state, action) to the next state: the whole machine; what is not here is refused."""

OUTCOMES = ("approve", "approve_less", "reserve", "defer", "reject")
"""The actions that decide a share."""

HOLDING = frozenset({"approved", "reduced"})
"""The states in which an applied share holds reserved money."""

_SAID = {
    "pending": "waits for a decision",
    "approved": "is approved",
    "reduced": "is approved in part",
    "reserve": "is on the reserve list",
    "deferred": "is put off",
    "rejected": "is rejected",
    "final": "is final",
    "start": "is not tabled",
}
_DONE = {
    "table": "tabled",
    "approve": "approved",
    "approve_less": "approved in part",
    "reserve": "put on the reserve list",
    "defer": "put off",
    "reject": "rejected",
    "not_quorate": "recorded as not quorate",
    "void_vote": "opened again because of a void vote",
    "bring_back": "brought back",
    "money_freed": "opened again because money is free",
    "parent_final": "made final",
}


def words(state: str) -> str:
    """A state of a share as people say it: `is approved in part`."""
    return _SAID[state]


def step(state: str, action: str, *, whose: str = "This share") -> str:
    """The state after an action.

    Raises:
        Refused: `share_state`, the machine has no such way.
    """
    after = TRANSITIONS.get((state, action))
    if after is None:
        open_ = [_DONE[known] for source, known in TRANSITIONS if source == state and known != "parent_final"]
        way = f"From here it can be {', or '.join(open_)}." if open_ else "Its earlier decisions stay on record."
        raise Refused.because(
            "share_state",
            f"{whose} was not {_DONE.get(action, action)}. It {_SAID.get(state, state)}. {way}",
        )
    return after
