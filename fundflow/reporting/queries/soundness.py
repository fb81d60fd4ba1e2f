"""Whether what payments have scheduled is what the ledger holds: the invariant that spans two domains (I3)."""

from collections import defaultdict

from sqlmodel import Session, col, select

from fundflow import ledger, payments
from fundflow.applications import Application
from fundflow.ledger import Balances, Fault
from fundflow.money import pounds
from fundflow.payments import Tranche


def schedule_faults(session: Session) -> list[Fault]:
    """Every case and key whose instalments do not add up to what is committed there, or reserved before anything is.

    A case that committed a part (its diagnosis) has no instalments yet for what is still set aside.
    """
    held: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    every = ledger.holdings(session)
    begun = {_case(one) for one in every if one.committed}
    for one in every:
        pence = one.committed if _case(one) in begun else one.reserved
        held[_case(one)][one.key.commissioner, one.key.period] += pence
    planned = select(Application).where(col(Application.id).in_(select(Tranche.application_id)))
    faults = []
    for case in session.exec(planned.order_by(Application.ref)):
        scheduled, holds = payments.scheduled(session, case.id or 0), held[case.ref]
        for key in sorted(set(scheduled) | set(holds)):
            asks, has = scheduled.get(key, 0), holds.get(key, 0)
            if asks != has:
                sentence = f"its instalments add up to {pounds(asks)} and the ledger holds {pounds(has)} for it"
                faults.append(Fault(f"schedule of {case.ref} for {key[0]} in {key[1]}", sentence))
    return faults


def _case(held: Balances) -> str:
    return (held.holder or "").rsplit("/", 1)[0]
