"""Reads bodies, their terms of reference of a day and who sits on them."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, func, or_, select, true

from fundflow import organisations
from fundflow.committees.tables import Committee, CommitteeMember, Meeting, Sitting, TermsVersion
from fundflow.database import in_force
from fundflow.definitions.committee import Terms
from fundflow.errors import NotFound


def committee(session: Session, key: str) -> Committee:
    """The body of a key.

    Raises:
        NotFound: there is none; the known ones are named.
    """
    found = session.exec(select(Committee).where(Committee.key == key)).first()
    if found is None:
        known = ", ".join(session.exec(select(Committee.key).order_by(Committee.key))) or "none yet"
        raise NotFound(f"There is no committee or group '{key}'. Known: {known}.")
    return found


def called(session: Session, commissioner: str) -> str:
    """What people call a commissioner; its code where the register does not know it."""
    return organisations.names(session, [commissioner]).get(commissioner, commissioner)


def committees(session: Session, *, kind: str | None = None, commissioner: str | None = None) -> Sequence[Committee]:
    """Every body, by key; one kind or one commissioner's only, where asked."""
    wanted = select(Committee).order_by(Committee.key)
    if kind is not None:
        wanted = wanted.where(Committee.kind == kind)
    if commissioner is not None:
        wanted = wanted.where(Committee.commissioner == commissioner)
    return session.exec(wanted).all()


def terms_row(session: Session, committee_id: int, *, on: date) -> TermsVersion:
    """The version of a body's terms in force on a day; before the first one, the first.

    Raises:
        NotFound: the body has no terms at all.
    """
    rows = session.exec(
        select(TermsVersion).where(TermsVersion.committee_id == committee_id).order_by(col(TermsVersion.version))
    ).all()
    if not rows:
        raise NotFound("This committee has no terms of reference yet.")
    return next((row for row in reversed(rows) if row.starts <= on), rows[0])


def terms_versions(session: Session, key: str) -> Sequence[TermsVersion]:
    """Every version of a body's terms, oldest first."""
    own = committee(session, key)
    wanted = select(TermsVersion).where(TermsVersion.committee_id == own.id).order_by(col(TermsVersion.version))
    return session.exec(wanted).all()


def terms(session: Session, key: str, *, on: date) -> Terms:
    """A body's terms of reference in force on a day."""
    found = committee(session, key)
    assert found.id is not None
    return Terms.model_validate(terms_row(session, found.id, on=on).terms)


def members_on(
    session: Session, committee_id: int, *, on: date, sitting_id: int | None = None
) -> Sequence[CommitteeMember]:
    """Who holds a seat on a day, with those co-opted for one sitting where it is named; by role and name."""
    return session.exec(
        select(CommitteeMember)
        .where(
            CommitteeMember.committee_id == committee_id,
            in_force(CommitteeMember, on),
            or_(col(CommitteeMember.sitting_id).is_(None), CommitteeMember.sitting_id == sitting_id),
        )
        .order_by(CommitteeMember.role, CommitteeMember.name, col(CommitteeMember.id))
    ).all()


def seats_of(session: Session, person_id: int | None, *, on: date) -> Sequence[CommitteeMember]:
    """A person's standing seats on a day, on every body; everybody's where no person is named."""
    return session.exec(
        select(CommitteeMember)
        .where(
            CommitteeMember.person_id == person_id if person_id is not None else true(),
            in_force(CommitteeMember, on),
            col(CommitteeMember.sitting_id).is_(None),
        )
        .order_by(col(CommitteeMember.committee_id), CommitteeMember.role)
    ).all()


def standing_seats(session: Session, committee_id: int) -> Sequence[CommitteeMember]:
    """Every seat that a body ever gave, now, to come and ended, by first day and name; not those co-opted for one sitting."""
    return session.exec(
        select(CommitteeMember)
        .where(CommitteeMember.committee_id == committee_id, col(CommitteeMember.sitting_id).is_(None))
        .order_by(col(CommitteeMember.starts), CommitteeMember.name, col(CommitteeMember.id))
    ).all()


def last_met(session: Session, committee_id: int) -> date | None:
    """The last day on which a body's meeting was opened; None where it has never met."""
    return session.exec(
        select(func.max(Meeting.held_on))
        .join(Sitting, col(Sitting.meeting_id) == Meeting.id)
        .where(Sitting.committee_id == committee_id, Meeting.state != "planned")
    ).one()


def seated_to_vote(session: Session, *, since: date, on: date) -> set[int]:
    """Everybody who had a voting seat on any body on any day of a stretch."""
    rows = session.exec(
        select(CommitteeMember.person_id).where(
            col(CommitteeMember.voting).is_(True),
            CommitteeMember.starts <= on,
            or_(col(CommitteeMember.ends).is_(None), col(CommitteeMember.ends) >= since),
        )
    )
    return set(rows)
