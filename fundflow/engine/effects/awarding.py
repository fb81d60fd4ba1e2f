"""What awards cause: money committed, instalments and returns planned, the start and the end."""

from datetime import date
from typing import Any

from fundflow import applications, awards, monitoring, payments
from fundflow.calendar import add_working_days
from fundflow.engine import given, timers
from fundflow.engine.case import Case
from fundflow.engine.effects.correspondence import raise_task
from fundflow.engine.guards.awarding import end_cause
from fundflow.engine.posting import post
from fundflow.engine.registry import effect
from fundflow.engine.unspent import unspent_at_end
from fundflow.ledger import Kind, Line


@effect(posts=("COMMIT",))
def commit_reserved(case: Case, _argument: Any) -> None:
    """Turn everything that is set aside for the case into a commitment."""
    lines = [Line(one.key, one.reserved, holder=one.holder) for one in case.holdings if one.reserved]
    post(case, Kind.COMMIT, lines, source=f"{case.ref}/L17", key=f"{case.ref}:{case.application.version}:commit")


@effect()
def create_award(case: Case, _argument: Any) -> None:
    """Turn the offer into an award with its dates; the case's conditions become the award's."""
    open_by_offer(case, precedents_by=add_working_days(case.day, case.fund.days.precedents))


def open_by_offer(
    case: Case, *, amounts: dict[str, dict[str, int]] | None = None, precedents_by: date | None = None
) -> None:
    """Take the offer as accepted, and open its award on the fund's dates, from today at the earliest.

    `amounts` are pence by commissioner and period; without them the award holds what was offered.
    """
    assert case.offer is not None
    rule = case.fund.award
    assert rule is not None
    offer = awards.accept_offer(case.session, case.offer, act=case.act())
    awards.create_award(
        case.session,
        case.application,
        offer,
        recipient=case.lead,
        starts=max(date.fromisoformat(rule.starts), case.day),
        ends=date.fromisoformat(rule.ends),
        last_claim_on=date.fromisoformat(rule.last_claim),
        precedents_by=precedents_by,
        amounts=amounts,
        act=case.act(),
    )
    applications.set_deadline(case.session, case.application, name="offer_expires", at=None)


@effect()
def create_tranches(case: Case, _argument: Any) -> None:
    """Plan the fund's instalments, cut to the penny by commissioner and year."""
    amounts = awards.cells(awards.award_amounts(case.session, case.award_id))
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


@effect()
def begin_winding_up(case: Case, _argument: Any) -> None:
    """End the award on a day; cost up to it is settled, nothing after it is paid, and what seems unspent is proposed."""
    on = given.day(case, "ends_on") or case.day
    clause = str(case.values.get("clause") or case.step)
    if cause := end_cause(case):
        applications.record_facts(case.session, case.application, {"end_cause": cause})
    awards.end_award(case.session, case.awarded, on=on, clause=clause, act=case.act(reason=case.reason or case.step))
    case.forget_readings()
    owed = unspent_at_end(case)
    if owed is not None:
        raise_task(case, "propose_recovery", about=owed.sentence, thing=f"ended:{on}")


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
