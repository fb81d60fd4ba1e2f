"""Saying of a round that it lived elsewhere until now: its definitions are pinned, and it is closed to new bids."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, takeovers
from fundflow.clock import moment_words, wire
from fundflow.definitions import Library, unpin
from fundflow.engine.rounds import act_of, enter_bodies, must_hold
from fundflow.errors import BadInput
from fundflow.people import Actor
from fundflow.takeovers import TakeOver

VERB = "declare_take_over"


@dataclass(frozen=True)
class Plan:
    """What an officer states: the fund, and when bids could be sent."""

    fund: str
    opens_at: datetime
    closes_at: datetime
    title: str = ""


def declare(session: Session, plan: Plan, *, library: Library, actor: Actor, now: datetime) -> TakeOver:
    """A round whose bids were sent elsewhere, ready for a file that says where they stand.

    Raises:
        Refused: no role. NotFound: no such fund.
        BadInput: it takes no bids, it has not closed, or its days do not run forward.
    """
    must_hold(actor, "officer", fund=plan.fund, doing="Taking a round over")
    snapshot = library.pin(library.fund(plan.fund).fund)
    pinned = unpin(snapshot)
    if pinned.workflow is None:
        raise BadInput(f"{pinned.fund.title} has no life cycle, so it has no bids to take over", place="fund")
    if plan.closes_at > now:
        raise BadInput(
            f"bids can be sent until {moment_words(plan.closes_at)}: take the round over once it has closed",
            place="closed",
        )
    act = act_of(actor, now=now, what=VERB, subject=plan.fund)
    enter_bodies(session, pinned, starts=plan.opens_at.date(), act=act)
    row = applications.open_round(
        session,
        pinned=snapshot,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        title=plan.title,
        lived_elsewhere=True,
        act=act,
    )
    assert row.id is not None
    made = takeovers.declare(session, round_id=row.id, round_ref=row.ref, fund=row.fund, act=act)
    after = {"closed": wire(row.closes_at), "pinned": row.pinned_sha256}
    audit.record(session, act, subject=row.ref, after=after)
    return made
