"""Finds bids that look like another one, and costs that are asked for twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from fundflow.applications.rules.content import CostLine
from fundflow.applications.rules.facts import Dossier
from fundflow.applications.rules.scale import Outline, alike, same_costs


@dataclass(frozen=True)
class Overlap:
    """One cost of a bid that another one asks for too."""

    ref: str
    mine: CostLine
    theirs: CostLine


def duplicates(bid: Dossier, others: Iterable[Dossier]) -> list[str]:
    """Why other bids of the same lead in this round look like this one: a warning, nothing is replaced (H1)."""
    mine = _outline(bid)
    return [
        why
        for other in others
        if other.round == bid.round and not other.set_aside and (why := alike(mine, _outline(other)))
    ]


def _outline(bid: Dossier) -> Outline:
    named = frozenset(one.organisation for one in bid.present)
    return Outline(bid.ref, bid.lead, bid.title, named, tuple(bid.content.lines))


def overlapping_costs(bid: Dossier, others: Iterable[Dossier]) -> list[Overlap]:
    """Costs of named practices that other cases of any fund ask for too (gate E8)."""
    return [
        Overlap(other.ref, mine, theirs)
        for other in others
        if other.ref != bid.ref
        for mine, theirs in same_costs(bid.content.lines, other.content.lines)
    ]
