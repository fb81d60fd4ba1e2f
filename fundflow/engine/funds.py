"""Fund money as its keepers change it: change notices and virements, each recorded with who and why."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import allocations, audit, ledger, organisations, people
from fundflow.calendar import Period
from fundflow.clock import day_words, london_day
from fundflow.definitions import Library
from fundflow.engine import seconding
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.seconding import Request, Waiting
from fundflow.errors import BadInput, Refused
from fundflow.ledger import BudgetKey
from fundflow.money import Pence, pounds
from fundflow.people import Actor, Proposal

_VERB = "vire"


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
    made = allocations.vire(
        session,
        from_key=from_key,
        to_key=to_key,
        pence=pence,
        minute=minute,
        to_facts=_as_defined(library, to_key),
        act=act,
    )
    audit.record(session, act, after={"to": str(to_key), "pence": pence, "minute": minute})
    return made


@dataclass(frozen=True)
class Followed:
    """What went to a merged commissioner's successor: the papers, and the keys that still hold promised money."""

    to: str
    moved: tuple[allocations.Virement, ...]
    promised: tuple[tuple[BudgetKey, Pence], ...]


def follow(
    session: Session, code: str, *, minute: str, reason: str, library: Library, actor: Actor, now: datetime
) -> Followed:
    """Move the free money of a merged commissioner's later years to its successor; its past years stay (case 11).

    What is promised there follows its award, by a variation that both committees agree to.

    Raises:
        Refused: it has no successor today, nothing of it is free, or the actor may not move money.
    """
    must_hold(actor, "finance", doing="Moving a merged commissioner's money")
    body = organisations.require(session, code)
    found = organisations.succeeded(session, on=london_day(now)).get(code)
    if found is None:
        raise Refused.because(
            "successor_known",
            f"Nothing of {body.name} ({code}) was moved: nobody has come in its place by {day_words(london_day(now))}. "
            f"Nothing has changed. Record the merger first (fundflow organisation merge {code} --into CODE).",
        )
    to, since = found
    later = _later(session, code, since)
    moved = tuple(
        vire(
            session,
            one.key,
            BudgetKey(to, one.key.period, one.key.fund),
            pence=one.uncommitted,
            minute=minute,
            reason=reason,
            library=library,
            actor=actor,
            now=now,
        )
        for one in later
        if one.uncommitted
    )
    promised = tuple((one.key, held) for one in later if (held := one.reserved + one.committed))
    if not moved:
        raise _nothing_free(f"{body.name} ({code})", since, sum(pence for _, pence in promised))
    return Followed(to, moved, promised)


def _nothing_free(whose: str, since: date, promised: Pence) -> Refused:
    return Refused.because(
        "something_free",
        f"Nothing of {whose} was moved: no money of its years from {day_words(since)} on is free, and {pounds(promised)} of "
        "it is promised. Nothing has changed. Ask for each award that is to follow (fundflow award vary CASE --kind rekeying).",
    )


def _later(session: Session, code: str, since: date) -> list[ledger.Balances]:
    """The keys of a commissioner whose years begin with the day on which another came in its place, or after."""
    found = ledger.positions(session, commissioner=code)
    return [one for one in found if not one.closed and Period.parse(one.key.period).starts >= since]


@dataclass(frozen=True)
class Moved:
    """What came of moving money between keys: done, or who must still agree."""

    pence: Pence
    waiting: Waiting | None = None


def vire_together(
    session: Session,
    from_key: BudgetKey,
    to_key: BudgetKey,
    *,
    pence: Pence,
    minute: str,
    reason: str,
    library: Library,
    actor: Actor,
    now: datetime,
) -> Moved:
    """Move free money under a committee's minute by two people of finance: one asks, another gives the same.

    Raises:
        Refused: no role, the same person twice, other values than those asked for, or a rule of `vire`.
    """
    subject = f"{from_key} to {to_key}"
    reason = seconding.reason_of(session, _VERB, subject, given=reason)
    act = act_of(actor, now=now, what="allocation.vire", subject=subject, reason=reason)
    values = {"from": str(from_key), "to": str(to_key), "pence": pence, "minute": minute}
    said = f"a move of {pounds(pence)}{f' under {minute}' if minute else ''}"
    keys = {"source": _parts(from_key), "target": _parts(to_key)}
    roles = ("finance",)
    request = Request(_VERB, subject, subject, {**values, **keys}, said, "Moving money", roles, roles, from_key.fund)
    ledger.lock(session, [from_key], [])
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        _must_be_possible(session, from_key, to_key, pence, minute=minute, reason=reason, library=library)
        return Moved(pence, seconding.waiting(request, act))
    agreed = seconding.together(standing, act)
    vire(session, from_key, to_key, pence=pence, minute=minute, reason=agreed, library=library, actor=actor, now=now)
    return Moved(pence)


def _parts(key: BudgetKey) -> list[str]:
    return [key.commissioner, key.period, key.fund]


def _as_defined(library: Library, key: BudgetKey) -> allocations.KeyFacts:
    return allocations.facts_of(library.fund(key.fund), commissioner=key.commissioner, period=key.period)


def _must_be_possible(
    session: Session,
    from_key: BudgetKey,
    to_key: BudgetKey,
    pence: Pence,
    *,
    minute: str,
    reason: str,
    library: Library,
) -> None:
    """Nobody is asked to agree to what cannot be done."""
    allocations.may_vire(
        session,
        from_key=from_key,
        to_key=to_key,
        pence=pence,
        minute=minute,
        reason=reason,
        to_facts=_as_defined(library, to_key),
    )
    held = ledger.position(session, from_key)
    free = held.uncommitted if held else 0
    if free < pence:
        raise Refused.because(
            "within_allocation",
            f"{pounds(pence)} was not moved: {pounds(free)} is free in {from_key}. Nothing has changed. "
            "Give an amount that is free, or ask for less.",
        )


def virements_asked(session: Session) -> list[Proposal]:
    """What one person has asked to move and nobody has agreed to yet."""
    return [one for one in people.proposals(session, state="open") if one.verb == _VERB]


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
