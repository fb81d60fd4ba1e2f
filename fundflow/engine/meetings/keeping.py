"""Keeping a meeting's record: called, opened, who came and went, and their interests."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, committees, people
from fundflow.engine import parties
from fundflow.engine.case import open_case
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, NotFound
from fundflow.people import Actor

SECRETARIES = ("committee_secretary", "group_secretary")


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
    act = record_of(actor, now, "call_meeting", ref)
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
    committees.table_waiting(session, meeting.id or 0, act=act)
    audit.record(session, act, after={"bodies": list(bodies), "starts_at": starts_at, "papers": papers_out_on})
    return meeting


def record_of(actor: Actor, now: datetime, what: str, subject: str, reason: str = "") -> audit.Act:
    """Who keeps a meeting's record and what is written down; only secretaries may."""
    must_hold(actor, *SECRETARIES, doing="Keeping a meeting's record")
    return act_of(actor, now=now, what=what, subject=subject, reason=reason)


def number_of(session: Session, ref: str) -> int:
    """A meeting's number in the database."""
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
    act = record_of(actor, now, "add_item", ref)
    case = open_case(session, case_ref, actor=actor, now=now) if case_ref else None
    made = committees.add_item(
        session,
        number_of(session, ref),
        title=title or (case.application.title if case else ""),
        number=number,
        application_id=case.id if case else None,
        organisations=tuple(parties.own_of(case)) if case else (),
        act=act,
    )
    audit.record(session, act, after={"item": made.number, "case": case_ref, "title": made.title})
    return made


def send_papers(
    session: Session, ref: str, *, on: date | None = None, actor: Actor, now: datetime
) -> committees.Meeting:
    """Write down the day on which a meeting's papers went out, today if none is given; bids wait for it to be tabled.

    Raises:
        Refused: no secretary. BadInput: a day to come.
    """
    act = record_of(actor, now, "send_papers", ref)
    before = committees.meeting(session, ref).papers_out_on
    made = committees.send_papers(session, number_of(session, ref), on=on, act=act)
    audit.record(session, act, before={"papers": before}, after={"papers": made.papers_out_on})
    return made


def open_meeting(session: Session, ref: str, *, at: datetime | None = None, actor: Actor, now: datetime) -> None:
    """Open a meeting on its day; `at` is the meeting's own time where it is written down later."""
    act = record_of(actor, now, "open_meeting", ref)
    committees.open_meeting(session, number_of(session, ref), at=at, act=act)
    audit.record(session, act)


def close_meeting(session: Session, ref: str, *, at: datetime | None = None, actor: Actor, now: datetime) -> None:
    """Close a meeting; staged decisions wait to be applied."""
    act = record_of(actor, now, "close_meeting", ref)
    committees.close_meeting(session, number_of(session, ref), at=at, act=act)
    audit.record(session, act)


def attend(
    session: Session,
    ref: str,
    who: str,
    *,
    mode: str = "room",
    leaves_by: datetime | None = None,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Record that a person has come, to every sitting in which they have a seat."""
    act = record_of(actor, now, "arrive", ref)
    person = people.named(session, who)
    committees.arrive(
        session,
        number_of(session, ref),
        person.id or 0,
        at=at,
        mode=mode,
        leaves_by=leaves_by,
        name=person.name,
        act=act,
    )
    audit.record(session, act, after={"person": who, "mode": mode})


def leave(
    session: Session,
    ref: str,
    who: str,
    *,
    sitting: str | None = None,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> list[str]:
    """Record that a person has left: every sitting, or the one named; the items that no body can then decide any more."""
    act = record_of(actor, now, "leave", ref)
    sitting_id = committees.sitting(session, ref, sitting).id if sitting else None
    person = person_of(session, who)
    number = number_of(session, ref)
    lost = committees.at_risk(session, number, at=at or now, leaver=person)
    committees.leave(session, number, person, at=at, sitting_id=sitting_id, act=act)
    audit.record(session, act, after={"person": who, "sitting": sitting})
    return [f"{one.body} can no longer decide {_items(one.items)}." for one in lost]


def _items(numbers: Sequence[int]) -> str:
    return f"item{'s' if len(numbers) > 1 else ''} {', '.join(str(number) for number in numbers)}"


def person_of(session: Session, who: str) -> int:
    """The number of a person by sign-in name.

    Raises:
        NotFound: nobody has it.
    """
    return people.named(session, who).id or 0


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
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> list[str]:
    """A member declares an interest in an item, in every sitting where they have a seat; the chair's ruling with it.

    Gives the earlier items of today that it touches, each to be noted or voted again (case 22), and those to come.
    """
    act = record_of(actor, now, "declare_interest", ref)
    found = committees.item(session, ref, item)
    assert found.id is not None
    person = person_of(session, who)
    own = _bodies_of(session, ref, person, who)
    ruler, seats = _rulers(session, ruled_by, own) if ruled_by and actions else (None, set())
    touched: list[str] = []
    for sitting_id in own:
        made = committees.declare_interest(
            session,
            sitting_id,
            found.id,
            person,
            kind=kind,
            nature=nature,
            relation=relation,
            organisation=organisation,
            at=at,
            act=act,
        )
        touched += [one.sentence for one in made.touched]
        touched += [f"Item {number} concerns the same organisation." for number in made.also_on]
        if ruler is not None and sitting_id in seats:
            committees.rule_on(session, made.interest.id or 0, actions=actions, ruled_by=ruler, at=at, act=act)
    audit.record(session, act, after={"item": item, "person": who, "nature": nature, "actions": list(actions)})
    return list(dict.fromkeys(touched))


def _bodies_of(session: Session, ref: str, person: int, who: str) -> list[int]:
    """The sittings in which somebody has a seat or is recorded as attending.

    Raises:
        BadInput: there is none, so that nobody would ever read what they declare.
    """
    ids = [sitting.id or 0 for sitting in committees.sittings(session, number_of(session, ref))]
    found = [one for one in ids if _seated(session, one, person) or _attends(session, one, person)]
    if not found:
        raise BadInput(f"{who} has no seat on a body of {ref} and has not come to it: record first that they came")
    return found


def _seated(session: Session, sitting_id: int, person: int) -> bool:
    return person in {member.person for member in committees.room(session, sitting_id).members}


def _attends(session: Session, sitting_id: int, person: int) -> bool:
    return person in {stay.person_id for stay in committees.attendance(session, sitting_id)}


def _rulers(session: Session, who: str, sittings: Sequence[int]) -> tuple[int, set[int]]:
    """Whoever rules on an interest, and in which of some sittings: each body's chair rules for that body alone.

    Raises:
        BadInput: they have a seat in none of them.
    """
    person = people.named(session, who)
    seats = {one for one in sittings if _seated(session, one, person.id or 0)}
    if not seats:
        bodies = " or ".join(committees.room(session, one).terms.short_title for one in sittings)
        raise BadInput(f"{person.name} has no seat on {bodies} and cannot rule; its chair can", place="ruled-by")
    return person.id or 0, seats


def rule(
    session: Session,
    ref: str,
    item: int,
    who: str,
    *,
    actions: Sequence[str],
    ruled_by: str,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """The chair rules on what somebody has declared in an item, in place of what was proposed or ruled before.

    Raises:
        NotFound: they have declared nothing there.
        Refused: somebody else takes this item (`rules_on_interest`).
    """
    act = record_of(actor, now, "rule_on_interest", ref)
    found, person = committees.item(session, ref, item), person_of(session, who)
    ids = [sitting.id or 0 for sitting in committees.sittings(session, number_of(session, ref))]
    declared = [
        (one, row)
        for one in ids
        for row in committees.interests(session, one, item_id=found.id)
        if row.person_id == person
    ]
    if not declared:
        raise NotFound(f"{who} has declared no interest in item {item} of {ref}: record it first, then the ruling")
    ruler, seats = _rulers(session, ruled_by, sorted({one for one, _ in declared}))
    for sitting_id, row in declared:
        if sitting_id in seats:
            committees.rule_on(session, row.id or 0, actions=actions, ruled_by=ruler, at=at, act=act)
    audit.record(session, act, after={"item": item, "person": who, "actions": list(actions), "ruled_by": ruled_by})
