"""Who has a seat on a committee or group, from when and until when: given, ended, and never changed for a meeting that was."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, committees, people
from fundflow.committees import CommitteeMember
from fundflow.definitions import Terms
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput
from fundflow.people import Actor

KEEPERS = ("committee_secretary", "group_secretary")
"""Who gives and ends seats."""


def may_keep(actor: Actor) -> bool:
    """Whether somebody gives and ends seats."""
    return any(actor.has(role) for role in (*KEEPERS, "administrator"))


def seat(
    session: Session,
    terms: Terms,
    sign_in_name: str,
    role: str,
    *,
    starts: date,
    ends: date | None,
    voting: bool,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> CommitteeMember:
    """Give a person a seat on a body, which is entered with its terms if it is not there yet.

    Raises:
        Refused: `may_act`; `seat_after_meeting`, the body has met since the first day.
        BadInput: the terms know no such seat with a vote, or the days do not fit. Conflict: they hold it already.
    """
    must_hold(actor, *KEEPERS, doing="Giving seats on a committee")
    if voting:
        _must_vote(terms, role)
    row = people.named(session, sign_in_name)
    act = act_of(actor, now=now, what="committee.seat", subject=terms.committee, reason=reason)
    committees.ensure(session, terms, act=act, starts=starts)
    made = committees.add_member(
        session,
        terms.committee,
        row.id or 0,
        name=row.name,
        role=role,
        starts=starts,
        ends=ends,
        voting=voting,
        act=act,
    )
    audit.record(session, act, after={"person": sign_in_name, "role": role, "starts": starts, "ends": ends})
    return made


def _must_vote(terms: Terms, role: str) -> None:
    if role not in terms.votes_by:
        known = ", ".join(terms.votes_by)
        raise BadInput(
            f"'{role}' has no vote under the terms of {terms.short_title}: choose one of {known}, or give a seat without a "
            "vote",
            place="role",
        )


def unseat(
    session: Session,
    key: str,
    sign_in_name: str,
    *,
    on: date,
    role: str | None = None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Sequence[CommitteeMember]:
    """End a person's seats on a body with a day, or the one seat of a role; the rows stay.

    Raises:
        Refused: `may_act`. NotFound: they have no such seat. BadInput: the day has passed.
    """
    must_hold(actor, *KEEPERS, doing="Ending seats on a committee")
    row = people.named(session, sign_in_name)
    act = act_of(actor, now=now, what="committee.unseat", subject=key, reason=reason)
    ended = committees.end_membership(session, key, row.id or 0, on=on, role=role, act=act)
    before = [{"role": one.role, "starts": one.starts} for one in ended]
    audit.record(session, act, before={"seats": before}, after={"person": sign_in_name, "on": on})
    return ended
