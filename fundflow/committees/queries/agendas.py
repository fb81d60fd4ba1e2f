"""Reads meetings, sittings, agendas, attendance and interests."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlmodel import Session, col, or_, select

from fundflow.committees.rules.interests import OUT
from fundflow.committees.tables import (
    Attendance,
    Committee,
    CommitteeMember,
    Item,
    ItemInterest,
    Meeting,
    MinuteAction,
    MinuteAmendment,
    Ruling,
    Sitting,
)
from fundflow.database import in_force
from fundflow.errors import BadInput, NotFound

Row = TypeVar("Row")


def meeting(session: Session, ref: str) -> Meeting:
    """The meeting of a reference.

    Raises:
        NotFound: there is none.
    """
    found = session.exec(select(Meeting).where(Meeting.ref == ref)).first()
    if found is None:
        raise NotFound(f"There is no meeting '{ref}'. Look among all meetings (fundflow meeting list).")
    return found


def meetings(session: Session, *, state: str | None = None) -> Sequence[Meeting]:
    """Every meeting by date, newest last; in one state, where asked."""
    wanted = select(Meeting).order_by(col(Meeting.starts_at), col(Meeting.id))
    return session.exec(wanted if state is None else wanted.where(Meeting.state == state)).all()


def meeting_by_id(session: Session, meeting_id: int) -> Meeting:
    """The meeting of an id."""
    return _got(session.get(Meeting, meeting_id), f"meeting {meeting_id}")


def sitting_by_id(session: Session, sitting_id: int) -> Sitting:
    """The sitting of an id."""
    return _got(session.get(Sitting, sitting_id), f"sitting {sitting_id}")


def item_by_id(session: Session, item_id: int) -> Item:
    """The agenda item of an id."""
    return _got(session.get(Item, item_id), f"item {item_id}")


def item_of(session: Session, item_id: int, sitting_id: int) -> Item:
    """The agenda item of an id, if it is on the agenda of this sitting's meeting.

    Raises:
        BadInput: it is on another meeting's agenda.
    """
    found = item_by_id(session, item_id)
    if found.meeting_id != sitting_by_id(session, sitting_id).meeting_id:
        raise BadInput("that item is on another meeting's agenda", place="item")
    return found


def interest_by_id(session: Session, interest_id: int) -> ItemInterest:
    """The declared interest of an id."""
    return _got(session.get(ItemInterest, interest_id), f"interest {interest_id}")


def _got(row: Row | None, name: str) -> Row:
    if row is None:
        raise NotFound(f"There is no {name}.")
    return row


def sittings(session: Session, meeting_id: int) -> Sequence[Sitting]:
    """The bodies' sittings of a meeting, in the order in which they were called."""
    return session.exec(select(Sitting).where(Sitting.meeting_id == meeting_id).order_by(col(Sitting.id))).all()


def sitting(session: Session, ref: str, committee_key: str) -> Sitting:
    """One body's sitting of a meeting; `committee_key` may also be its commissioner's code.

    Raises:
        NotFound: that body does not sit at that meeting.
    """
    found = session.exec(
        select(Sitting)
        .join(Committee)
        .where(
            Sitting.meeting_id == meeting(session, ref).id,
            (Committee.key == committee_key) | (Committee.commissioner == committee_key),
        )
    ).first()
    if found is None:
        raise NotFound(f"'{committee_key}' does not sit at meeting '{ref}'.")
    return found


def body_of(session: Session, sitting_id: int) -> Committee:
    """The body that sits."""
    return session.exec(select(Committee).join(Sitting).where(Sitting.id == sitting_id)).one()


def items(session: Session, meeting_id: int) -> Sequence[Item]:
    """The agenda, by number."""
    return session.exec(select(Item).where(Item.meeting_id == meeting_id).order_by(col(Item.number))).all()


def item(session: Session, ref: str, number: int) -> Item:
    """One item of a meeting's agenda.

    Raises:
        NotFound: no such number on the agenda.
    """
    found = session.exec(select(Item).where(Item.meeting_id == meeting(session, ref).id, Item.number == number)).first()
    if found is None:
        raise NotFound(f"Meeting '{ref}' has no item {number}.")
    return found


def items_for(session: Session, application_id: int) -> Sequence[Item]:
    """Every agenda item about a bid, oldest meeting first."""
    return session.exec(
        select(Item)
        .join(Meeting)
        .where(Item.application_id == application_id)
        .order_by(col(Meeting.starts_at), col(Item.number))
    ).all()


def attendance(session: Session, sitting_id: int) -> Sequence[Attendance]:
    """Every stay in a sitting, in time order."""
    return session.exec(
        select(Attendance)
        .where(Attendance.sitting_id == sitting_id)
        .order_by(col(Attendance.came_at), col(Attendance.id))
    ).all()


def stays(session: Session, sitting_id: int, person_id: int) -> Sequence[Attendance]:
    """One person's stays in a sitting, in time order."""
    return [row for row in attendance(session, sitting_id) if row.person_id == person_id]


def interests(session: Session, sitting_id: int, *, item_id: int | None = None) -> Sequence[ItemInterest]:
    """The interests declared in a sitting, in time order; on one item, where asked."""
    wanted = select(ItemInterest).where(ItemInterest.sitting_id == sitting_id)
    if item_id is not None:
        wanted = wanted.where(ItemInterest.item_id == item_id)
    return session.exec(wanted.order_by(col(ItemInterest.declared_at), col(ItemInterest.id))).all()


def rulings(session: Session, sitting_id: int) -> dict[int, list[Ruling]]:
    """The rulings on a sitting's interests, by interest, in time order."""
    found: dict[int, list[Ruling]] = {}
    for row in session.exec(
        select(Ruling)
        .join(ItemInterest)
        .where(ItemInterest.sitting_id == sitting_id)
        .order_by(col(Ruling.ruled_at), col(Ruling.id))
    ):
        found.setdefault(row.interest_id, []).append(row)
    return found


def withheld(session: Session, person_id: int) -> dict[int, str]:
    """Items whose papers are kept from a person, each with the interest; a proposal holds until somebody rules."""
    declared = session.exec(select(ItemInterest).where(ItemInterest.person_id == person_id)).all()
    if not declared:
        return {}
    ruled = select(Ruling).where(col(Ruling.interest_id).in_([one.id for one in declared]))
    last = {one.interest_id: one for one in session.exec(ruled.order_by(col(Ruling.ruled_at), col(Ruling.id)))}
    return {
        one.item_id: one.nature
        for one in declared
        if set(OUT) & set(last[one.id].actions if one.id in last else one.proposed)
    }


def papers_of(session: Session, person_id: int, *, on: date) -> set[int]:
    """Cases on an agenda, of any date, of a body in which a person sits on a day, without those kept from them.

    Whoever is co-opted has the papers of that one sitting.
    """
    tabled = session.exec(
        select(Item.id, Item.application_id)
        .join(Sitting, col(Sitting.meeting_id) == col(Item.meeting_id))
        .join(CommitteeMember, col(CommitteeMember.committee_id) == col(Sitting.committee_id))
        .where(
            CommitteeMember.person_id == person_id,
            in_force(CommitteeMember, on),
            or_(col(CommitteeMember.sitting_id).is_(None), col(CommitteeMember.sitting_id) == col(Sitting.id)),
            col(Item.application_id).is_not(None),
        )
    ).all()
    kept = withheld(session, person_id) if tabled else {}
    lost = {case for item, case in tabled if item in kept}
    return {case for _, case in tabled if case is not None and case not in lost}


def next_meeting(session: Session, committee_id: int, *, after: date) -> Meeting | None:
    """The next planned meeting at which a body sits."""
    return session.exec(
        select(Meeting)
        .join(Sitting)
        .where(Sitting.committee_id == committee_id, Meeting.held_on > after, Meeting.state == "planned")
        .order_by(col(Meeting.held_on))
    ).first()


def amendments(session: Session, sitting_id: int) -> Sequence[MinuteAmendment]:
    """The numbered corrections of a sitting's minutes."""
    return session.exec(
        select(MinuteAmendment).where(MinuteAmendment.sitting_id == sitting_id).order_by(col(MinuteAmendment.number))
    ).all()


def actions_minuted(session: Session, sitting_id: int) -> Sequence[MinuteAction]:
    """What a sitting's minutes ask of people, in order."""
    return session.exec(
        select(MinuteAction).where(MinuteAction.sitting_id == sitting_id).order_by(col(MinuteAction.id))
    ).all()


def all_actions(
    session: Session, *, committee_id: int | None = None, undone: bool = False
) -> Sequence[tuple[MinuteAction, Sitting, Meeting]]:
    """Everything that minutes asked somebody to do, oldest first, with its sitting and meeting; one body's alone, where asked."""
    wanted = (
        select(MinuteAction, Sitting, Meeting)
        .join(Sitting, col(MinuteAction.sitting_id) == col(Sitting.id))
        .join(Meeting, col(Sitting.meeting_id) == col(Meeting.id))
        .order_by(col(MinuteAction.id))
    )
    if committee_id is not None:
        wanted = wanted.where(Sitting.committee_id == committee_id)
    if undone:
        wanted = wanted.where(col(MinuteAction.done_at).is_(None))
    return session.exec(wanted).all()


def matters_arising(session: Session, sitting_id: int) -> Sequence[MinuteAction]:
    """What earlier meetings of the same body asked for and was not done when this one began."""
    here = sitting_by_id(session, sitting_id)
    began = meeting_by_id(session, here.meeting_id).starts_at
    return session.exec(
        select(MinuteAction)
        .join(Sitting, col(MinuteAction.sitting_id) == col(Sitting.id))
        .join(Meeting, col(Sitting.meeting_id) == col(Meeting.id))
        .where(
            Sitting.committee_id == here.committee_id,
            Meeting.starts_at < began,
            col(MinuteAction.done_at).is_(None) | (col(MinuteAction.done_at) >= began),
        )
        .order_by(col(MinuteAction.id))
    ).all()
