"""What a meeting leaves on paper: minutes and their life, actions, seats for one sitting, and the sheet entered later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, committees, people
from fundflow.clock import time_words
from fundflow.engine.meetings.deciding import Choice, decide, not_quorate, vote
from fundflow.engine.meetings.keeping import (
    attend,
    close_meeting,
    declare,
    leave,
    number_of,
    open_meeting,
    person_of,
    record_of,
)
from fundflow.engine.rounds import act_of
from fundflow.errors import BadInput
from fundflow.people import Actor


def advance_minutes(session: Session, ref: str, body: str, *, to: str, actor: Actor, now: datetime) -> str:
    """Carry a body's minutes on: checked by the chair, circulated, confirmed.

    Raises:
        Refused: not the next stage (`minutes_order`).
    """
    act = record_of(actor, now, "advance_minutes", ref)
    sitting = committees.sitting(session, ref, body)
    done = committees.advance_minutes(session, sitting.id or 0, to=to, act=act)
    audit.record(session, act, after={"body": body, "minutes": done.minutes})
    return done.minutes


def amend_minutes(
    session: Session, ref: str, body: str, *, text: str, item: int | None = None, actor: Actor, now: datetime
) -> int:
    """Add a numbered correction to a body's minutes; the text is never rewritten. Gives its number."""
    act = record_of(actor, now, "amend_minutes", ref)
    sitting = committees.sitting(session, ref, body)
    item_id = committees.item(session, ref, item).id if item is not None else None
    made = committees.amend_minutes(session, sitting.id or 0, text=text, item_id=item_id, act=act)
    audit.record(session, act, after={"body": body, "number": made.number, "text": text})
    return made.number


def add_action(
    session: Session,
    ref: str,
    item: int,
    body: str,
    *,
    text: str,
    owner: str,
    due_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Minute something to be done; it comes up as a matter arising until it is done. Gives its number."""
    act = record_of(actor, now, "add_action", ref)
    sitting, found = committees.sitting(session, ref, body), committees.item(session, ref, item)
    made = committees.add_action(
        session, sitting.id or 0, found.id or 0, text=text, owner=owner, due_on=due_on, act=act
    )
    audit.record(session, act, after={"item": item, "body": body, "text": text, "owner": owner})
    return made.id or 0


def finish_action(session: Session, number: int, *, outcome: str, actor: Actor, now: datetime) -> None:
    """Mark a minuted action done, with what came of it."""
    act = record_of(actor, now, "finish_action", f"action {number}")
    committees.finish_action(session, number, outcome=outcome, act=act)
    audit.record(session, act, after={"outcome": outcome})


def co_opt(
    session: Session,
    ref: str,
    body: str,
    who: str,
    role: str,
    *,
    reason: str,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Seat somebody from outside for this sitting (quorum route 2), where the terms allow it.

    Raises:
        Refused: the terms co-opt nobody, or not in this role (`may_co_opt`).
    """
    act = record_of(actor, now, "co_opt", ref, reason)
    sitting = committees.sitting(session, ref, body)
    person = person_of(session, who)
    name = people.names(session, [person])[person]
    committees.co_opt(session, sitting.id or 0, person, name=name, role=role, at=at, act=act)
    audit.record(session, act, after={"body": body, "person": who, "role": role})


def set_chair(session: Session, ref: str, body: str, who: str, *, actor: Actor, now: datetime) -> None:
    """Name another chair for a body before its meeting opens."""
    act = record_of(actor, now, "set_chair", ref)
    sitting = committees.sitting(session, ref, body)
    committees.set_chair(session, sitting.id or 0, person_of(session, who), act=act)
    audit.record(session, act, after={"body": body, "chair": who})


def will_leave(session: Session, ref: str, who: str, *, by: datetime, actor: Actor, now: datetime) -> list[str]:
    """Note when somebody must go; gives the items that a body could decide now and could not afterwards."""
    act = record_of(actor, now, "will_leave", ref)
    number = number_of(session, ref)
    committees.will_leave(session, number, person_of(session, who), by=by, act=act)
    audit.record(session, act, after={"person": who, "by": by})
    return [one.sentence for one in committees.at_risk(session, number, at=now)]


@dataclass(frozen=True)
class Written:
    """One line of a day sheet, at the meeting's own time: who came or left, an interest, a vote with its decision."""

    at: datetime
    come: Sequence[str] = ()
    by_telephone: Sequence[str] = ()
    left: Sequence[str] = ()
    item: int | None = None
    body: str = ""
    interest: Mapping[str, str] = field(default_factory=dict)
    ruling: Sequence[str] = ()
    ruled_by: str = ""
    votes: Mapping[str, str] = field(default_factory=dict)
    casting: Mapping[str, str] = field(default_factory=dict)
    choice: Choice | None = None
    not_quorate: str = ""


def enter_sheet(
    session: Session, ref: str, lines: Sequence[Written], *, closed_at: datetime, actor: Actor, now: datetime
) -> int:
    """Enter a meeting afterwards from its paper sheet: every rule is asked at the time that is written there.

    A chair confirms the record before money moves. Gives the number of decisions that are staged.

    Raises:
        Refused: whatever would have refused it at the table, with the time of the line.
        BadInput: no line, or lines out of order.
    """
    act = record_of(actor, now, "enter_sheet", ref)
    if not lines or list(lines) != sorted(lines, key=lambda line: line.at):
        raise BadInput("write the lines of the sheet in the order of their times", place="lines")
    open_meeting(session, ref, at=lines[0].at, actor=actor, now=now)
    decided = 0
    for line in lines:
        _enter(session, ref, line, actor, now)
        decided += line.choice is not None
    close_meeting(session, ref, at=closed_at, actor=actor, now=now)
    committees.sheet_entered(session, number_of(session, ref), act=act)
    audit.record(session, act, after={"lines": len(lines), "decisions": decided, "closed": time_words(closed_at)})
    return decided


def _enter(session: Session, ref: str, line: Written, actor: Actor, now: datetime) -> None:
    for mode, names in (("room", line.come), ("telephone", line.by_telephone)):
        for who in names:
            attend(session, ref, who, mode=mode, at=line.at, actor=actor, now=now)
    for who in line.left:
        leave(session, ref, who, at=line.at, actor=actor, now=now)
    if line.item is None:
        return
    for who, nature in line.interest.items():
        ruled = line.ruled_by or None
        declare(
            session,
            ref,
            line.item,
            who,
            nature=nature,
            actions=line.ruling,
            ruled_by=ruled,
            at=line.at,
            actor=actor,
            now=now,
        )
    if line.votes:
        text = f"To {(line.choice.outcome if line.choice else 'agree').replace('_', ' ')}."
        cast, at = next(iter(line.casting.items()), None), line.at
        vote(session, ref, line.item, line.body, text=text, votes=line.votes, casting=cast, at=at, actor=actor, now=now)
    if line.choice is not None:
        decide(session, ref, line.item, line.body, line.choice, actor=actor, now=now)
    if line.not_quorate:
        not_quorate(session, ref, line.item, line.body, reason=line.not_quorate, at=line.at, actor=actor, now=now)


def confirm_sheet(session: Session, ref: str, who: str, *, actor: Actor, now: datetime) -> None:
    """Let the chair confirm what was entered from the sheet, so that its decisions may be applied.

    The chair does it, or a secretary records that the chair has.

    Raises:
        Refused: the person chaired none of its bodies (`sheet_confirmed`).
    """
    person = person_of(session, who)
    own = person == actor.id
    act = (
        act_of(actor, now=now, what="confirm_sheet", subject=ref)
        if own
        else record_of(actor, now, "confirm_sheet", ref)
    )
    committees.confirm_sheet(session, number_of(session, ref), person, act=act)
    audit.record(session, act, after={"chair": who})
