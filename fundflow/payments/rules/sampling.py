"""Choosing payments for an auditor: the same figures, seed and method always give the same sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from fundflow.errors import BadInput

METHODS: Final = ("random", "largest", "monetary-unit")


@dataclass(frozen=True)
class Payable:
    """One payment that could be chosen: its reference and its gross pence."""

    ref: str
    pence: int


def sample(found: Sequence[Payable], *, count: int, seed: int, method: str) -> list[Payable]:
    """At most `count` payments in the order of their references.

    `random` gives each the same chance, `largest` takes the largest (the earlier reference where two are equal), and
    `monetary-unit` gives each penny the same chance: every so many pence, from a start that the seed gives.

    Raises:
        BadInput: an unknown method, or a count below one.
    """
    if method not in METHODS:
        raise BadInput(f"'{method}' is not a way to choose: {', '.join(METHODS)}", place="--method")
    if count < 1:
        raise BadInput(f"{count} payments cannot be chosen: ask for one or more", place="--count")
    ordered = sorted(found, key=lambda one: one.ref)
    if len(ordered) <= count:
        return ordered
    if method == "largest":
        chosen = sorted(ordered, key=lambda one: (-one.pence, one.ref))[:count]
    elif method == "random":
        chosen = Random(seed).sample(ordered, count)  # noqa: S311 - an auditor must get the same sample again
    else:
        chosen = _by_penny(ordered, count, seed)
    return sorted(chosen, key=lambda one: one.ref)


def _by_penny(ordered: Sequence[Payable], count: int, seed: int) -> list[Payable]:
    """Walk through all pence in steps of total / count; a payment above a step is always met, and counts once."""
    total = sum(one.pence for one in ordered)
    start = Random(seed).randrange(total)  # noqa: S311 - the same again
    points = sorted((start + at * total // count) % total for at in range(count))
    chosen: list[Payable] = []
    passed = 0
    for one in ordered:
        passed += one.pence
        if points and points[0] < passed:
            chosen.append(one)
            points = [point for point in points if point >= passed]
    return chosen
