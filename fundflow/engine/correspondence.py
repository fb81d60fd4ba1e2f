"""Letters on their way out: approved, released and voided, held while the decision may still change."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, letters
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput
from fundflow.people import Actor


def approve(session: Session, refs: Sequence[str], *, actor: Actor, now: datetime) -> list[letters.Letter]:
    """Approve drafts as they stand; facts and template were frozen when each was drafted."""
    return [letters.approve(session, ref, act=_act(session, ref, "letter.approve", actor, now)) for ref in refs]


def release(session: Session, refs: Sequence[str], *, actor: Actor, now: datetime) -> list[letters.Letter]:
    """Release approved letters: rendered, stored with their hash, and from then on never changed."""
    return [letters.release(session, ref, act=_act(session, ref, "letter.release", actor, now)) for ref in refs]


def void(session: Session, ref: str, *, reason: str, actor: Actor, now: datetime) -> letters.Letter:
    """Void a letter that was not released; it stays in the record."""
    act = _act(session, ref, "letter.void", actor, now, reason=reason)
    return letters.void(session, ref, reason=reason, act=act)


def reissue(session: Session, ref: str, *, reason: str, actor: Actor, now: datetime) -> letters.Letter:
    """Draft a letter anew from the case as it stands; the new one names the old, which stands if it was released.

    Raises:
        Refused: no role, no reason, or the old letter was voided. BadInput: it hangs on no case, or a fact is missing.
    """
    act = _act(session, ref, "letter.reissue", actor, now, reason=reason)
    old = letters.get(session, ref)
    if old.application_id is None:
        raise BadInput("this letter is about no case, so its facts cannot be gathered again", place=ref)
    facts = letters.gather(session, old.code, application_id=old.application_id, now=now, extra={"reason": reason})
    return letters.reissue(session, ref, facts, reason=reason, act=act)


def _act(session: Session, ref: str, what: str, actor: Actor, now: datetime, *, reason: str = "") -> audit.Act:
    row = letters.get(session, ref)
    fund = applications.get_by_id(session, row.application_id).fund if row.application_id else None
    must_hold(actor, "officer", "finance", fund=fund, doing="Sending letters")
    return act_of(actor, now=now, what=what, subject=ref, reason=reason)
