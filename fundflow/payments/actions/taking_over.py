"""Writes what was paid elsewhere as a claim that is settled and says so; and takes it away while a file is corrected."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col

from fundflow.audit import Act
from fundflow.calendar import Period, financial_year
from fundflow.payments.actions.schedule import open_tranches, plan_tranches, refresh
from fundflow.payments.queries import claims as claim_reads
from fundflow.payments.queries import schedule as reads
from fundflow.payments.rules.facts import CaseFacts, Key
from fundflow.payments.rules.schedule import PlannedTranche
from fundflow.payments.tables import Claim, ClaimLine, ClaimShare, ClaimTranche, Tranche, TrancheAmount

COST = "before_take_over"
"""The kind of cost of what was paid elsewhere: its lines are on other paper."""


def stand_schedule(
    session: Session,
    case: CaseFacts,
    planned: tuple[PlannedTranche, ...],
    *,
    paid: Mapping[Key, int],
    starts: date,
    as_at: date,
    running: bool,
    source: str,
    act: Act,
) -> None:
    """The instalments of an award, of which some pence by key were paid elsewhere: earlier instalments first.

    Over an award's instalments they are within what each key may pay, as the caller has seen.
    """
    plan_tranches(session, case.application_id, planned)
    if any(paid.values()):
        _paid(session, case, paid, starts=starts, as_at=as_at, source=source, act=act)
    if running:
        open_tranches(session, case.application_id, on=as_at, final_report=False)
    refresh(session, case.application_id)


def _paid(
    session: Session, case: CaseFacts, paid: Mapping[Key, int], *, starts: date, as_at: date, source: str, act: Act
) -> None:
    first = min(starts, as_at)
    total = sum(paid.values())
    claim = Claim(
        **case.columns(1, kind="C"),
        state="settled",
        state_since=act.now,
        period_from=first,
        period_to=as_at,
        created_at=act.now,
        created_by=act.actor_id,
        taken_over=source,
    )
    session.add(claim)
    session.flush()
    assert claim.id is not None
    session.add(
        ClaimLine(
            claim_id=claim.id,
            number=1,
            cost_type=COST,
            description=f"Paid before take-over: {source}",
            delivered_from=first,
            delivered_to=as_at,
            pence=total,
            approved_pence=total,
        )
    )
    _draw(session, case, claim.id, paid, as_at=as_at)


def _draw(session: Session, case: CaseFacts, claim_id: int, paid: Mapping[Key, int], *, as_at: date) -> None:
    """Take what was paid from the earliest instalments of each key."""
    left = dict(paid)
    drawn: set[int] = set()
    for row in reads.amounts(session, case.application_id):
        pence = min(left.get((row.commissioner, row.period), 0), row.pence)
        if pence:
            left[row.commissioner, row.period] -= pence
            drawn.add(row.tranche_id)
            session.add(
                ClaimShare(
                    claim_id=claim_id,
                    tranche_id=row.tranche_id,
                    commissioner=row.commissioner,
                    period=row.period,
                    delivery_year=_year(row.period, as_at),
                    pence=pence,
                    approved_pence=pence,
                )
            )
    session.add_all(ClaimTranche(claim_id=claim_id, tranche_id=one) for one in sorted(drawn))
    session.flush()


def _year(period: str, as_at: date) -> str:
    """The year of delivery of what was paid from a period by a day: that day's own, or the nearest that it has."""
    years, now = Period.parse(period).years, financial_year(as_at)
    return min(max(now, years[0]), years[-1])


def unwrite(session: Session, application_id: int) -> None:
    """Take away the instalments and what was paid of them, so that a corrected file can say it anew."""
    for claim in claim_reads.claims_of(session, application_id):
        for table in (ClaimLine, ClaimShare, ClaimTranche):
            session.exec(delete(table).where(col(table.claim_id) == claim.id))
        session.exec(delete(Claim).where(col(Claim.id) == claim.id))
    for tranche in reads.tranches(session, application_id):
        session.exec(delete(TrancheAmount).where(col(TrancheAmount.tranche_id) == tranche.id))
        session.exec(delete(Tranche).where(col(Tranche.id) == tranche.id))
    session.flush()
    session.expire_all()
