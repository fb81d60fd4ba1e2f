"""What holds across domains: instalments add up to what the ledger holds (I3), and what is kept is what was kept."""

from collections import defaultdict

from sqlmodel import Session, col, select

from fundflow import applications, files, ledger, payments
from fundflow.applications import Application, ApplicationVersion
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


def stored_faults(session: Session) -> list[Fault]:
    """Every stored file and every frozen version of a bid that is no longer what its fingerprint says."""
    faults = [
        Fault(f"file {one.name}", f"its contents are not those of {one.sha256[:12]}: it was changed")
        for one in files.changed(session)
    ]
    frozen = (
        select(ApplicationVersion, Application.ref)
        .join(Application, col(Application.id) == ApplicationVersion.application_id)
        .where(ApplicationVersion.sha256 != "")
        .order_by(Application.ref, col(ApplicationVersion.number))
    )
    for version, ref in session.exec(frozen):
        if not applications.intact(version):
            sentence = f"what was signed is not what is kept under {version.sha256[:12]}: it was changed"
            faults.append(Fault(f"version {version.number} of {ref}", sentence))
    return faults


def _case(held: Balances) -> str:
    return (held.holder or "").rsplit("/", 1)[0]
