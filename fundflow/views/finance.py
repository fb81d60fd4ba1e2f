"""Pay and close the month, on one page: whose turn it is with each claim and run, months, agreement, year end, books."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from fundflow import ledger, payments, reporting
from fundflow.clock import london_day
from fundflow.definitions import Library
from fundflow.engine import parties, sight
from fundflow.money import Pence
from fundflow.people import Actor
from fundflow.reporting import Closing, YearList
from fundflow.views.finance_queries import Agreed, Paying, agreed, paying

WAITING = ("submitted", "queried", "held", "checked", "approved", "held_approved", "in_payment")
"""Where claims stand that somebody still has to do something with."""
LATELY = timedelta(days=90)
"""For how long a payee that changed is pointed out (journeys S7)."""
_DID = {"declare": "declared", "check": "checked", "approve": "approved", "release": "released"}


@dataclass(frozen=True)
class Waiting:
    """A claim as a line of finance's lists: `missing` is what it waits for, `theirs` why this person may not go on with it."""

    ref: str
    case_ref: str
    payee: str
    payee_name: str
    state: str
    since: datetime
    claimed_pence: Pence
    hands: Mapping[str, str]
    missing: Sequence[str]
    theirs: Sequence[str]


@dataclass(frozen=True)
class RunLine:
    """A payment run that waits: its control figures, and what somebody looks at before it leaves."""

    run: payments.PaymentRun
    uncoded: int
    changed: Sequence[str]
    on_hold: Sequence[str]
    theirs: Sequence[str]


@dataclass(frozen=True)
class MonthStands:
    """How a month stands for a commissioner: what it should still accrue by today, what is accrued, what was undone.

    What a month that is over should still accrue is worked out on its own page.
    """

    code: str
    commissioner: str
    label: str
    state: str
    closes_on: date
    proposed_pence: Pence | None
    accrued_pence: Pence
    undone_pence: Pence


@dataclass(frozen=True)
class Desk:
    """Everything on finance's page: claims by state, runs, months, agreement, keys with their four lists, names."""

    claims: Mapping[str, Sequence[Waiting]]
    runs: Sequence[RunLine]
    months: Sequence[MonthStands]
    agreement: Agreed
    positions: Sequence[ledger.Balances]
    lists: Mapping[ledger.BudgetKey, Mapping[YearList, Pence]]
    late_pence: Pence
    names: Mapping[str, str]
    recoveries: Sequence[payments.Recovery]


def desk(session: Session, actor: Actor, *, library: Library, now: datetime) -> Desk:
    """Finance's page for one person: only claims and money of funds for which they work.

    Months and the outside ledger are of all funds together: who works for one fund alone does not see them.
    """
    found = paying(session, WAITING, person=actor.id)
    mine = [one for one in found.claims if sight.in_office(actor, fund=one.fund)]
    today = london_day(now)
    ties = parties.ties_to_many(session, actor.id, found.bodies, on=today)
    by_state: dict[str, list[Waiting]] = {}
    for one in sorted(mine, key=lambda each: (each.state_since, each.ref)):
        state = "in_run" if one.id in found.in_draft_runs and one.state == "approved" else one.state
        by_state.setdefault(state, []).append(_waiting(one, found, actor, ties.get(one.case_ref, {}), today))
    closing = reporting.closing(session, library=library, now=now)
    whole = sight.in_office(actor, fund="")
    own = {one.id for one in mine}
    runs = [
        one for one in found.runs if whole or all(row.claim_id in own for row in found.payments if row.run_id == one.id)
    ]
    return Desk(
        claims=by_state,
        runs=[_run(one, found, actor, today) for one in runs],
        months=_months(closing, today) if whole else [],
        agreement=agreed(session) if whole else Agreed({}, [], {}),
        positions=[one for one in closing.positions if sight.in_office(actor, fund=one.key.fund)],
        lists=closing.lists,
        late_pence=closing.late_pence if whole else 0,
        names={**found.names, **closing.names},
        recoveries=[one for one in found.recoveries if sight.in_office(actor, fund=one.fund)],
    )


def _waiting(one: payments.Claim, found: Paying, actor: Actor, ties: Mapping[str, str], today: date) -> Waiting:
    done = payments.hands(one).by
    theirs = [f"You {_DID[what]} it" for what, (who, _) in done.items() if who == actor.id]
    theirs += [f"You have an interest in {found.names.get(code, code)}: {why}" for code, why in ties.items()]
    return Waiting(
        ref=one.ref,
        case_ref=one.case_ref,
        payee=one.payee,
        payee_name=found.names.get(one.payee, one.payee),
        state=one.state,
        since=one.state_since,
        claimed_pence=found.claimed.get(one.id or 0, 0),
        hands={what: name for what, (_, name) in done.items()},
        missing=list(_missing(one, found, today)),
        theirs=theirs,
    )


def _missing(one: payments.Claim, found: Paying, today: date) -> Sequence[str]:
    said = [one.held_reason] if one.held_reason else []
    if one.state == "submitted" and not found.papers.get(one.id or 0):
        said.append("No paper came with it")
    return said + _about_payee(found, one.payee, today)


def _about_payee(found: Paying, code: str, today: date) -> list[str]:
    """What keeps money from a payee, or asks for a second look."""
    mine = found.payees.get(code, ())
    used = next((one for one in mine if one.state == "in_use"), None)
    said = []
    if used is None:
        said.append("Nobody has confirmed how it is paid")
    elif used.hold_until is not None and used.hold_until >= today:
        said.append(f"Its payment details changed: nothing leaves until after {_day(used.hold_until)}")
    if any(one.state in ("requested", "called") for one in mine):
        said.append("A change of its payment details is open")
    return said


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _run(one: payments.PaymentRun, found: Paying, actor: Actor, today: date) -> RunLine:
    paid = [each for each in found.payments if each.run_id == one.id]
    codes = sorted({each.payee for each in paid})
    since = today - LATELY
    changed = [
        code
        for code in codes
        for used in found.payees.get(code, ())
        if used.state == "in_use" and used.confirmed_at and london_day(used.confirmed_at) >= since
        if any(each.state == "superseded" for each in found.payees[code])
    ]
    hands = {each.ref: payments.hands(each).by for each in found.claims if each.id in {row.claim_id for row in paid}}
    theirs = [
        f"You {_DID[what]} {ref}" for ref, by in hands.items() for what, (who, _) in by.items() if who == actor.id
    ]
    theirs += [
        f"You had a hand in how {found.names.get(code, code)} is paid"
        for code in codes
        for used in found.payees.get(code, ())
        if used.state == "in_use" and actor.id in (used.requested_by, used.called_by, used.confirmed_by)
    ]
    return RunLine(
        run=one,
        uncoded=sum(1 for line in found.uncoded if line in {each.id for each in paid}),
        changed=[found.names.get(code, code) for code in changed],
        on_hold=[found.names.get(code, code) for code in codes if _about_payee(found, code, today)],
        theirs=theirs,
    )


def _months(closing: Closing, today: date) -> list[MonthStands]:
    """Of each commissioner the month of today, and each earlier one that is not closed yet."""
    found = []
    for one in closing.months:
        state = ledger.state_of(one, today)
        if one.starts > today or (one.ends < today and state is ledger.State.CLOSED):
            continue
        due = closing.accruals.get(one.commissioner, ())
        undone = sum(
            pence
            for (on, code), pence in closing.undone_pence.items()
            if code == one.commissioner and one.starts <= on <= one.ends
        )
        found.append(
            MonthStands(
                one.commissioner,
                closing.names.get(one.commissioner, one.commissioner),
                one.label,
                state.value,
                one.closes_on,
                sum(each.proposed_pence for each in due) if one.ends >= today else None,
                sum(each.standing_pence for each in due),
                undone,
            )
        )
    return found
