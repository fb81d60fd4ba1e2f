"""What a bid's shares come to together, and whether the conditions put on them can all stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fundflow.applications import short_of_viable
from fundflow.committees.rules.share import HOLDING, STATES, words
from fundflow.errors import BadInput
from fundflow.money import pounds


@dataclass(frozen=True)
class Share:
    """One commissioner's share as it stands: what was asked of it and what it approved, in pence.

    `decided` is the state that counts: for a share that is `final` already, the state before it. `waiting` says why a
    pending one is not decided (`not quorate on 14 June`).
    """

    commissioner: str
    decided: str
    asked_pence: int
    approved_pence: int = 0
    waiting: str = ""


@dataclass(frozen=True)
class Outcome:
    """The state that `decide` leads to, or None while shares are awaited; `why` is fit to be read out."""

    result: str | None
    awaited: tuple[str, ...]
    approved_pence: int
    why: str


def outcome_of(
    shares: Sequence[Share],
    *,
    severable: bool,
    minimum_viable_pence: int | None,
    deferral_count: int,
    max_deferrals: int = 2,
    split_cycles: int = 1,
) -> Outcome:
    """The one outcome of a tabling, by the order of `decide`'s five alternatives and domain 2(c).

    [1] all approved in full; [2] what is approved reaches the minimum viable amount, and either every share takes part
    or the bid is severable; [3] nothing is refused or put off but money is missing; [4] some share is put off, or some
    approve and cannot carry the bid, with deferrals left; [5] otherwise rejected. A split that nobody put off is
    deferred for `split_cycles` cycles only.

    Raises:
        BadInput: no share, an unknown state, or `final` in place of the state before it.
    """
    wrong = next((share.decided for share in shares if share.decided not in STATES or share.decided == "final"), None)
    if wrong is not None or not shares:
        raise BadInput(f"no outcome can be worked out from shares in state '{wrong or 'none'}'", place="shares")
    approved = sum(share.approved_pence for share in shares if share.decided in HOLDING)
    waiting = tuple(share.commissioner for share in shares if share.decided == "pending")
    if waiting:
        return Outcome(None, waiting, approved, _awaited(shares))
    viable = short_of_viable(approved, minimum_viable_pence) is None
    result = _result({share.decided for share in shares}, viable=viable, severable=severable)
    why = _each(shares)
    if result == "split":
        left = deferral_count < min(split_cycles, max_deferrals)
        result = "deferred" if left else "rejected"
        why = f"{_short(approved, minimum_viable_pence or 0, severable=severable)} {why}"
    elif result == "deferred" and deferral_count >= max_deferrals:
        result, why = "rejected", f"It has been put off {deferral_count} times, as often as the terms allow. {why}"
    return Outcome(result, (), approved, f"{pounds(approved)} is approved. {why}" if approved else why)


def _result(states: set[str], *, viable: bool, severable: bool) -> str:
    """The alternative that the states lead to; `split` where some approve and cannot carry the bid."""
    if states == {"approved"}:
        return "approved"
    if states & HOLDING and (states <= HOLDING or severable) and viable:
        return "partially_approved"
    if "reserve" in states and states <= HOLDING | {"reserve"}:
        return "on_reserve_list"
    if "deferred" in states:
        return "deferred"
    return "split" if states & HOLDING else "rejected"


def within_reach(shares: Sequence[Share], commissioner: str, pence: int) -> int:
    """The most (pence) that a bid can still get if one commissioner gives this much: what others decided, or were asked."""
    others = [share for share in shares if share.commissioner != commissioner]
    return pence + sum(one.asked_pence if one.decided == "pending" else one.approved_pence for one in others)


def _awaited(shares: Sequence[Share]) -> str:
    open_ = [share for share in shares if share.decided == "pending"]
    said = "; ".join(
        f"{share.commissioner} has not decided" + (f" ({share.waiting})" if share.waiting else "") for share in open_
    )
    stand = " The other shares stand." if len(open_) < len(shares) else ""
    return f"No outcome yet: {said}.{stand}"


def _short(approved: int, minimum: int, *, severable: bool) -> str:
    if approved < minimum:
        return f"The bid needs at least {pounds(minimum)}."
    return "The shares differ." if severable else "The shares differ and the bid cannot go ahead in part."


def _each(shares: Sequence[Share]) -> str:
    return " ".join(f"{share.commissioner}'s share {words(share.decided)}." for share in shares)


@dataclass(frozen=True)
class Contradiction:
    """Two commissioners' conditions on one topic that cannot both be met."""

    topic: str
    one: str
    one_says: str
    other: str
    other_says: str

    def __str__(self) -> str:
        return f"on {self.topic}, {self.one} asks: '{self.one_says}', and {self.other} asks: '{self.other_says}'."


_DIFFERS = ("kind", "text", "evidence", "due", "due_working_days")


def union(conditions: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Every commissioner's conditions, each tagged with whose it is; the same one asked by several stands once."""
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for commissioner, own in conditions.items():
        for condition in own:
            same = (condition.get("topic"), *(condition.get(part) for part in _DIFFERS))
            entry = merged.setdefault(same, {**condition, "commissioners": []})
            if commissioner not in entry["commissioners"]:
                entry["commissioners"].append(commissioner)
    return list(merged.values())


def contradictions(conditions: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Contradiction]:
    """Conditions on one topic by different commissioners that differ: they block the offer until one gives way."""
    topics: dict[str, list[dict[str, Any]]] = {}
    for condition in union(conditions):
        if condition.get("topic"):
            topics.setdefault(str(condition["topic"]), []).append(condition)
    return [
        Contradiction(
            topic,
            ", ".join(first["commissioners"]),
            str(first["text"]),
            ", ".join(second["commissioners"]),
            str(second["text"]),
        )
        for topic, asked in topics.items()
        for at, first in enumerate(asked)
        for second in asked[at + 1 :]
        if set(first["commissioners"]).isdisjoint(second["commissioners"])
    ]
