"""What happens to organisations, recorded with who and why: merged, closed, moved to another commissioner."""

from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, organisations
from fundflow.engine import partners
from fundflow.engine.rounds import act_of, must_hold
from fundflow.people import Actor


def merge(
    session: Session, code: str, *, into: str, on: date, reason: str, actor: Actor, now: datetime
) -> organisations.Organisation:
    """Merge an organisation into another from a day: the old code is closed and never used again."""
    act = _act(actor, now, "organisation.merge", code, reason)
    made = organisations.merge(session, code, into=into, on=on, act=act)
    told = partners.register_changed(session, code, f"merged into {into}", on=on, actor=actor, now=now)
    audit.record(session, act, after={"into": into, "on": on, "to_review": told})
    return made


def close(
    session: Session, code: str, *, on: date, reason: str, handed_back: bool, actor: Actor, now: datetime
) -> organisations.Organisation:
    """Close an organisation: `on` is its last day; `handed_back` says that it gave up its contract."""
    act = _act(actor, now, "organisation.close", code, reason)
    made = organisations.close(session, code, on=on, act=act, handed_back=handed_back)
    what = "handed its contract back and closed" if handed_back else "closed"
    told = partners.register_changed(session, code, what, on=on, actor=actor, now=now)
    audit.record(session, act, after={"on": on, "handed_back": handed_back, "to_review": told})
    return made


def move(
    session: Session, code: str, *, to: str, on: date, reason: str, actor: Actor, now: datetime
) -> organisations.CommissionerLink:
    """Move a practice to another commissioner from a day; what it cost before stays where it was."""
    act = _act(actor, now, "organisation.move", code, reason)
    made = organisations.move(session, code, to=to, on=on, act=act)
    told = partners.register_changed(session, code, f"moved to {to}", on=on, actor=actor, now=now)
    audit.record(session, act, after={"to": to, "on": on, "to_review": told})
    return made


def _act(actor: Actor, now: datetime, what: str, subject: str, reason: str) -> audit.Act:
    must_hold(actor, "data_officer", "officer", doing="Changing the register of organisations")
    return act_of(actor, now=now, what=what, subject=subject, reason=reason)
