"""What can be said of support without looking anything up: bands, plans that add up, change since the diagnosis."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from fundflow.calendar import Period, months_after
from fundflow.clock import day_words
from fundflow.definitions.support import Band, Support
from fundflow.money import pounds

LEAST = 5
"""The smallest count of cases that may be printed where a fund keeps to itself whom it helps (domain 2(a).2)."""
_ALIKE = 0.92
_ORDINARY = frozenset({"surgery", "practice", "medical", "centre", "center", "health", "the", "dr", "group", "house"})


def band_of(support: Support, *, scope: int, impact: int) -> Band:
    """The band of a product of scope and impact: the first, from the top, whose least it reaches."""
    ordered = sorted(support.matrix.bands, key=lambda band: -band.least)
    return next(band for band in ordered if scope * impact >= band.least)


def alike(name: str, others: Mapping[str, str]) -> tuple[str, ...]:
    """References whose organisation's name is so like this one that a person must say whether they are the same.

    Names never decide it: two codes stay two cases (domain D-24, case 54).
    """
    mine = _words(name)
    return tuple(ref for ref, other in others.items() if _close(mine, _words(other)))


def _words(name: str) -> tuple[str, ...]:
    plain = "".join(letter if letter.isalnum() else " " for letter in name.casefold())
    return tuple(word for word in plain.split() if word not in _ORDINARY)


def _close(mine: Sequence[str], other: Sequence[str]) -> bool:
    if not mine or not other:
        return False
    fewer, more = sorted((set(mine), set(other)), key=len)
    return fewer <= more or SequenceMatcher(None, " ".join(mine), " ".join(other)).ratio() >= _ALIKE


@dataclass(frozen=True)
class PlannedItem:
    """One piece of support as a person wrote it; `half_days` counts half days, `pence` whole pence."""

    menu: str
    provider: str
    half_days: int
    pence: int
    starts: date
    ends: date


def plan_faults(
    items: Sequence[PlannedItem], support: Support, *, agreed: date, ends: date | None, money: Period, left: int
) -> list[str]:
    """Everything that is wrong with a plan, each as a clause: menu, days, the plan's own end, and the money left.

    A plan runs at most `plan_months` from the day on which it is `agreed`.
    """
    known = {entry.key for entry in support.menu}
    found = [
        f"'{one.menu}' is not on this fund's menu ({', '.join(sorted(known))})"
        for one in items
        if one.menu not in known
    ]
    if ends is None:
        found.append("it has no last day (plan_ends)")
    latest = months_after(agreed, support.plan_months)
    if ends is not None and ends > latest:
        found.append(
            f"it ends on {day_words(ends)}, and {support.plan_months} months is the most: end it by {day_words(latest)}"
        )
    for number, one in enumerate(items, start=1):
        if ends is not None and one.ends > ends:
            found.append(f"item {number} runs to {day_words(one.ends)}, after the plan ends on {day_words(ends)}")
        if not (money.covers(one.starts) and money.covers(one.ends)):
            found.append(f"item {number} is outside {money}, the years of this fund's money")
    total = sum(one.pence for one in items)
    if total > left:
        found.append(
            f"its items come to {pounds(total)} and {pounds(left)} is set aside: lower it by {pounds(total - left)}"
        )
    return found


@dataclass(frozen=True)
class MeasureFacts:
    """One figure of the diagnosis and what it was at the end."""

    key: str
    title: str
    better: str
    found: int
    at_exit: int | None

    @property
    def improved(self) -> bool:
        """Whether the end is better than what the diagnosis found."""
        if self.at_exit is None:
            return False
        return self.at_exit > self.found if self.better == "higher" else self.at_exit < self.found


def improved(measures: Iterable[MeasureFacts]) -> tuple[MeasureFacts, ...]:
    """Those that are better than the diagnosis found them."""
    return tuple(one for one in measures if one.improved)


def suppressed(counts: Mapping[str, int], *, least: int) -> dict[str, int | None]:
    """Counts of one total as they may be printed: none below `least`, and none that its total would give away.

    Nought tells nobody's story and stays. The smallest of the others are hidden too until at least two are, and
    together they come to `least`: else a subtraction from the total would bring one back.
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    others = sorted((key for key, count in counts.items() if count >= least), key=lambda key: (counts[key], key))
    while hidden and others and (len(hidden) == 1 or sum(counts[key] for key in hidden) < least):
        hidden.add(others.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}
