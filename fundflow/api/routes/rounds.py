"""Rounds: their dates for everybody, their bids, money and changes for the office."""

from typing import Annotated

from fastapi import Query

from fundflow import applications
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Page, Pages, Shape, page
from fundflow.applications import Round
from fundflow.engine import sight

shelf = Shelf("rounds")


class RoundLine(Shape):
    """A round."""

    ref: str
    fund: str
    workflow: str
    title: str
    state: str
    opens_at: Moment
    closes_at: Moment
    closed_at: Moment | None
    reserve_until: Day | None
    snapshot_on: Day | None


class Change(Shape):
    """Something that was changed for everybody."""

    number: int
    kind: str
    at: Moment
    reason: str


class RoundWhole(RoundLine):
    """A round. The office sees how many bids stand where, and of which versions of its definitions it was made."""

    bids: dict[str, int] | None
    changes: list[Change]
    pinned_sha256: str


@shelf.read("/rounds")
def every(call: Call, pages: Annotated[Pages, Query()]) -> Page[RoundLine]:
    """Every round, by reference."""
    found = sorted(applications.rounds(call.session), key=lambda row: row.ref)
    made = page(found, pages, key="ref")
    return Page[RoundLine](items=[RoundLine.model_validate(row) for row in made.items], next=made.next)


@shelf.read("/rounds/{ref}")
def one(call: Call, ref: str) -> RoundWhole:
    """One round."""
    row = applications.get_round(call.session, ref)
    assert row.id is not None
    office = sight.in_office(call.actor, fund=row.fund)
    return RoundWhole.model_validate(
        {
            **_line(row),
            "bids": dict(applications.state_counts(call.session, row.id)) if office else None,
            "changes": [Change.model_validate(one) for one in applications.round_changes(call.session, row.id)],
            "pinned_sha256": row.pinned_sha256,
        }
    )


def _line(row: Round) -> dict[str, object]:
    return {name: getattr(row, name) for name in RoundLine.model_fields}
