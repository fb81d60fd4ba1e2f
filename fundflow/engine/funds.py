"""Fund money as its keepers change it: change notices and virements, each recorded with who and why."""

from datetime import datetime

from sqlmodel import Session

from fundflow import allocations, audit
from fundflow.definitions import Library
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput
from fundflow.ledger import BudgetKey
from fundflow.people import Actor


def receive(
    session: Session,
    key: BudgetKey,
    *,
    source: str,
    pence: int,
    reason: str,
    library: Library,
    actor: Actor,
    now: datetime,
) -> allocations.Allocation:
    """Receive one line of money that no file brought, of the kind that the fund's definition says (case 37).

    Raises:
        Refused: no role, or the key's money is of another kind. Conflict: the line is there with another amount.
        BadInput: no reason, or nothing is received. NotFound: no such fund or commissioner.
    """
    must_hold(actor, "finance", fund=key.fund, doing="Receiving an allocation")
    if not reason.strip():
        raise BadInput("name the letter or the paper by which it was allocated", place="reason")
    act = act_of(actor, now=now, what="allocation.receive", subject=str(key), reason=reason)
    facts = allocations.facts_of(library.fund(key.fund), commissioner=key.commissioner, period=key.period)
    made = allocations.receive(
        session,
        fund=key.fund,
        commissioner=key.commissioner,
        period=key.period,
        pence=pence,
        recurrence=facts.recurrence,
        capital=facts.capital,
        ring_fence=facts.ring_fence,
        source=source,
        act=act,
    )
    audit.record(session, act, after={"pence": pence, "source": source})
    return made


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


def assign_discrepancy(
    session: Session, number: int, *, owner: str, actor: Actor, now: datetime
) -> allocations.Discrepancy:
    """Name who looks into a difference, before anybody accepts it."""
    must_hold(actor, "finance", "officer", doing="Naming who looks into a discrepancy")
    act = act_of(actor, now=now, what="discrepancy.assign", subject=f"discrepancy {number}")
    made = allocations.assign(session, number, owner=owner)
    audit.record(session, act, after={"owner": made.owner})
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
