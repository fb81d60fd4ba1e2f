"""How a case stands towards claims: what its state, award and returns say, and letting claims go on that need not wait."""

from fundflow import audit, awards, ledger, monitoring, payments
from fundflow.clock import london_day
from fundflow.engine.case import Case


def standing_of(case: Case) -> payments.Standing:
    """What the case's state, award and returns say about its claims."""
    award = case.awarded
    held = awards.open_suspension(case.session, case.award_id)
    late = monitoring.overdue_returns(case.session, on=case.day, application_id=case.id)
    return payments.Standing(
        claims=case.workflow.states[case.application.state].claims,
        starts=award.starts,
        ends=award.ended_on or award.ends,
        last_claim=awards.last_claim_day(award.last_claim_on, ended_on=award.ended_on),
        precedents_met=not awards.precedents_waiting(case.session, case.id),
        suspended_on=london_day(held.suspended_at) if held else None,
        final_report=awards.final_report_accepted(case.session, case.award_id),
        overdue_returns=tuple(row.title for row in late),
        closed_periods=_closed(case),
    )


def _closed(case: Case) -> frozenset[str]:
    keys = {one.key for one in case.holdings}
    return frozenset(one.key.period for one in ledger.positions(case.session, keys=keys) if one.closed)


def release_waiting(case: Case) -> list[str]:
    """Let claims go on that were held for a cause that is gone, as the product itself; gives their references."""
    if payments.hold_reason(standing_of(case)):
        return []
    waiting = [claim.ref for claim in payments.claims_of(case.session, case.id) if claim.state == "held"]
    for ref in waiting:
        payments.release_claim_hold(case.session, ref, act=case.act(), roles=("system",))
        act = case.act("claim.release_hold")
        audit.record(case.session, act, subject=ref, before={"state": "held"}, after={"state": "submitted"})
    return waiting
