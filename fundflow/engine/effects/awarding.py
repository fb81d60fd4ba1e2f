"""What awards cause: money committed, instalments and returns planned, changes, stops and the end."""

from typing import Any

from fundflow import applications, audit, awards, monitoring, payments
from fundflow.calendar import add_working_days, deadline
from fundflow.engine import given, timers
from fundflow.engine.case import Case
from fundflow.engine.effects.correspondence import draft_letter
from fundflow.engine.effects.deciding import day_of, reserve
from fundflow.engine.posting import post
from fundflow.engine.registry import effect
from fundflow.engine.standing import release_waiting
from fundflow.ledger import Kind, Line


@effect(posts=("COMMIT",))
def commit_reserved(case: Case, _argument: Any) -> None:
    """Turn everything that is set aside for the case into a commitment."""
    lines = [Line(one.key, one.reserved, holder=one.holder) for one in case.holdings if one.reserved]
    post(case, Kind.COMMIT, lines, source=f"{case.ref}/L17", key=f"{case.ref}:{case.application.version}:commit")


@effect()
def create_award(case: Case, _argument: Any) -> None:
    """Turn the offer into an award with its dates; the case's conditions become the award's."""
    assert case.offer is not None
    rule = case.fund.award
    assert rule is not None
    offer = awards.accept_offer(case.session, case.offer, act=case.act())
    awards.create_award(
        case.session,
        case.application,
        offer,
        recipient=case.lead,
        starts=max(day_of(rule.starts), case.day),
        ends=day_of(rule.ends),
        last_claim_on=day_of(rule.last_claim),
        precedents_by=add_working_days(case.day, case.fund.days.precedents),
        act=case.act(),
    )
    applications.set_deadline(case.session, case.application, name="offer_expires", at=None)


@effect()
def create_tranches(case: Case, _argument: Any) -> None:
    """Plan the fund's instalments, cut to the penny by commissioner and year."""
    amounts = {
        (one, period): pence
        for one, row in awards.award_amounts(case.session, case.award_id).items()
        for period, pence in row.items()
    }
    payments.plan_tranches(case.session, case.id, payments.schedule(case.payment, amounts))


@effect()
def create_returns(case: Case, _argument: Any) -> None:
    """Plan the returns that the recipient owes until the award ends."""
    award = case.awarded
    monitoring.plan_returns(
        case.session, case.id, case.fund.returns, starts=award.starts, ends=award.ends, act=case.act()
    )
    for row in monitoring.returns_of(case.session, case.id):
        timers.put_return(case, row)


@effect()
def start_award(case: Case, _argument: Any) -> None:
    """Allow the recipient to start and to claim; instalments whose day has come open."""
    awards.authorise_start(case.session, case.awarded, act=case.act())
    payments.open_tranches(case.session, case.id, on=case.day, final_report=False)


@effect(asks=("kind", "changes"))
def open_variation(case: Case, _argument: Any) -> None:
    """Keep what change is asked for, before and after."""
    changes = [
        awards.LineChange(
            commissioner=str(row["commissioner"]),
            period=str(row["period"]),
            before=given.pence(row, "changes", "before_pence"),
            after=given.pence(row, "changes", "after_pence"),
            cost_type=str(row.get("cost_type", "")),
        )
        for row in given.rows(case, "changes", "commissioner", "period", "before_pence", "after_pence")
    ]
    awards.request_variation(
        case.session,
        case.awarded,
        kind=case.value("kind"),
        changes=changes,
        details=case.values.get("details"),
        percent=case.payment.line_tolerance_percent,
        least_pence=case.payment.line_tolerance,
        act=case.act(),
    )


@effect(posts=("RESERVE", "COMMIT", "DECOMMIT_PART"))
def commit_variation(case: Case, _argument: Any) -> None:
    """Move the money with the change: what is added is reserved and committed, what is dropped is freed."""
    variation = awards.open_variation(case.session, case.award_id)
    assert variation is not None
    cells = {
        case.money_key(one, period): pence
        for one, row in awards.differences(awards.line_changes(variation)).items()
        for period, pence in row.items()
    }
    up = {budget: pence for budget, pence in cells.items() if pence > 0}
    down = {budget: -pence for budget, pence in cells.items() if pence < 0}
    root = f"{case.ref}:variation:{variation.number}"
    source = str(case.values.get("minute") or root)
    if down:
        lines = [Line(budget, pence, holder=case.holder(budget.commissioner)) for budget, pence in sorted(down.items())]
        post(case, Kind.DECOMMIT, lines, source=source, key=f"{root}:down")
    if up:
        reserve(case, up, source=source, key=f"{root}:up")
        lines = [Line(budget, pence, holder=case.holder(budget.commissioner)) for budget, pence in sorted(up.items())]
        post(case, Kind.COMMIT, lines, source=source, key=f"{root}:commit")


@effect()
def apply_variation(case: Case, _argument: Any) -> None:
    """Write the change into the award and spread its instalments anew."""
    variation = awards.open_variation(case.session, case.award_id)
    assert variation is not None
    by_officer = case.step == "approve_within_tolerance"
    awards.approve_variation(
        case.session,
        case.awarded,
        variation,
        authority=str(case.values.get("minute") or "officer, within tolerance"),
        by_officer=by_officer,
        percent=case.payment.line_tolerance_percent,
        least_pence=case.payment.line_tolerance,
        act=case.act(),
    )
    amounts = {
        (one, period): pence
        for one, row in awards.award_amounts(case.session, case.award_id).items()
        for period, pence in row.items()
    }
    payments.respread_tranches(case.session, case.id, amounts)


@effect()
def close_variation(case: Case, argument: str) -> None:
    """End the open request for a change: `refused`, `withdrawn` or `overtaken`."""
    variation = awards.open_variation(case.session, case.award_id)
    if variation is None:
        return
    if argument == "refused":
        authority = str(case.values.get("minute") or "officer")
        awards.refuse_variation(case.session, variation, authority=authority, act=case.act())
    else:
        awards.withdraw_variation(case.session, variation, act=case.act(reason=case.reason or argument))


@effect()
def hold_claims(case: Case, _argument: Any) -> None:
    """Stop payments: claims that wait are held, and new ones are taken in but not paid."""
    if awards.open_suspension(case.session, case.award_id) is None:
        awards.suspend(
            case.session,
            case.awarded,
            long_stop_at=deadline(case.now, working_days=case.fund.days.suspension_long_stop),
            remedy=str(case.values.get("remedy", "")),
            act=case.act(reason=case.reason or "payments stay stopped"),
        )
    for claim in payments.claims_of(case.session, case.id):
        if claim.state == "submitted":
            payments.hold_claim(
                case.session, claim.ref, reason=case.reason or "payments are stopped", act=case.act(), roles=("system",)
            )
            act = case.act("claim.hold")
            audit.record(case.session, act, subject=claim.ref, before={"state": "submitted"}, after={"state": "held"})
            draft_letter(case, "N5", claim=claim.ref)


@effect()
def release_claims(case: Case, _argument: Any) -> None:
    """Let payments start again: claims that wait go on; those that finance stopped after approval wait for finance."""
    awards.resume(case.session, case.awarded, act=case.act())
    release_waiting(case)


@effect()
def begin_winding_up(case: Case, _argument: Any) -> None:
    """End the award on a day; cost up to it is settled and nothing after it is paid."""
    on = given.day(case, "ends_on") or case.day
    clause = str(case.values.get("clause") or case.step)
    awards.end_award(case.session, case.awarded, on=on, clause=clause, act=case.act(reason=case.reason or case.step))


@effect(asks=("report",))
def file_final_report(case: Case, _argument: Any) -> None:
    """Keep the recipient's final report; the instalment kept back for it opens."""
    awards.submit_final_report(
        case.session,
        case.awarded,
        text=str(case.value("report")),
        outcomes=given.pairs(case, "outcomes") or None,
        act=case.act(),
    )
    payments.open_tranches(case.session, case.id, on=case.day, final_report=True)


@effect()
def return_final_report(case: Case, _argument: Any) -> None:
    """Send the final report back, saying what is missing; the fund's days for it run anew."""
    awards.return_final_report(case.session, case.awarded, missing=case.reason, act=case.act())
    applications.set_deadline(case.session, case.application, name="final_report_due", at=None)


@effect()
def extend_final_report(case: Case, _argument: Any) -> None:
    """Give a later date for the final report."""
    due = deadline(case.now, working_days=case.fund.days.final_report)
    applications.set_deadline(case.session, case.application, name="final_report_due", at=due)


@effect(posts=("DECOMMIT",))
def decommit_unspent(case: Case, _argument: Any) -> None:
    """Give back to the fund everything that was promised and not claimed, and close the award's account."""
    rest = payments.cancel_rest(case.session, case.id)
    lines = [Line(one.key, one.unclaimed, holder=one.holder) for one in case.holdings if one.unclaimed]
    assert sum(rest.values()) == sum(line.pence for line in lines), "instalments and ledger differ"
    if lines:
        post(case, Kind.DECOMMIT, lines, source=case.step, key=f"{case.ref}:{case.application.version}:decommit")
    if case.step == "close":
        awards.close_award(case.session, case.awarded, act=case.act())
    else:
        awards.settle_award(case.session, case.awarded, act=case.act())
    facts = {"assets": str(case.values.get("assets", "")) or None}
    applications.record_facts(case.session, case.application, facts)
