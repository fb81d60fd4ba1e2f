"""Puts the conditions of several commissioners together and finds those that cannot both be kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, TypeAlias

from fundflow import calendar
from fundflow.definitions.fund import ConditionRule

Kind: TypeAlias = Literal["precedent", "subsequent", "reporting"]

MOVES = {
    "open": frozenset({"met", "waived", "failed", "dropped"}),
    "failed": frozenset({"met", "waived", "dropped"}),
}
"""Where a condition can go; met, waived and dropped are ends."""


@dataclass(frozen=True)
class Terms:
    """One condition as a commissioner states it; without a `commissioner` it is the fund's own.

    `topic` names what it is about and `demand` what it asks, so that two commissioners' conditions can be compared.
    """

    kind: Kind
    text: str
    evidence: str
    owner: str
    commissioner: str | None = None
    key: str = ""
    topic: str = ""
    demand: str = ""
    due_on: date | None = None
    waiver_authority: str = ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def union(conditions: Iterable[Terms]) -> tuple[Terms, ...]:
    """Every condition once for each owner: precedents first, then by what they bind later (2(c)).

    The same words from two commissioners stay two conditions, because each of them checks its own.
    """
    order = ("precedent", "subsequent", "reporting")
    kept: dict[tuple[str | None, str, str, str], Terms] = {}
    for one in conditions:
        kept.setdefault((one.commissioner, one.kind, _plain(one.text), _plain(one.demand)), one)
    return tuple(sorted(kept.values(), key=lambda one: order.index(one.kind)))


def contradictions(conditions: Sequence[Terms]) -> tuple[tuple[Terms, Terms], ...]:
    """Pairs about one topic that demand different things: the offer is blocked until the commissioners agree (2(c))."""
    return tuple(
        (first, second)
        for first, second in combinations(conditions, 2)
        if first.topic and _plain(first.topic) == _plain(second.topic) and _plain(first.demand) != _plain(second.demand)
    )


def from_rules(rules: Sequence[ConditionRule], *, accepted_on: date) -> tuple[Terms, ...]:
    """The fund's own conditions, with the days on which they fall due after acceptance."""
    return tuple(
        Terms(
            kind=rule.kind,
            text=rule.text,
            evidence=rule.evidence,
            owner=rule.owner,
            key=rule.key,
            due_on=calendar.add_working_days(accepted_on, rule.due_working_days) if rule.due_working_days else None,
        )
        for rule in rules
    )
