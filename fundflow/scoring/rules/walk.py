"""Walking down a ranked list with money in several keys: what fits, what stops which keys, what was chosen there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypeAlias

from fundflow.applications import short_of_viable
from fundflow.errors import Refused
from fundflow.money import pounds

Key: TypeAlias = tuple[str, str]
"""(commissioner, period): one round spends one fund."""

Option = Literal["partial_award", "skip_to_next", "hold_balance", "decide_tie"]
Status = Literal["fits", "partial", "does_not_fit", "waits", "skipped", "held", "tied"]


@dataclass(frozen=True)
class Ask:
    """A ranked bid's shares in pence by key, and the least that its applicant can work with (None: all or nothing)."""

    id: int
    ref: str
    rank: int
    shares: Mapping[Key, int]
    minimum_viable_pence: int | None = None


@dataclass(frozen=True)
class Choice:
    """What was recorded for a bid that does not fit; `amounts` only for a partial award (empty: all that is free)."""

    option: Literal["partial_award", "skip_to_next", "hold_balance"]
    amounts: Mapping[Key, int] = field(default_factory=dict)


@dataclass(frozen=True)
class KeyTest:
    """One key at one bid: pence asked, free before it, given to it, free after it."""

    key: Key
    asked: int
    before: int
    given: int

    @property
    def after(self) -> int:
        """Pence free when the list goes on."""
        return self.before - self.given


@dataclass(frozen=True)
class Outcome:
    """Where the list left one bid: its status, each key that it touches, the keys that are short, who stopped it."""

    id: int
    ref: str
    rank: int
    status: Status
    keys: tuple[KeyTest, ...]
    short: tuple[Key, ...] = ()
    stopped_by: tuple[str, ...] = ()

    @property
    def pence(self) -> int:
        """What it gets in all."""
        return sum(test.given for test in self.keys)


class _Walk:
    """The money left and the keys stopped while the list is walked."""

    def __init__(self, free: Mapping[Key, int], choices: Mapping[int, Choice]) -> None:
        self.free = dict(free)
        self.choices = choices
        self.stopped: dict[Key, list[str]] = {}
        self.outcomes: list[Outcome] = []

    def settle(self, ask: Ask, status: Status, given: Mapping[Key, int] | None = None) -> None:
        """Record one bid, take what it is given, and stop its keys where the list may not go past it."""
        gives = given or {}
        tests = tuple(
            KeyTest(key, pence, self.free.get(key, 0), gives.get(key, 0)) for key, pence in touched(ask).items()
        )
        short, stops = self.short(ask), self.stops(ask)
        for key, pence in gives.items():
            self.free[key] -= pence
        if status in {"does_not_fit", "waits", "held", "tied"}:
            for key in touched(ask):
                self.stopped.setdefault(key, []).append(ask.ref)
        self.outcomes.append(Outcome(ask.id, ask.ref, ask.rank, status, tests, short, stops))

    def short(self, ask: Ask) -> tuple[Key, ...]:
        """The keys in which this bid's share is more than what is free."""
        return tuple(key for key, pence in touched(ask).items() if pence > self.free.get(key, 0))

    def stops(self, ask: Ask) -> tuple[str, ...]:
        """The bids above that stopped a key which this bid touches."""
        return tuple(sorted({ref for key in touched(ask) for ref in self.stopped.get(key, ())}))

    def take(self, ask: Ask) -> None:
        """One bid that competes with no equal: it fits, it waits, or what was chosen for it is done.

        Money never comes back further down, so a bid that is short does not fit even where it also waits.
        """
        if self.short(ask):
            self.apply(ask, self.choices.get(ask.id))
        elif self.stops(ask):
            self.settle(ask, "waits")
        else:
            self.settle(ask, "fits", touched(ask))

    def apply(self, ask: Ask, choice: Choice | None) -> None:
        """A bid that does not fit, with the choice recorded for it or none; a part never overtakes a stopped bid."""
        if choice is None:
            self.settle(ask, "does_not_fit")
        elif choice.option == "skip_to_next":
            self.settle(ask, "skipped")
        elif choice.option == "hold_balance":
            self.settle(ask, "held")
        else:
            given = part(ask, self.free, choice.amounts)
            no_part = bool(self.stops(ask)) or bool(part_problem(ask, self.free, given))
            self.settle(ask, "does_not_fit" if no_part else "partial", {} if no_part else given)

    def take_equals(self, equals: Sequence[Ask]) -> None:
        """Bids of one rank: those that share no key do not compete; those that do must fit together, or all stop."""
        for rivals in _that_compete(equals):
            if len(rivals) == 1 or all(self.short(ask) for ask in rivals):
                for ask in rivals:
                    self.take(ask)
            elif self._fit_together(rivals):
                waiting = {ask.id for ask in rivals if self.stops(ask)}
                for ask in sorted(rivals, key=lambda one: one.id in waiting):
                    self.settle(ask, "waits") if ask.id in waiting else self.settle(ask, "fits", touched(ask))
            else:
                self._stop_tie(rivals)

    def _stop_tie(self, rivals: Sequence[Ask]) -> None:
        """A tie at the cut line: a bid with a choice of its own leaves the tie, the rest stop together."""
        leaving = [ask for ask in rivals if ask.id in self.choices]
        if not leaving:
            for ask in rivals:
                self.settle(ask, "tied")
            return
        for ask in leaving:
            self.apply(ask, self.choices[ask.id])
        self.take_equals([ask for ask in rivals if ask.id not in self.choices])

    def _fit_together(self, rivals: Sequence[Ask]) -> bool:
        needs: dict[Key, int] = {}
        for ask in rivals:
            for key, pence in touched(ask).items():
                needs[key] = needs.get(key, 0) + pence
        return all(pence <= self.free.get(key, 0) for key, pence in needs.items())


def walk(
    asks: Iterable[Ask],
    free: Mapping[Key, int],
    *,
    choices: Mapping[int, Choice] | None = None,
    tie_order: Sequence[int] = (),
) -> tuple[Outcome, ...]:
    """Try every bid in rank order against what is free in each key (domain, sections 7.9 and case 34).

    A bid fits if all its shares fit. One that does not, and one that waits behind it, stop later bids only in the keys
    that they touch, until a choice is recorded. Bids of equal rank that do not fit together are shown as tied and stop
    their keys; `tie_order` lists those that people put first.
    """
    work = _Walk(free, choices or {})
    place = {ask_id: number for number, ask_id in enumerate(tie_order)}
    for _, same in groupby(sorted(asks, key=lambda ask: (ask.rank, ask.ref, ask.id)), key=lambda ask: ask.rank):
        equals = list(same)
        for ask in sorted((ask for ask in equals if ask.id in place), key=lambda ask: place[ask.id]):
            work.take(ask)
        work.take_equals([ask for ask in equals if ask.id not in place])
    return tuple(work.outcomes)


def _that_compete(equals: Sequence[Ask]) -> Iterator[list[Ask]]:
    """Bids linked by keys that they share, directly or through another."""
    left = list(equals)
    while left:
        linked, keys = [left.pop(0)], set[Key]()
        keys |= touched(linked[0]).keys()
        while more := [ask for ask in left if keys & touched(ask).keys()]:
            linked += more
            left = [ask for ask in left if ask not in more]
            for ask in more:
                keys |= touched(ask).keys()
        yield linked


def touched(ask: Ask) -> dict[Key, int]:
    """The keys in which a bid asks for anything, in order."""
    return {key: pence for key, pence in sorted(ask.shares.items()) if pence > 0}


def part(ask: Ask, free: Mapping[Key, int], amounts: Mapping[Key, int]) -> dict[Key, int]:
    """A partial award: the stated amounts, or in each key as much of the share as is free."""
    if amounts:
        return {key: pence for key, pence in sorted(amounts.items()) if pence}
    offered = {key: min(pence, free.get(key, 0)) for key, pence in touched(ask).items()}
    return {key: pence for key, pence in offered.items() if pence > 0}


def part_problem(ask: Ask, free: Mapping[Key, int], given: Mapping[Key, int]) -> str:
    """Why a partial award cannot be made; empty when it can (case 32)."""
    asks, total = touched(ask), sum(given.values())
    if ask.minimum_viable_pence is None:
        return "the applicant named no smaller sum that would work"
    for key, pence in given.items():
        if not 0 < pence <= min(asks.get(key, 0), free.get(key, 0)):
            room = min(asks.get(key, 0), free.get(key, 0))
            return f"{pounds(pence)} is more than the {pounds(room)} asked and free for {key[0]} in {key[1]}"
    return short_of_viable(total, ask.minimum_viable_pence) or ""


def check_option(ask: Ask, outcome: Outcome, option: Option, amounts: Mapping[Key, int]) -> None:
    """Make sure that an option answers where the list stopped at this bid.

    Raises:
        Refused: the list did not stop here, there is no tie, or the part cannot be awarded.
    """
    stopped = {"does_not_fit", "partial", "skipped", "held", "tied"}
    if option == "decide_tie" and outcome.status != "tied":
        _refuse(ask, "it is not in a tie at the cut line", "Choose one of the bids shown as tied")
    if outcome.status not in stopped:
        where = f"it waits behind {', '.join(outcome.stopped_by)}" if outcome.status == "waits" else "it fits in full"
        _refuse(ask, where, "Record a choice for the bid at which the list stopped")
    if option == "partial_award" and outcome.stopped_by:
        where = f"it waits behind {', '.join(outcome.stopped_by)}"
        _refuse(ask, where, "Record a choice for the bid at which the list stopped")
    if option == "partial_award":
        free = {test.key: test.before for test in outcome.keys}
        problem = part_problem(ask, free, part(ask, free, amounts))
        if problem:
            _refuse(ask, problem, "Skip to the next bid that fits, or hold the balance")


def _refuse(ask: Ask, why: str, way_out: str) -> None:
    raise Refused.because(
        "list_stopped_here", f"Nothing was recorded for {ask.ref}: {why}. {way_out}. The ranked list is unaffected."
    )
