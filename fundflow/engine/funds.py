"""Fund money as its keepers change it: change notices and virements, each recorded with who and why."""

from datetime import datetime

from sqlmodel import Session

from fundflow import allocations, audit
from fundflow.definitions import Library
from fundflow.engine.rounds import act_of, must_hold
from fundflow.ledger import BudgetKey
from fundflow.people import Actor


def adjust(
    session: Session, key: BudgetKey, *, source: str, pence: int, reason: str, actor: Actor, now: datetime
) -> allocations.AllocationChange:
    """Change a line of money to a new amount by a change notice; what a cut cannot take stands as due."""
    must_hold(actor, "finance", fund=key.fund, doing="Changing an allocation")
    act = act_of(actor, now=now, what="allocation.adjust", subject=str(key), reason=reason)
    made = allocations.adjust(
        session, fund=key.fund, commissioner=key.commissioner, period=key.period, source=source, pence=pence, act=act
    )
    audit.record(session, act, after={"pence": pence, "source": source})
    return made


def vire(
    session: Session,
    from_key: BudgetKey,
    to_key: BudgetKey,
    *,
    pence: int,
    minute: str,
    reason: str,
    library: Library,
    actor: Actor,
    now: datetime,
) -> allocations.Virement:
    """Move free money from one key to another under a committee's minute."""
    must_hold(actor, "finance", fund=from_key.fund, doing="Moving money")
    act = act_of(actor, now=now, what="allocation.vire", subject=str(from_key), reason=reason)
    to_facts = allocations.facts_of(library.fund(to_key.fund), commissioner=to_key.commissioner, period=to_key.period)
    made = allocations.vire(
        session, from_key=from_key, to_key=to_key, pence=pence, minute=minute, to_facts=to_facts, act=act
    )
    audit.record(session, act, after={"to": str(to_key), "pence": pence, "minute": minute})
    return made


def accept_discrepancy(
    session: Session, number: int, *, reason: str, actor: Actor, now: datetime
) -> allocations.Discrepancy:
    """Accept a difference as it is, by name and with a reason; neither figure is repaired."""
    must_hold(actor, "finance", "officer", doing="Accepting a discrepancy")
    act = act_of(actor, now=now, what="discrepancy.accept", subject=f"discrepancy {number}", reason=reason)
    made = allocations.accept(session, number, act=act)
    audit.record(session, act, after={"status": made.status})
    return made
