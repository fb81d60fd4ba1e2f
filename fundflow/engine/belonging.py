"""The groups (federations, neighbourhoods) that an organisation joins and leaves."""

from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, organisations
from fundflow.engine.effects.register import register_changed
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput
from fundflow.people import Actor

KEEPERS = ("data_officer", "officer")


def join(
    session: Session, code: str, *, group: str, starts: date, reason: str, actor: Actor, now: datetime
) -> organisations.Membership:
    """Let an organisation belong to a group (a federation, a neighbourhood) from a day.

    Raises:
        Refused: no role, or it belongs to that group already. NotFound: a code is not in the register.
        BadInput: the group is none.
    """
    act = _act(actor, now, "organisation.join", code, reason)
    made = organisations.join(session, code, group=group, starts=starts, act=act)
    told = register_changed(session, code, f"joined {group}", on=starts, actor=actor, now=now)
    audit.record(session, act, after={"group": group, "from": starts, "to_review": told})
    return made


def leave(
    session: Session, code: str, *, group: str, on: date, reason: str, actor: Actor, now: datetime
) -> organisations.Membership:
    """End a membership: the day is its last; the office is asked to look at every bid and award that it may touch.

    Raises:
        Refused: no role. NotFound: it does not belong to that group then. BadInput: no reason.
    """
    if not reason.strip():
        raise BadInput("say why it leaves: the office looks at its bids and awards again", place="reason")
    act = _act(actor, now, "organisation.leave", code, reason)
    made = organisations.leave(session, code, group=group, on=on, act=act)
    told = register_changed(session, code, f"left {group}", on=on, actor=actor, now=now)
    audit.record(session, act, after={"group": group, "until": on, "to_review": told})
    return made


def _act(actor: Actor, now: datetime, what: str, code: str, reason: str) -> audit.Act:
    must_hold(actor, *KEEPERS, doing="Changing the register of organisations")
    return act_of(actor, now=now, what=what, subject=code, reason=reason)
