"""Receiving, changing and moving fund money: each verb writes its paper and posts its entry."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from sqlalchemy import insert
from sqlmodel import Session

from fundflow import ledger, money, organisations
from fundflow.allocations import queries, rules
from fundflow.allocations.tables import Allocation, AllocationChange, Virement
from fundflow.audit import Act
from fundflow.calendar import Period
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, Conflict, NotFound, Refused
from fundflow.ledger import BudgetKey


def receive(
    session: Session,
    *,
    fund: str,
    commissioner: str,
    period: str,
    pence: int,
    recurrence: str,
    capital: bool,
    source: str,
    act: Act,
    ring_fence: str | None = None,
    printed_total: int | None = None,
    effective_on: date | None = None,
) -> Allocation:
    """Receive one line of money and post it (ALLOCATE).

    Raises:
        Conflict: the line is there already with another amount (use `adjust`).
        Refused: the key's money is of another recurrence or colour.
        BadInput: nothing, or less than nothing, is received.
        NotFound: the commissioner is not in the register.
    """
    receipt = rules.Receipt(fund, commissioner, period, pence, recurrence, capital, source, ring_fence, printed_total)
    must_go_on(session, commissioner, period)
    present = queries.get(session, fund=fund, commissioner=commissioner, period=period, source=source)
    if present is None:
        receive_many(session, [receipt], act=act, effective_on=effective_on)
        present = queries.get(session, fund=fund, commissioner=commissioner, period=period, source=source)
    if present is None or present.pence != pence:
        stood = money.pounds(present.pence if present else 0)
        raise Conflict(
            f"{fund}, {commissioner}, {period} from {source} was received before as "
            f"{stood}; this says {money.pounds(pence)}. Adjust it with a reason."
        )
    return present


def receive_many(
    session: Session, receipts: Iterable[rules.Receipt], *, act: Act, effective_on: date | None = None
) -> None:
    """Receive many lines that are not there yet: one entry for each fund and source, all rows in one statement.

    Raises:
        Refused: a key's money is of another recurrence or colour.
        BadInput: nothing, or less than nothing, is received.
    """
    ordered = sorted(receipts, key=lambda one: (one.fund, one.source, one.commissioner, one.period))
    for one in ordered:
        if one.pence <= 0:
            raise BadInput(f"{money.pounds(one.pence)} cannot be received: give an amount above nought", place=one.fund)
    on = effective_on or london_day(act.now)
    for (_, source), group in groupby(ordered, key=lambda one: (one.fund, one.source)):
        batch = list(group)
        entry = ledger.post(
            session,
            ledger.Kind.ALLOCATE,
            [_line(one) for one in batch],
            act=act,
            effective_on=on,
            source=source,
            reason=act.reason,
            names=organisations.names(session, {one.commissioner for one in batch}),
        )
        session.execute(insert(Allocation), [_row(one, entry.effective_on, act, entry.id) for one in batch])


def _line(one: rules.Receipt) -> ledger.Line:
    key = BudgetKey(one.commissioner, one.period, one.fund)
    return ledger.Line(key, one.pence, recurrence=one.recurrence, capital=one.capital)


def _row(one: rules.Receipt, on: date, act: Act, entry_id: int) -> dict[str, object]:
    return {
        "fund": one.fund,
        "commissioner": one.commissioner,
        "period": one.period,
        "source": one.source,
        "pence": one.pence,
        "recurrence": one.recurrence,
        "capital": one.capital,
        "ring_fence": one.ring_fence,
        "printed_total": one.printed_total,
        "effective_on": on,
        "received_at": act.now,
        "received_by": act.actor,
        "entry_id": entry_id,
    }


def adjust(
    session: Session,
    *,
    fund: str,
    commissioner: str,
    period: str,
    source: str,
    pence: int,
    act: Act,
    effective_on: date | None = None,
) -> AllocationChange:
    """Change a line to a new amount by a change notice (ADJUST_ALLOCATION); what a cut cannot take stands as due.

    Without a source it is the key's only line.

    Raises:
        NotFound: the line was never received, or there are several and no source says which.
        BadInput: no reason is given, the amount is below nought, or it is what it was.
    """
    there = queries.lines(session, fund=fund, commissioner=commissioner, period=period)
    line = next((one for one in there if one.source == source or (not source and len(there) == 1)), None)
    if line is None:
        known = "; ".join(f"'{one.source}'" for one in there)
        raise NotFound(
            f"No line of {fund} for {commissioner} in {period} was adjusted: "
            + (f"say from which source: {known}." if there else "none is there. Receive it first.")
        )
    if not act.reason.strip():
        raise BadInput("an allocation is adjusted with a reason only: name the change notice", place="reason")
    if pence < 0 or pence == line.pence:
        raise BadInput(
            f"{money.pounds(pence)} does not change the line, which stands at {money.pounds(line.pence)}: give the new "
            "amount of the whole line",
            place="amount",
        )
    on, up = effective_on or london_day(act.now), pence > line.pence
    entry = ledger.post(
        session,
        ledger.Kind.ADJUST_ALLOCATION_UP if up else ledger.Kind.ADJUST_ALLOCATION_DOWN,
        [ledger.Line(BudgetKey(commissioner, period, fund), abs(pence - line.pence))],
        act=act,
        effective_on=on,
        source=source,
        reason=act.reason,
        names=organisations.names(session, [commissioner]),
    )
    made = AllocationChange(
        allocation_id=int(line.id or 0),
        before_pence=line.pence,
        after_pence=pence,
        reason=act.reason,
        effective_on=entry.effective_on,
        changed_at=act.now,
        changed_by=act.actor,
        entry_id=entry.id,
    )
    line.pence = pence
    session.add(line)
    session.add(made)
    session.flush()
    return made


def must_go_on(session: Session, commissioner: str, period: str) -> None:
    """Years that begin after a commissioner has ended are its successor's; its own stay readable (domain, case 11).

    Raises:
        NotFound: the commissioner is not in the register.
        Refused: it ended before that year (`commissioner_goes_on`).
    """
    body = organisations.require(session, commissioner)
    if body.closed is None or body.closed >= Period.parse(period).starts:
        return
    names = " or ".join(
        sorted(organisations.names(session, organisations.successors(session, [commissioner])).values())
    )
    raise Refused.because(
        "commissioner_goes_on",
        f"No money was put to {body.name} ({commissioner}) in {period}: it ended on {day_words(body.closed)}, before that "
        f"year. Nothing has changed. Give the commissioner that follows it{f': {names}' if names else ''}.",
    )


def may_vire(
    session: Session,
    *,
    from_key: BudgetKey,
    to_key: BudgetKey,
    pence: int,
    minute: str,
    reason: str,
    to_facts: rules.KeyFacts | None = None,
) -> rules.KeyFacts:
    """What the money of a virement would become where it goes; writes nothing, and leaves to the ledger what is free.

    Raises:
        BadInput: the money would go to what is no financial year.
        NotFound: nothing is known of one of the keys.
        Refused: ring-fence, colour, minute or reason are against it.
    """
    ledger.check_period(to_key)
    source = _facts(session, from_key)
    target = queries.key_facts(session, fund=to_key.fund, commissioner=to_key.commissioner, period=to_key.period)
    if target is None and to_facts is None and from_key.fund == to_key.fund:
        target = rules.KeyFacts(
            to_key.fund, to_key.commissioner, to_key.period, source.recurrence, source.capital, source.ring_fence
        )
    target = target or to_facts or _facts(session, to_key)
    must_go_on(session, to_key.commissioner, to_key.period)
    against = rules.refusals(source, target, pence=pence, minute=minute, reason=reason)
    if against:
        raise Refused(against)
    return target


def vire(
    session: Session,
    *,
    from_key: BudgetKey,
    to_key: BudgetKey,
    pence: int,
    act: Act,
    minute: str = "",
    to_facts: rules.KeyFacts | None = None,
    effective_on: date | None = None,
) -> Virement:
    """Move free money from one key to another under a paper (VIRE); the sum of all allocations stays what it was.

    `to_facts` says what the money becomes where none has been received yet (`facts_of` a fund's definition).

    Raises:
        NotFound: nothing is known of one of the keys.
        Conflict: `act.key` was used before for something else.
        Refused: ring-fence, colour, minute or reason are against it, or too little is free.
    """
    target = may_vire(
        session, from_key=from_key, to_key=to_key, pence=pence, minute=minute, reason=act.reason, to_facts=to_facts
    )
    on = effective_on or london_day(act.now)
    entry = ledger.post(
        session,
        ledger.Kind.VIRE,
        [ledger.Line(from_key, pence, to=to_key, recurrence=target.recurrence, capital=target.capital)],
        act=act,
        effective_on=on,
        source=minute.strip(),
        reason=act.reason,
        key=f"{act.key}/vire" if act.key else "",
        names=organisations.names(session, [from_key.commissioner, to_key.commissioner]),
    )
    before = queries.virement_of(session, entry.id)
    if before is not None:
        return before
    made = Virement(
        from_fund=from_key.fund,
        from_commissioner=from_key.commissioner,
        from_period=from_key.period,
        to_fund=to_key.fund,
        to_commissioner=to_key.commissioner,
        to_period=to_key.period,
        pence=pence,
        minute=minute.strip(),
        reason=act.reason,
        effective_on=entry.effective_on,
        vired_at=act.now,
        vired_by=act.actor,
        entry_id=entry.id,
    )
    session.add(made)
    session.flush()
    return made


def _facts(session: Session, key: BudgetKey) -> rules.KeyFacts:
    facts = queries.key_facts(session, fund=key.fund, commissioner=key.commissioner, period=key.period)
    if facts is None:
        raise NotFound(
            f"No money was moved: none has been received for {key.fund}, {key.commissioner}, {key.period}. Import its "
            "allocation first, or choose another key."
        )
    return facts
