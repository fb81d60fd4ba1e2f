"""Rounds that are taken over: how far each is, its figures in the file, here and in the outside ledger, and what waits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from fundflow import applications, people, takeovers
from fundflow.definitions import Pinned
from fundflow.engine import sight, takeover, visibility
from fundflow.errors import NotFound
from fundflow.people import Actor
from fundflow.takeovers import Compared, TakenLine, TakeOver


@dataclass(frozen=True)
class TakeOverLine:
    """One round in the list: its title, and how many bids were taken in."""

    over: TakeOver
    title: str
    bids: int


@dataclass(frozen=True)
class TakeOverSheet:
    """Everything on the page of one round that is taken over."""

    over: TakeOver
    round: applications.Round
    pinned: Pinned
    bids: int
    left_out: Sequence[tuple[str, tuple[TakenLine, ...]]]
    """Why rows of the file were left out, and which."""
    keys: Sequence[Compared]
    differences: Sequence[takeover.Difference]
    waiting: people.Proposal | None
    """What one person asked for and a second one has still to agree to."""

    @property
    def holds_up(self) -> Sequence[takeover.Difference]:
        """What must be put right or accepted before the round goes live."""
        return [one for one in self.differences if one.holds_up]


def take_overs_of(session: Session, *, actor: Actor) -> list[TakeOverLine]:
    """Every round that is or was taken over, of the funds for which this person works; the newest first."""
    mine = [one for one in takeovers.take_overs(session) if sight.in_office(actor, fund=one.fund)]
    titles = {row.ref: row.title for row in applications.rounds(session)}
    taken: dict[int, set[int]] = defaultdict(set)
    for line in takeovers.lines(session, [one.id for one in mine]):
        if line.application_id is not None:
            taken[line.take_over_id].add(line.application_id)
    return [TakeOverLine(one, titles[one.round], len(taken[one.id or 0])) for one in reversed(mine)]


def of_take_over(session: Session, ref: str, *, actor: Actor) -> TakeOverSheet:
    """One round that is taken over.

    Raises:
        NotFound: there is no such round, it began here, or it is of a fund for which this person does not work.
        Refused: its fund keeps to itself whom it helps, and this reader does not work on it.
    """
    over = takeovers.of_round(session, ref)
    if over is None or not sight.in_office(actor, fund=over.fund):
        raise NotFound(f"No round {ref} is taken over among your funds. Look at the list of those that are.")
    row = applications.get_round(session, ref)
    visibility.must_count(row, actor=actor)
    lines = takeovers.lines(session, [over.id])
    why: dict[str, list[TakenLine]] = defaultdict(list)
    for line in lines:
        if line.left_out:
            why[line.left_out].append(line)
    keys = takeovers.compared(session, over)
    return TakeOverSheet(
        over=over,
        round=row,
        pinned=applications.definitions(row),
        bids=len({one.application_id for one in lines if one.application_id is not None}),
        left_out=[(said, tuple(rows)) for said, rows in why.items()],
        keys=keys,
        differences=takeover.differences(session, keys),
        waiting=takeover.asked(session, over, lines),
    )
