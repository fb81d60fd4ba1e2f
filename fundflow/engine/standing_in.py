"""Acting for a colleague who is away, signed in as oneself: begun and ended by a person, over when the cover is."""

from datetime import datetime

from sqlmodel import Session

from fundflow import accounts, audit, people
from fundflow.engine.access import Visitor
from fundflow.engine.rounds import act_of
from fundflow.people import Actor


def stand_in(session: Session, visitor: Visitor, name: str, *, now: datetime) -> Actor:
    """Act for a colleague who is away, for the rest of this stay or until the cover ends; without a name for oneself again.

    Raises:
        Refused: no role is handed over to this person now. NotFound: there is no such colleague.
    """
    own = visitor.actor.sign_in_name
    absent = people.named(session, name) if name else None
    acting = people.actor(session, f"{own}{people.STANDS_IN}{name}" if name else own, now=now)
    accounts.stand_in(session, visitor.stay.id or 0, absent.id if absent else None)
    act = act_of(acting, now=now, what="stand_in", subject=own)
    audit.record(session, act, after={"for": absent.sign_in_name if absent else None})
    return acting
