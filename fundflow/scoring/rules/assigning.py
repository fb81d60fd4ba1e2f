"""Spreading bids over assessors: no ties, every panel complete where it can be, loads as level as they can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fundflow.definitions.criteria import Assessors
from fundflow.scoring.rules.panel import LIVE, Candidate, Gap, Parties, Seat, panel_gaps, ties_to


@dataclass(frozen=True)
class BidToSeat:
    """A bid that needs assessors: its ask, the bodies in it, the seats that it has, and people who may not return."""

    id: int
    ask_pence: int
    parties: Parties
    seats: tuple[Seat, ...] = ()
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Plan:
    """Who is to be seated where, as (bid, person), and what each bid still lacks when that is done."""

    pairs: tuple[tuple[int, int], ...]
    gaps: Mapping[int, tuple[Gap, ...]] = field(default_factory=dict)


class _Balance:
    """The working state of one spreading; decided by bids and people alone, never by the order they came in."""

    def __init__(self, bids: Sequence[BidToSeat], people: Sequence[Candidate], assessors: Assessors) -> None:
        self.assessors = assessors
        self.people = {person.person_id: person for person in people}
        self.load = {person.person_id: person.load for person in people}
        self.bids = {bid.id: bid for bid in bids}
        self.chosen: dict[int, list[int]] = {bid.id: [] for bid in bids}
        self.may = {bid.id: self._may(bid) for bid in bids}

    def _may(self, bid: BidToSeat) -> frozenset[int]:
        seated = {seat.person_id for seat in bid.seats if seat.state in LIVE} | bid.barred
        return frozenset(
            person.person_id
            for person in self.people.values()
            if person.person_id not in seated and not ties_to(person, bid.parties)
        )

    def gaps(self, bid_id: int, chosen: Sequence[int]) -> tuple[Gap, ...]:
        """What the bid lacks with these people added to the seats that it has."""
        bid = self.bids[bid_id]
        added = [_seat(self.people[person_id]) for person_id in chosen]
        return panel_gaps(self.assessors, bid.ask_pence, (*bid.seats, *added), states=LIVE)

    def fill(self, bid_id: int) -> None:
        """Add the least loaded people who close a gap, until none is left or nobody can close one."""
        while lacking := self.gaps(bid_id, self.chosen[bid_id]):
            best = self._best(bid_id, lacking)
            if best is None:
                return
            self.chosen[bid_id].append(best)
            self.load[best] += 1

    def _best(self, bid_id: int, lacking: tuple[Gap, ...]) -> int | None:
        kinds = {str(gap.kind) for gap in lacking if gap.kind != "number"}
        short = next((gap.needed - gap.there for gap in lacking if gap.kind == "number"), 0)
        open_to = [
            self.people[person_id]
            for person_id in self.may[bid_id] - set(self.chosen[bid_id])
            if self._has_room(person_id) and (short or _closes(self.people[person_id], kinds))
        ]
        if not open_to:
            return None
        needs = len(kinds)

        def preference(person: Candidate) -> tuple[bool, int, int, int]:
            closed = _closes(person, kinds)
            # with fewer places than kinds to find, one person must bring several kinds
            return (
                bool(kinds) and not closed,
                -closed if short < needs else 0,
                self.load[person.person_id],
                person.person_id,
            )

        return min(open_to, key=preference).person_id

    def _has_room(self, person_id: int) -> bool:
        most = self.people[person_id].most
        return most is None or self.load[person_id] < most

    def level(self) -> None:
        """Move bids from the busiest to the least busy while no panel loses by it; each move lowers the imbalance."""
        while swap := self._swap():
            bid_id, busy, free = swap
            place = self.chosen[bid_id].index(busy)
            self.chosen[bid_id][place] = free
            self.load[busy] -= 1
            self.load[free] += 1

    def _swap(self) -> tuple[int, int, int] | None:
        for bid_id in sorted(self.chosen):
            chosen = self.chosen[bid_id]
            had = len(self.gaps(bid_id, chosen))
            for busy in sorted(chosen, key=lambda person_id: (-self.load[person_id], person_id)):
                others = [person_id for person_id in chosen if person_id != busy]
                for free in sorted(self.may[bid_id] - set(chosen), key=lambda one: (self.load[one], one)):
                    if self.load[busy] - self.load[free] < 2:
                        break
                    if self._has_room(free) and len(self.gaps(bid_id, [*others, free])) <= had:
                        return bid_id, busy, free
        return None


def _seat(person: Candidate) -> Seat:
    return Seat(person.person_id, "assigned", person.finance_aware, person.clinical, outside=True)


def _closes(person: Candidate, kinds: set[str]) -> int:
    return ("finance_aware" in kinds and person.finance_aware) + ("clinical_outside" in kinds and person.clinical)


def balance(bids: Sequence[BidToSeat], people: Sequence[Candidate], assessors: Assessors) -> Plan:
    """Seat unconflicted people so that every panel is complete where that can be, and loads are level.

    Bids with the fewest people to choose from are filled first.
    """
    work = _Balance(bids, people, assessors)
    for bid_id in sorted(work.bids, key=lambda one: (len(work.may[one]), one)):
        work.fill(bid_id)
    work.level()
    pairs = tuple((bid_id, person_id) for bid_id in sorted(work.chosen) for person_id in sorted(work.chosen[bid_id]))
    lacking = {bid_id: work.gaps(bid_id, work.chosen[bid_id]) for bid_id in sorted(work.bids)}
    return Plan(pairs, {bid_id: gaps for bid_id, gaps in lacking.items() if gaps})
