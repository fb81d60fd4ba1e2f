"""An assessor's own list: rounds in which they have seats, how far each is, and where one bid stands among them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from fundflow.people import Actor
from fundflow.views import scoring_queries


@dataclass(frozen=True)
class OwnRound:
    """One round of an assessor: their bids in order, and how many are locked, open, or wait for their declaration."""

    ref: str
    title: str
    bids: tuple[str, ...]
    locked: int
    undeclared: tuple[str, ...]
    """Bids whose papers stay shut: nothing was declared, or an answer waits for a ruling."""

    def place(self, ref: str) -> int:
        """The number of a bid in the list, from 1."""
        return self.bids.index(ref) + 1

    def beside(self, ref: str, step: int) -> str:
        """The bid before (-1) or after (1) one; empty at the ends."""
        at = self.bids.index(ref) + step
        return self.bids[at] if 0 <= at < len(self.bids) else ""


def rounds_of(session: Session, actor: Actor) -> Sequence[OwnRound]:
    """The rounds in which the person who looks assesses bids, the newest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    titles: dict[str, str] = {}
    for seat, ref, round_ref, title in scoring_queries.seats_of(session, actor.id):
        found.setdefault(round_ref, []).append((ref, seat.state))
        titles[round_ref] = title
    return [
        OwnRound(
            ref=round_ref,
            title=titles[round_ref],
            bids=tuple(ref for ref, _ in bids),
            locked=sum(state == "locked" for _, state in bids),
            undeclared=tuple(ref for ref, state in bids if state == "assigned"),
        )
        for round_ref, bids in found.items()
    ]
