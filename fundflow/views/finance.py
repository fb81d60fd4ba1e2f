"""What finance looks at in one place: claims by whose turn it is, runs, the books' one sentence, and their months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import ledger, organisations, payments
from fundflow.clock import london_day
from fundflow.engine import sight
from fundflow.people import Actor

WAITING = ("submitted", "queried", "held", "checked", "approved", "held_approved", "in_payment")
"""Where claims stand that somebody still has to do something with."""


@dataclass(frozen=True)
class Waiting:
    """A claim as a line of finance's lists; `theirs` says why this person may not take its next step."""

    ref: str
    case_ref: str
    payee: str
    payee_name: str
    state: str
    since: datetime
    claimed_pence: int
    held_reason: str
    hands: Mapping[str, str]
    theirs: str


@dataclass(frozen=True)
class MonthStands:
    """How the month of a day stands for a commissioner, and the last day on which it takes a posting."""

    commissioner: str
    label: str
    state: str
    closes_on: date


@dataclass(frozen=True)
class Desk:
    """Everything on finance's page: claims by state, draft and released runs, keys of money, months, names."""

    claims: Mapping[str, Sequence[Waiting]]
    runs: Sequence[payments.PaymentRun]
    positions: Sequence[ledger.Balances]
    months: Sequence[MonthStands]
    names: Mapping[str, str]
    recoveries: Sequence[payments.Recovery]


def desk(session: Session, actor: Actor, *, now: datetime) -> Desk:
    """Finance's page for one person: only claims of funds for which they work."""
    claims = [one for one in payments.claims_in(session, WAITING) if sight.in_office(actor, fund=one.fund)]
    positions = [one for one in ledger.positions(session) if sight.in_office(actor, fund=one.key.fund)]
    codes = {one.payee for one in claims} | {one.key.commissioner for one in positions}
    names = organisations.names(session, codes)
    claimed = payments.claimed_by_claim(session, [one.id for one in claims if one.id is not None])
    in_runs = payments.in_draft_runs(session)
    by_state: dict[str, list[Waiting]] = {}
    for one in claims:
        state = "in_run" if one.id in in_runs and one.state == "approved" else one.state
        by_state.setdefault(state, []).append(_waiting(one, names, claimed, actor))
    return Desk(
        claims=by_state,
        runs=[one for one in payments.runs(session) if one.state in ("draft", "released")],
        positions=positions,
        months=_months(session, london_day(now), names),
        names=names,
        recoveries=payments.open_recoveries(session),
    )


def _waiting(one: payments.Claim, names: Mapping[str, str], claimed: Mapping[int, int], actor: Actor) -> Waiting:
    done = payments.hands(one).by
    mine = next((what for what, (who, _) in done.items() if who == actor.id), "")
    return Waiting(
        ref=one.ref,
        case_ref=one.case_ref,
        payee=one.payee,
        payee_name=names.get(one.payee, one.payee),
        state=one.state,
        since=one.state_since,
        claimed_pence=claimed.get(one.id or 0, 0),
        held_reason=one.held_reason,
        hands={what: name for what, (_, name) in done.items()},
        theirs=f"You {_DID[mine]} it, so a colleague takes the next step." if mine else "",
    )


_DID = {"declare": "declared", "check": "checked", "approve": "approved", "release": "released"}


def _months(session: Session, today: date, names: Mapping[str, str]) -> list[MonthStands]:
    """Of each commissioner the month of today, and each earlier one that is not closed yet."""
    return [
        MonthStands(
            names.get(one.commissioner, one.commissioner), one.label, ledger.state_of(one, today), one.closes_on
        )
        for one in ledger.months(session)
        if one.starts <= today and (one.ends >= today or ledger.state_of(one, today) != ledger.State.CLOSED)
    ]
