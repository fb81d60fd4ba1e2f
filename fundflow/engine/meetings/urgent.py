"""A chair's action: asked for, talked over, decided under the rules of any decision, and ratified at the next meeting."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, committees
from fundflow.engine import parties, step
from fundflow.engine.case import Case, acting_as, open_case
from fundflow.engine.effects.correspondence import raise_task
from fundflow.engine.meetings.deciding import vote
from fundflow.engine.meetings.keeping import person_of, record_of
from fundflow.engine.rounds import act_of
from fundflow.engine.viability import refuse_unviable
from fundflow.errors import BadInput
from fundflow.people import Actor


def propose_action(
    session: Session, case_ref: str, body: str, asked: committees.Urgent, *, actor: Actor, now: datetime
) -> committees.ChairsAction:
    """Ask a body's chair to decide its share of a tabled bid before the next meeting (journeys 6.3).

    Raises:
        Refused: no role, above the limit, a quorum failed lately without a way out on record, or the share is decided.
    """
    act = record_of(actor, now, "propose_chairs_action", case_ref, asked.reason)
    case = open_case(session, case_ref, actor=actor, now=now, lock=True)
    key = case.fund.committees.get(body, body)
    commissioner = committees.committee(session, key).commissioner
    if commissioner is None:
        raise BadInput(f"{key} decides for no commissioner, so its chair cannot either", place="body")
    refuse_unviable(case, commissioner, asked.outcome, asked.amounts)
    row = committees.propose_action(session, key, case.id, commissioner, asked, act=act)
    audit.record(session, act, after={"action": row.ref, "outcome": row.outcome, "amounts": row.amounts})
    return row


def consult(
    session: Session,
    ref: str,
    who: str,
    *,
    says: str,
    agrees: bool,
    interest: str = "",
    actor: Actor,
    now: datetime,
) -> committees.Consultee:
    """Record what a member said about a proposed action: the member themself, or whoever keeps the record.

    A tie to the bid that the register knows counts as an interest.

    Raises:
        Refused: neither the member nor a secretary; no seat on the body; it is decided.
    """
    person = person_of(session, who)
    act = _own_or_record(actor, person, now, "consult_chairs_action", ref)
    row = committees.chairs_action(session, ref)
    ties = parties.own_ties(_case(session, row, actor, now), person)
    made = committees.consult(
        session, row, person, says=says, agrees=agrees, interest=interest or next(iter(ties.values()), ""), act=act
    )
    audit.record(session, act, after={"person": who, "agrees": agrees, "interest": made.interest})
    return made


def _own_or_record(actor: Actor, person: int, now: datetime, what: str, ref: str) -> audit.Act:
    """What a member does for themself, and a secretary for whoever told them; nobody stands in for a member."""
    return act_of(actor, now=now, what=what, subject=ref) if actor.id == person else record_of(actor, now, what, ref)


def _case(session: Session, row: committees.ChairsAction, actor: Actor, now: datetime, *, lock: bool = False) -> Case:
    ref = applications.get_by_id(session, row.application_id).ref
    return open_case(session, ref, actor=actor, now=now, lock=lock)


def decide_action(
    session: Session, ref: str, chair: str, *, interests: str, agrees: bool = True, actor: Actor, now: datetime
) -> list[step.Taken]:
    """The chair decides, or a secretary records that they did; it is applied at once, under the same guards.

    It joins the next agenda by itself.

    Raises:
        Refused: neither the chair nor a secretary; the chair has an interest or no seat, too few agreed, or the money is
            not there.
    """
    person = person_of(session, chair)
    act = _own_or_record(actor, person, now, "decide_chairs_action", ref)
    row = committees.chairs_action(session, ref)
    case = _case(session, row, actor, now, lock=True)
    ties = parties.own_ties(case, person)
    said = next(iter(ties.values()), interests)
    share = committees.decide_action(session, row, person, interests=said, agrees=agrees, act=act)
    taken: list[step.Taken] = []
    if share is not None:
        body = acting_as(actor, "committee", fund=case.fund_id)
        values = {"commissioner": row.commissioner}
        taken.append(step.take_step(session, case.ref, "record_share_decision", actor=body, now=now, values=values))
        if all(one.applied_at is not None for one in committees.shares(session, case.id)):
            taken.append(step.take_step(session, case.ref, "decide", actor=body, now=now))
        following = committees.next_meeting(session, row.committee_id, after=case.day)
        if following is not None:
            committees.table_waiting(session, following.id or 0, act=act)
    audit.record(session, act, after={"action": ref, "state": row.state, "chair": chair, "case": case.ref})
    return taken


def ratify_action(
    session: Session,
    ref: str,
    *,
    votes: Mapping[str, str],
    casting: tuple[str, str] | None = None,
    actor: Actor,
    now: datetime,
) -> committees.ChairsAction:
    """Let the committee vote on its chair's action at the item that waits for it; refused ones freeze the money.

    Raises:
        Refused: no quorum, or it is not decided. BadInput: it is on no agenda yet.
    """
    act = record_of(actor, now, "ratify_chairs_action", ref)
    row = committees.chairs_action(session, ref)
    if row.item_id is None:
        raise BadInput(f"{ref} is on no agenda yet: call the next meeting, and it joins it", place="chairs-action")
    item = committees.item_by_id(session, row.item_id)
    meeting = committees.meeting_by_id(session, item.meeting_id).ref
    text = f"To ratify chair's action {ref}."
    vote(session, meeting, item.number, row.commissioner, text=text, votes=votes, casting=casting, actor=actor, now=now)
    sitting = committees.sitting(session, meeting, row.commissioner)
    put = committees.motions(session, sitting.id or 0, row.item_id)
    committees.settle_action(session, row, put[-1].id or 0, act=act)
    if row.state == "not_ratified":
        raise_task(_case(session, row, actor, now), "not_ratified")
    audit.record(session, act, after={"action": ref, "state": row.state, "meeting": meeting, "item": item.number})
    return row


def record_route(
    session: Session, ref: str, item: int, body: str, *, route: str, detail: str, actor: Actor, now: datetime
) -> None:
    """Record which of the five ways out was taken for an item that a body cannot decide (domain 2(c))."""
    act = record_of(actor, now, "quorum_route", ref, detail)
    found, sitting = committees.item(session, ref, item), committees.sitting(session, ref, body)
    committees.record_route(session, sitting.id or 0, found.id or 0, route=route, detail=detail, act=act)
    audit.record(session, act, after={"item": item, "body": body, "route": route, "detail": detail})
