"""Votes and decisions: staged body by body, then applied together, all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, committees
from fundflow.engine import step
from fundflow.engine.case import acting_as, open_case
from fundflow.engine.meetings.keeping import number_of, person_of, record_of
from fundflow.engine.meetings.known import refuse_undeclared
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.viability import refuse_unviable
from fundflow.errors import NotFound, Refusal, Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class Choice:
    """What one committee decides about its share of one bid, with everything that goes into the letter."""

    outcome: str
    amounts: Mapping[str, int] | None = None
    cut_lines: str = ""
    conditions: Sequence[Mapping[str, Any]] = ()
    reason: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    information: str = ""
    answer_by: date | None = None
    departs_from_rank: bool = False


def vote(
    session: Session,
    ref: str,
    item: int,
    body: str,
    *,
    text: str,
    votes: Mapping[str, str],
    casting: tuple[str, str] | None = None,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> bool:
    """Put a motion to one body, record everybody's vote and count it; whether it was carried.

    Raises:
        Refused: no quorum for this item, or a vote by somebody who may not vote on it.
    """
    act = record_of(actor, now, "vote", ref)
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    assert found.id is not None
    assert sitting.id is not None
    cast = {person_of(session, who): choice for who, choice in votes.items()}
    refuse_undeclared(session, sitting.id, found, cast, at=at or now)
    motion = committees.take_vote(
        session,
        sitting.id,
        found.id,
        text=text,
        votes=cast,
        casting=(person_of(session, casting[0]), casting[1]) if casting else None,
        at=at,
        act=act,
    )
    audit.record(
        session, act, after={"item": item, "body": body, "for": motion.votes_for, "against": motion.votes_against}
    )
    return bool(motion.carried)


def decide(
    session: Session, ref: str, item: int, body: str, choice: Choice, *, actor: Actor, now: datetime
) -> committees.ShareDecision:
    """Stage one body's decision on its share of the item's bid; nothing moves until it is applied.

    Raises:
        Refused: no quorum at the moment of the vote, no carried vote, a third deferral, or a reason is missing.
    """
    act = record_of(actor, now, "decide", ref, choice.reason)
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    share = _share(session, ref, item, body)
    assert found.application_id is not None
    assert found.id is not None
    assert sitting.id is not None
    application = applications.get_by_id(session, found.application_id)
    case = open_case(session, application.ref, actor=actor, now=now)
    refuse_unviable(case, committees.share_by_id(session, share).commissioner, choice.outcome, choice.amounts)
    made = committees.stage_decision(
        session,
        share,
        sitting_id=sitting.id,
        item_id=found.id,
        outcome=choice.outcome,
        amounts=choice.amounts,
        cut_lines=choice.cut_lines,
        conditions=choice.conditions,
        reason=choice.reason,
        reasons=choice.reasons,
        information=choice.information,
        answer_by=choice.answer_by,
        departs_from_rank=choice.departs_from_rank,
        deferred_before=application.deferral_count,
        act=act,
    )
    audit.record(session, act, after={"item": item, "body": body, "case": application.ref, "outcome": choice.outcome})
    return made


def take_back(session: Session, ref: str, item: int, body: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a staged decision back before it is applied, so that the body's decision can be recorded anew.

    Raises:
        Refused: nothing is staged, or it is applied already.
    """
    act = record_of(actor, now, "take_back", ref, reason)
    share = _share(session, ref, item, body)
    committees.unstage_decision(session, share, act=act)
    audit.record(session, act, after={"item": item, "body": body})


def _share(session: Session, ref: str, item: int, body: str) -> int:
    """The share decision of one body on one item.

    Raises:
        NotFound: the item is not about a bid, or the body decides for no commissioner.
    """
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    assert sitting.id is not None
    commissioner = committees.body_of(session, sitting.id).commissioner
    if found.application_id is None or commissioner is None:
        raise NotFound(f"item {item} of {ref} is not about a bid that {body} decides")
    share = committees.share(session, found.application_id, commissioner)
    assert share.id is not None
    return share.id


def not_quorate(
    session: Session,
    ref: str,
    item: int,
    body: str,
    *,
    reason: str,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Record that a body could not decide its share of an item; it waits and the others stand."""
    act = record_of(actor, now, "not_quorate", ref, reason)
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    share = _share(session, ref, item, body)
    assert found.id is not None
    assert sitting.id is not None
    committees.record_not_quorate(session, share, sitting_id=sitting.id, item_id=found.id, at=at, act=act)
    audit.record(session, act, after={"item": item, "body": body})


def apply(
    session: Session, ref: str, *, actor: Actor, now: datetime, items: Sequence[int] | None = None
) -> list[step.Taken]:
    """Apply every staged decision of a meeting, in agenda order, in one transaction: all of them, or none.

    An approval reserves its money at once. A bid whose every share is then decided goes on to its outcome.

    Raises:
        Refused: any decision needs more than its key still has (`within_allocation`), with the figures.
    """
    must_hold(actor, "committee_secretary", doing="Applying a meeting's decisions")
    committees.refuse_unconfirmed(session, number_of(session, ref))
    _lock(session, ref)
    changes = [one for one in committees.diff(session, number_of(session, ref)) if items is None or one.item in items]
    if not changes:
        raise Refused([Refusal("decisions_staged", f"{ref} has 0 decisions waiting to be applied. Record them first.")])
    taken: list[step.Taken] = []
    refs: dict[str, None] = {}
    for one in changes:
        case_ref = _ref(session, one.application_id)
        refs[case_ref] = None
        taken.append(_take(session, case_ref, "record_share_decision", actor, now, commissioner=one.commissioner))
    for case_ref in refs:
        application = applications.get(session, case_ref)
        assert application.id is not None
        rows = committees.shares(session, application.id)
        if all(row.applied_at is not None for row in rows):
            taken.append(_take(session, case_ref, "decide", actor, now))
    act = act_of(actor, now=now, what="apply_decisions", subject=ref)
    audit.record(session, act, after={one.ref: one.state for one in taken})
    return taken


def _lock(session: Session, ref: str) -> None:
    """Lock every case of the staged decisions, then forget what was read before: another secretary may have been first."""
    staged = committees.diff(session, number_of(session, ref))
    applications.lock_all(session, {_ref(session, one.application_id) for one in staged})
    session.expire_all()


def _ref(session: Session, application_id: int) -> str:
    return applications.get_by_id(session, application_id).ref


def _take(session: Session, ref: str, name: str, actor: Actor, now: datetime, **values: Any) -> step.Taken:
    fund = applications.get(session, ref).fund
    body = acting_as(actor, "committee", fund=fund)
    return step.take_step(session, ref, name, actor=body, now=now, values=values)
