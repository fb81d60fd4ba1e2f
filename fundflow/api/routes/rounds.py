"""Rounds: their dates for everybody, their bids, money and changes for the office."""

from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from fundflow import applications
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Page, Pages, Shape, When, page
from fundflow.applications import Round
from fundflow.engine import readership, rounds, sight
from fundflow.engine.rounds import RoundPlan

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


class RoundGiven(Shape):
    """What is stated when a round is opened; its definitions are kept as they stand now."""

    fund: str
    closes_at: When
    opens_at: When | None = None
    title: str = Field(default="", max_length=300)
    reserve_until: Day | None = None
    snapshot_on: Day | None = None
    next_round: str = Field(default="", max_length=300)
    settings: dict[str, Any] | None = Field(default=None, max_length=50)


class Later(Shape):
    """A later closing time for everybody, and why."""

    closes_at: When
    reason: str = Field(default="", max_length=10_000)
    evidence: str = Field(default="", max_length=10_000)


class Cancelled(Shape):
    """The committee's minute under which a round is cancelled, and why."""

    minute: str = Field(max_length=200)
    reason: str = Field(max_length=10_000)


class Turned(Shape):
    """A bid that would meet every rule and does not now, or the other way round; `why` says what it would fail."""

    ref: str
    passes: bool
    why: str


class GateEffect(Shape):
    """One commissioner's bids that nobody has decided: how many meet every rule, how many would, and which turn."""

    commissioner: str
    name: str
    bids: int
    meet_now: int
    would_meet: int
    turned: list[Turned]


class Amendment(Shape):
    """What the definitions as they are installed now would change in a round: of which class, in words, and for whom."""

    change: str
    words: list[str]
    needs: str
    earliest_close: Moment | None
    drafts: list[str]
    sent: list[str]
    effect: list[GateEffect]


class Changed(Shape):
    """What came of changing a round: done, or waiting for a second person; whom it touched, and who is told."""

    round: RoundLine
    waits_for_second: bool
    drafts: list[str]
    sent: list[str]
    letters: list[str]


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


@shelf.read("/rounds/{ref}/amendment")
def amendment(call: Call, ref: str) -> Amendment:
    """What the installed definitions would change in a round, and which bids would meet its rules then; nothing is changed."""
    row = applications.get_round(call.session, ref)
    readership.must_be_office(call.actor, doing="Looking at what a change would do", fund=row.fund)
    found = rounds.propose_amendment(call.session, ref, call.library)
    effect = rounds.gate_effect(call.session, ref, found.pinned, actor=call.actor, now=call.now)
    return Amendment(
        change=found.change,
        words=list(found.words),
        needs=found.needs,
        earliest_close=found.earliest,
        drafts=list(found.affected.drafts),
        sent=list(found.affected.sent),
        effect=[GateEffect.model_validate(one) for one in effect],
    )


@shelf.write("/rounds")
def open_round(call: Call, body: RoundGiven) -> RoundLine:
    """Open a round of a fund: its definitions are pinned, its committees and commissioners are entered."""
    plan = RoundPlan(**{**body.model_dump(), "opens_at": body.opens_at or call.now})
    row = rounds.open_round(call.session, plan, library=call.library, actor=call.actor, now=call.now)
    call.headers["Location"] = f"/api/v1/rounds/{row.ref}"
    return RoundLine.model_validate(row)


@shelf.write("/rounds/{ref}/close")
def close(call: Call, ref: str) -> RoundLine:
    """Close a round whose time has come; again changes nothing."""
    return RoundLine.model_validate(rounds.close_round(call.session, ref, actor=call.actor, now=call.now))


@shelf.write("/rounds/{ref}/extend")
def extend(call: Call, ref: str, body: Later) -> Changed:
    """Move the closing time later for everybody: one person asks, a second agrees, then everybody is told."""
    return _changed(
        rounds.extend_round(
            call.session, ref, closes_at=body.closes_at, reason=body.reason, actor=call.actor, now=call.now
        )
    )


@shelf.write("/rounds/{ref}/reopen")
def reopen(call: Call, ref: str, body: Later) -> Changed:
    """Open a closed round again for everybody after a fault of ours; drafts that were not sent in time live again."""
    return _changed(rounds.reopen_round(call.session, ref, **body.model_dump(), actor=call.actor, now=call.now))


@shelf.write("/rounds/{ref}/cancel")
def cancel(call: Call, ref: str, body: Cancelled) -> Changed:
    """Cancel a round under a committee's minute: every bid that waits for a decision ends and is told."""
    return _changed(rounds.cancel_round(call.session, ref, **body.model_dump(), actor=call.actor, now=call.now))


def _changed(made: rounds.Changed) -> Changed:
    return Changed(
        round=RoundLine.model_validate(made.round),
        waits_for_second=made.waiting is not None,
        drafts=list(made.affected.drafts),
        sent=list(made.affected.sent),
        letters=list(made.letters),
    )


def _line(row: Round) -> dict[str, object]:
    return {name: getattr(row, name) for name in RoundLine.model_fields}
