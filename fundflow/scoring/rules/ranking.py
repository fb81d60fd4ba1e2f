"""One ranked list of a round: who is in it, in what order, who is tied and what broke the ties."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fundflow.definitions.criteria import Criteria
from fundflow.scoring.rules.marks import tenths_words

COST_PER_HEAD = "cost_per_head"


@dataclass(frozen=True)
class Contender:
    """A scored bid; `excluded` says why it is out of the list (withdrawn, ineligible, ...), empty if it is not.

    `patients` is the sum of the distinct participants' registered lists on the round's snapshot, None where one is
    missing. A bid's own order of preference among its lead's bids is no part of this.
    """

    id: int
    ref: str
    means: Mapping[str, Fraction]
    tenths: int
    fundable: bool
    ask_pence: int
    minima_failed: tuple[str, ...] = ()
    patients: int | None = None
    excluded: str = ""


@dataclass(frozen=True)
class Entrant:
    """What the list needs to know of a bid besides its result: money asked by (commissioner, period), patients.

    `excluded` says why it is out of the list; `minimum_viable_pence` is None where only the whole sum works.
    """

    id: int
    ref: str
    shares: Mapping[tuple[str, str], int]
    patients: int | None = None
    minimum_viable_pence: int | None = None
    excluded: str = ""

    @property
    def ask_pence(self) -> int:
        """The whole ask."""
        return sum(self.shares.values())


@dataclass(frozen=True)
class Ranked:
    """One row of the list: rank `rank` of `of`, who shares it, what broke ties above it; no rank means excluded."""

    id: int
    ref: str
    tenths: int
    rank: int | None
    of: int
    tied_with: tuple[str, ...] = ()
    broken_by: tuple[str, ...] = ()
    cost_skipped: bool = False
    excluded: str = ""


@dataclass(frozen=True)
class _Group:
    members: tuple[Contender, ...]
    broken_by: tuple[str, ...] = ()
    cost_skipped: bool = False


def rank(criteria: Criteria, contenders: Sequence[Contender]) -> tuple[Ranked, ...]:
    """Competition ranks (1, 2, 2, 4) by the rounded total, then exact criterion means, then cost per head (7.8).

    What still ties stays tied, for the committee: no order of submission, alphabet or chance decides. A criterion that
    is weighed and also breaks ties counts twice in close cases: `counted_twice` names it.
    """
    reasons = {one.id: excluded_because(criteria, one) for one in contenders}
    inside = tuple(sorted((one for one in contenders if not reasons[one.id]), key=lambda one: (one.ref, one.id)))
    groups = _split([_Group(inside)], "", lambda one: -one.tenths) if inside else []
    for key in criteria.tie_breaks:
        groups = _split(groups, key, lambda one, key=key: -one.means[key])  # type: ignore[misc]
    if criteria.tie_break_cost_per_head:
        groups = _split_by_cost(groups)
    rows: list[Ranked] = []
    for group in groups:
        rows += _rows(group, len(rows) + 1, len(inside))
    outside = sorted((one for one in contenders if reasons[one.id]), key=lambda one: (-one.tenths, one.ref, one.id))
    out = [Ranked(one.id, one.ref, one.tenths, None, len(inside), excluded=reasons[one.id]) for one in outside]
    return (*rows, *out)


def _rows(group: _Group, place: int, of: int) -> list[Ranked]:
    refs = [one.ref for one in group.members]
    return [
        Ranked(
            one.id,
            one.ref,
            one.tenths,
            place,
            of,
            tied_with=tuple(ref for ref in refs if ref != one.ref),
            broken_by=group.broken_by,
            cost_skipped=group.cost_skipped,
        )
        for one in group.members
    ]


def _split(groups: Sequence[_Group], label: str, key: Callable[[Contender], Fraction | int]) -> list[_Group]:
    parts: list[_Group] = []
    for group in groups:
        values = sorted({key(one) for one in group.members})
        broken = (*group.broken_by, label) if label and len(values) > 1 else group.broken_by
        parts += [
            _Group(tuple(one for one in group.members if key(one) == value), broken, group.cost_skipped)
            for value in values
        ]
    return parts


def _split_by_cost(groups: Sequence[_Group]) -> list[_Group]:
    parts: list[_Group] = []
    for group in groups:
        if len(group.members) == 1:
            parts.append(group)
        elif all(one.patients for one in group.members):
            parts += _split([group], COST_PER_HEAD, lambda one: Fraction(one.ask_pence, one.patients or 1))
        else:
            parts.append(_Group(group.members, group.broken_by, cost_skipped=True))
    return parts


def excluded_because(criteria: Criteria, one: Contender) -> str:
    """Why a bid is not in the list; empty when it is."""
    if one.excluded:
        return one.excluded
    if one.minima_failed:
        titles = ", ".join(criteria.item(key).title for key in one.minima_failed)
        return f"below the minimum for {titles}"
    if not one.fundable:
        return f"scored {tenths_words(one.tenths)}, below {tenths_words(criteria.fundable_tenths)}"
    return ""
