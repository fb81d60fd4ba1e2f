"""Meetings: called, attended, interests handled, votes taken, decisions staged, then applied together after a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, committees
from fundflow.engine import parties, step
from fundflow.engine.case import Case, acting_as, open_case
from fundflow.engine.guards.assessing import person_called
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import NotFound, Refusal, Refused
from fundflow.people import Actor

SECRETARIES = ("committee_secretary", "group_secretary")


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


def call(
    session: Session,
    ref: str,
    *,
    title: str,
    starts_at: datetime,
    bodies: Sequence[str],
    papers_out_on: date | None = None,
    place: str = "",
    actor: Actor,
    now: datetime,
) -> committees.Meeting:
    """Call one or several bodies to sit together; each keeps its own members, quorum and votes."""
    act = _act(actor, now, "call_meeting", ref)
    meeting = committees.call_meeting(
        session,
        ref=ref,
        title=title,
        starts_at=starts_at,
        committees=bodies,
        place=place,
        papers_out_on=papers_out_on,
        act=act,
    )
    audit.record(session, act, after={"bodies": list(bodies), "starts_at": starts_at, "papers": papers_out_on})
    return meeting


def _act(actor: Actor, now: datetime, what: str, subject: str, reason: str = "") -> audit.Act:
    must_hold(actor, *SECRETARIES, doing="Keeping a meeting's record")
    return act_of(actor, now=now, what=what, subject=subject, reason=reason)


def _meeting_id(session: Session, ref: str) -> int:
    found = committees.meeting(session, ref)
    assert found.id is not None
    return found.id


def add_item(
    session: Session,
    ref: str,
    *,
    case_ref: str | None,
    title: str = "",
    number: int | None = None,
    actor: Actor,
    now: datetime,
) -> committees.Item:
    """Put a bid, or another matter, on a meeting's agenda."""
    act = _act(actor, now, "add_item", ref)
    case = open_case(session, case_ref, actor=actor, now=now) if case_ref else None
    made = committees.add_item(
        session,
        _meeting_id(session, ref),
        title=title or (case.application.title if case else ""),
        number=number,
        application_id=case.id if case else None,
        organisations=tuple(parties.parties_of(case).own) if case else (),
        act=act,
    )
    audit.record(session, act, after={"item": made.number, "case": case_ref, "title": made.title})
    return made


def open_meeting(session: Session, ref: str, *, actor: Actor, now: datetime) -> None:
    """Open a meeting on its day."""
    act = _act(actor, now, "open_meeting", ref)
    committees.open_meeting(session, _meeting_id(session, ref), act=act)
    audit.record(session, act)


def close_meeting(session: Session, ref: str, *, actor: Actor, now: datetime) -> None:
    """Close a meeting; staged decisions wait to be applied."""
    act = _act(actor, now, "close_meeting", ref)
    committees.close_meeting(session, _meeting_id(session, ref), act=act)
    audit.record(session, act)


def attend(
    session: Session,
    ref: str,
    who: str,
    *,
    mode: str = "room",
    leaves_by: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Record that a person has come, to every sitting in which they have a seat."""
    act = _act(actor, now, "arrive", ref)
    person = person_called_id(session, who, actor, now)
    committees.arrive(session, _meeting_id(session, ref), person, mode=mode, leaves_by=leaves_by, name=who, act=act)
    audit.record(session, act, after={"person": who, "mode": mode})


def leave(session: Session, ref: str, who: str, *, sitting: str | None = None, actor: Actor, now: datetime) -> None:
    """Record that a person has left: every sitting, or the one named."""
    act = _act(actor, now, "leave", ref)
    sitting_id = committees.sitting(session, ref, sitting).id if sitting else None
    person = person_called_id(session, who, actor, now)
    committees.leave(session, _meeting_id(session, ref), person, sitting_id=sitting_id, act=act)
    audit.record(session, act, after={"person": who, "sitting": sitting})


def person_called_id(session: Session, who: str, _actor: Actor, _now: datetime) -> int:
    """The number of a person by sign-in name."""
    from fundflow import people  # noqa: PLC0415

    found = people.called(session, who)
    if found is None or found.id is None:
        raise NotFound(f"there is nobody called '{who}': `fundflow user list` shows everybody")
    return found.id


def declare(
    session: Session,
    ref: str,
    item: int,
    who: str,
    *,
    nature: str,
    kind: str = "financial",
    relation: str = "participant",
    organisation: str | None = None,
    actions: Sequence[str] = (),
    ruled_by: str | None = None,
    actor: Actor,
    now: datetime,
) -> list[str]:
    """A member declares an interest in an item, in every sitting where they have a seat; the chair's ruling with it.

    Gives the earlier items of today that it touches, each to be noted or voted again (case 22).
    """
    act = _act(actor, now, "declare_interest", ref)
    found = committees.item(session, ref, item)
    assert found.id is not None
    person = person_called_id(session, who, actor, now)
    touched: list[str] = []
    for sitting in committees.sittings(session, _meeting_id(session, ref)):
        assert sitting.id is not None
        if not any(stay.person_id == person for stay in committees.attendance(session, sitting.id)):
            continue
        made = committees.declare_interest(
            session,
            sitting.id,
            found.id,
            person,
            kind=kind,
            nature=nature,
            relation=relation,
            organisation=organisation,
            act=act,
        )
        touched += [str(one) for one in made.touched]
        if ruled_by and actions:
            assert made.interest.id is not None
            committees.rule_on(
                session,
                made.interest.id,
                actions=actions,
                ruled_by=person_called_id(session, ruled_by, actor, now),
                act=act,
            )
    audit.record(session, act, after={"item": item, "person": who, "nature": nature, "actions": list(actions)})
    return touched


def vote(
    session: Session,
    ref: str,
    item: int,
    body: str,
    *,
    text: str,
    votes: Mapping[str, str],
    casting: tuple[str, str] | None = None,
    actor: Actor,
    now: datetime,
) -> bool:
    """Put a motion to one body, record everybody's vote and count it; whether it was carried.

    Raises:
        Refused: no quorum for this item, or a vote by somebody who may not vote on it.
    """
    act = _act(actor, now, "vote", ref)
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    assert found.id is not None
    assert sitting.id is not None
    motion = committees.take_vote(
        session,
        sitting.id,
        found.id,
        text=text,
        votes={person_called_id(session, who, actor, now): choice for who, choice in votes.items()},
        casting=(person_called_id(session, casting[0], actor, now), casting[1]) if casting else None,
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
    act = _act(actor, now, "decide", ref, choice.reason)
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    if found.application_id is None or found.id is None or sitting.id is None:
        raise NotFound(f"item {item} of {ref} is not about a bid")
    commissioner = committees.body_of(session, sitting.id).commissioner
    assert commissioner is not None
    share = committees.share(session, found.application_id, commissioner)
    assert share.id is not None
    application = applications.get_by_id(session, found.application_id)
    made = committees.stage_decision(
        session,
        share.id,
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


def not_quorate(session: Session, ref: str, item: int, body: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """Record that a body could not decide its share of an item; it waits and the others stand."""
    act = _act(actor, now, "not_quorate", ref, reason)
    found = committees.item(session, ref, item)
    sitting = committees.sitting(session, ref, body)
    assert found.application_id is not None
    assert found.id is not None
    assert sitting.id is not None
    commissioner = committees.body_of(session, sitting.id).commissioner
    assert commissioner is not None
    share = committees.share(session, found.application_id, commissioner)
    assert share.id is not None
    committees.record_not_quorate(session, share.id, sitting_id=sitting.id, item_id=found.id, act=act)
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
    changes = [one for one in committees.diff(session, _meeting_id(session, ref)) if items is None or one.item in items]
    if not changes:
        raise Refused([Refusal("decisions_staged", f"{ref} has 0 decisions waiting to be applied. Record them first.")])
    taken: list[step.Taken] = []
    refs: dict[str, None] = {}
    applications.lock_all(session, {_ref(session, one.application_id) for one in changes})
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


def _ref(session: Session, application_id: int) -> str:
    return applications.get_by_id(session, application_id).ref


def _take(session: Session, ref: str, name: str, actor: Actor, now: datetime, **values: Any) -> step.Taken:
    fund = applications.get(session, ref).fund
    body = acting_as(actor, "committee", fund=fund)
    return step.take_step(session, ref, name, actor=body, now=now, values=values)


def resolution_of(case: Case) -> str:
    """The minute numbers under which a bid was last decided, as letters print them."""
    rows = committees.shares(case.session, case.id)
    return "; ".join(dict.fromkeys(row.minute_number for row in rows if row.minute_number))


__all__ = [
    "Choice",
    "add_item",
    "apply",
    "attend",
    "call",
    "close_meeting",
    "decide",
    "declare",
    "leave",
    "not_quorate",
    "open_meeting",
    "person_called",
    "resolution_of",
    "vote",
]
