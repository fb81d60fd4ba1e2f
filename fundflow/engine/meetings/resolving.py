"""What a body decides that is not about a bid: a business case, a specification, a virement's minute."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, committees
from fundflow.engine.meetings.keeping import record_of
from fundflow.errors import Refused
from fundflow.people import Actor


def resolve(
    session: Session,
    ref: str,
    item: int,
    body: str,
    *,
    action: str,
    outcome: str,
    text: str,
    amounts: Mapping[str, int] | None = None,
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> committees.Resolution:
    """Record what a body resolved on an item that is about no bid, by the vote that carried it (domain 6.3).

    `action` says what was decided (`business case`, `virement`), `outcome` how, `amounts` pence by period if any.

    Raises:
        Refused: the item is about a bid, no quorum, no carried vote, or the meeting is not open or just closed.
    """
    act = record_of(actor, now, "resolve", ref, reason)
    found = _without_a_bid(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    made = committees.resolve(
        session,
        sitting.id or 0,
        found.id or 0,
        action=action,
        outcome=outcome,
        text=text,
        subject=found.title,
        amounts=amounts or (),
        reason=reason,
        act=act,
    )
    audit.record(session, act, after={"item": item, "body": body, "action": action, "outcome": outcome})
    return made


def _without_a_bid(session: Session, ref: str, item: int) -> committees.Item:
    found = committees.item(session, ref, item)
    if found.application_id is not None:
        case = applications.get_by_id(session, found.application_id).ref
        raise Refused.because(
            "item_no_bid",
            f"Nothing was resolved on item {item} of {ref}: it is about {case}, and a bid is decided share by share. "
            "Nothing has changed. Record each committee's decision (fundflow meeting decide).",
        )
    return found
