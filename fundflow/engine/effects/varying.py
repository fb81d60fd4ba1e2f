"""What changes of an award cause: money and instalments moved, dates, promises and partners changed, a new lead."""

from collections.abc import Mapping
from typing import Any, cast

from fundflow import applications, awards, monitoring, organisations, payments
from fundflow.engine import given, timers
from fundflow.engine.case import Case
from fundflow.engine.effects.deciding import reserve
from fundflow.engine.posting import post
from fundflow.engine.registry import effect
from fundflow.ledger import Kind, Line


@effect(asks=("kind", "changes", "details"))
def open_variation(case: Case, _argument: Any) -> None:
    """Keep what change is asked for, before and after; a practice that is to join is asked for its agreement."""
    kind = cast("awards.VariationKind", str(case.value("kind")))
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
    details = given.pairs(case, "details")
    for code in given.codes(details, "joins"):
        organisations.require(case.session, code)
        joins = organisations.current(case.session, code)
        applications.invite(case.session, case.application, joins, act=case.act())
    awards.request_variation(
        case.session,
        case.awarded,
        kind=kind,
        changes=changes,
        details=details,
        percent=case.payment.line_tolerance_percent,
        least_pence=case.payment.line_tolerance,
        act=case.act(),
    )


def _minute(case: Case) -> str:
    """The minute that approves a change; where several commissioners agree, those of each."""
    of_each = given.pairs(case, "minutes")
    return str(case.values.get("minute") or "; ".join(str(of_each[one]) for one in sorted(of_each)))


@effect(posts=("RESERVE", "COMMIT", "DECOMMIT_PART"))
def commit_variation(case: Case, _argument: Any) -> None:
    """Move the money with the change: what is added is reserved and committed, what is dropped is freed."""
    variation = awards.open_variation(case.session, case.award_id)
    assert variation is not None
    changed = case.by_key(awards.differences(awards.line_changes(variation)))
    up = {budget: pence for budget, pence in changed.items() if pence > 0}
    down = {budget: -pence for budget, pence in changed.items() if pence < 0}
    root = f"{case.ref}:variation:{variation.number}"
    source = _minute(case) or root
    if down:
        lines = [Line(budget, pence, holder=case.holder(budget.commissioner)) for budget, pence in sorted(down.items())]
        post(case, Kind.DECOMMIT, lines, source=source, key=f"{root}:down")
    if up:
        reserve(case, up, source=source, key=f"{root}:up")
        lines = [Line(budget, pence, holder=case.holder(budget.commissioner)) for budget, pence in sorted(up.items())]
        post(case, Kind.COMMIT, lines, source=source, key=f"{root}:commit")


@effect()
def apply_variation(case: Case, _argument: Any) -> None:
    """Write the change into the award with all that follows: instalments, returns, milestones, partners, the lead."""
    variation = awards.open_variation(case.session, case.award_id)
    assert variation is not None
    by_officer = case.step == "approve_within_tolerance"
    awards.approve_variation(
        case.session,
        case.awarded,
        variation,
        authority=_minute(case) or "officer, within tolerance",
        by_officer=by_officer,
        percent=case.payment.line_tolerance_percent,
        least_pence=case.payment.line_tolerance,
        act=case.act(),
    )
    payments.respread_tranches(case.session, case.id, awards.cells(awards.award_amounts(case.session, case.award_id)))
    for follow in (_redate, _promise_anew, _let_leave, _novate):
        follow(case, variation.details)


def _redate(case: Case, details: Mapping[str, Any]) -> None:
    """New dates bring new returns, and take away those of quarters after the new end."""
    if not {"starts", "ends"} & set(details):
        return
    award = case.awarded
    monitoring.drop_returns(case.session, case.id, after=award.ends)
    added = monitoring.plan_returns(
        case.session, case.id, case.fund.returns, starts=award.starts, ends=award.ends, act=case.act()
    )
    for row in added:
        timers.put_return(case, row)


def _promise_anew(case: Case, details: Mapping[str, Any]) -> None:
    """Milestones are cancelled and get further windows, and measures other targets, by a change only (domain 2(f))."""
    for number in details.get("cancel_milestones", ()):
        row = monitoring.milestone_numbered(case.session, case.id, given.whole(number, "cancel_milestones"))
        monitoring.cancel_milestone(case.session, row.id or 0, act=case.act(), roles=("officer",))
    for one in details.get("milestone_windows", ()):
        row = monitoring.milestone_numbered(case.session, case.id, given.whole(one["milestone"], "milestone_windows"))
        window = monitoring.Window(
            given.day_in(one, "milestone_windows", "from"),
            given.day_in(one, "milestone_windows", "to"),
            str(one.get("label", "")),
        )
        monitoring.extend_milestone(case.session, row.id or 0, window=window)
    for one in details.get("targets", ()):
        held = monitoring.measure_named(case.session, case.id, str(one["measure"]))
        monitoring.change_target(
            case.session, held.id or 0, target=str(one["target"]), target_on=given.day_in(one, "targets", "target_on")
        )
    if details.get("scope"):
        applications.record_facts(case.session, case.application, {"scope": str(details["scope"])})


def _let_leave(case: Case, details: Mapping[str, Any]) -> None:
    for code in given.codes(details, "leaves"):
        applications.leave(case.session, case.application, code, act=case.act())
        awards.end_duty(case.session, case.awarded, organisation=code, on=case.day)


def _novate(case: Case, details: Mapping[str, Any]) -> None:
    """The new lead takes the award with its open claims; shares keep the holders' names under which they are booked."""
    code = str(details.get("recipient", ""))
    if code:
        applications.new_lead(case.session, case.application, code, act=case.act())
        awards.novated(case.session, case.awarded, act=case.act())
        payments.pay_to(case.session, case.id, payee=code)


@effect()
def close_variation(case: Case, argument: str) -> None:
    """End the open request for a change (`refused`, `withdrawn` or `overtaken`); who was to join is not asked any more."""
    variation = awards.open_variation(case.session, case.award_id)
    if variation is None:
        return
    if argument == "refused":
        authority = str(case.values.get("minute") or "officer")
        awards.refuse_variation(case.session, variation, authority=authority, act=case.act())
    else:
        awards.withdraw_variation(case.session, variation, act=case.act(reason=case.reason or argument))
    for code in given.codes(variation.details, "joins"):
        applications.uninvite(case.session, case.application, code, act=case.act())
