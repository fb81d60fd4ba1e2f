"""What steps of targeted support do to money: an envelope set aside, committed in two parts, and given back."""

from typing import Any

from fundflow import applications, awards, money, payments, support
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.effects.awarding import open_by_offer
from fundflow.engine.effects.deciding import release, reserve
from fundflow.engine.guards.planning import envelope, planned
from fundflow.engine.guards.supporting import nomination, rules_of
from fundflow.engine.posting import post
from fundflow.engine.registry import effect
from fundflow.ledger import Kind, Line
from fundflow.payments import PlannedTranche


@effect(posts=("RESERVE",), asks=("amounts",))
def reserve_envelope(case: Case, _argument: Any) -> None:
    """Set aside what the offer, or more support, may cost in all."""
    key = f"{case.ref}:{case.application.version}:envelope"
    reserve(case, envelope(case), source=case.step, key=key)


@effect(asks=("diagnosis",))
def offer_support(case: Case, _argument: Any) -> None:
    """Offer the envelope, and the diagnosis inside it, for the fund's days."""
    amounts = awards.table({(key.commissioner, key.period): pence for key, pence in envelope(case).items()})
    rule = case.fund.award
    assert rule is not None
    offer = awards.issue_offer(
        case.session,
        case.application,
        amounts=amounts,
        limit=amounts,
        working_days=case.fund.days.offer,
        terms={"starts": rule.starts, "ends": rule.ends, "last_claim": rule.last_claim, "terms": list(rule.wording)},
        decided_by=rules_of(case).decided_by,
        act=case.act(),
    )
    applications.set_deadline(case.session, case.application, name="offer_expires", at=offer.expires_at)
    plan = given.pairs(case, "diagnosis")
    if plan and not nomination(case).rapid:
        pence = given.whole(plan["pence"], "diagnosis.pence")
        support.plan_diagnosis(case.session, case.id, provider=str(plan["provider"]), pence=pence)


@effect()
def open_award(case: Case, _argument: Any) -> None:
    """Take the offer as accepted; an award opens that holds nothing yet."""
    open_by_offer(case, amounts={})


@effect(posts=("COMMIT_PART",))
def commit_diagnosis(case: Case, _argument: Any) -> None:
    """Commit what the diagnosis costs, and nothing else of what is set aside."""
    row = support.diagnosis(case.session, case.id)
    assert row is not None
    _commit(case, [("diagnosis", "Diagnosis", row.provider, row.pence)])


@effect(posts=("COMMIT_PART",))
def commit_plan(case: Case, _argument: Any) -> None:
    """Commit what the agreement's support costs, each piece payable to its own provider."""
    agreement = support.agreement(case.session, case.id)
    assert agreement is not None
    items = support.items(case.session, agreement.id)
    _commit(case, [(f"support_{agreement.number}_{one.number}", one.title, one.provider, one.pence) for one in items])


def _commit(case: Case, parts: list[tuple[str, str, str, int]]) -> None:
    """Commit parts (key, title, who is paid, pence) over what is reserved, to the penny, and plan their instalments."""
    left = {(one.key.commissioner, one.key.period): one.reserved for one in case.holdings if one.reserved}
    planned_ones: list[PlannedTranche] = []
    total: dict[tuple[str, str], int] = {}
    for key, title, payee, pence in parts:
        weights = {"|".join(cell): held for cell, held in left.items() if held}
        shared = money.apportion(pence, weights, ties="last")
        cells = {(cell.split("|")[0], cell.split("|")[1]): part for cell, part in shared.items() if part}
        for cell, part in cells.items():
            left[cell] -= part
            total[cell] = total.get(cell, 0) + part
        evidence = "An invoice, and what was done on which days"
        planned_ones.append(PlannedTranche(0, key, "milestone", title, evidence, cells, payee=payee))
    lines = [
        Line(case.money_key(*cell), pence, holder=case.holder(cell[0]))
        for cell, pence in sorted(total.items())
        if pence
    ]
    post(case, Kind.COMMIT, lines, source=case.step, key=f"{case.ref}:{case.application.version}:{case.step}:commit")
    awards.raise_award(case.session, case.awarded, awards.table(total))
    awards.authorise_start(case.session, case.awarded, act=case.act())
    payments.add_tranches(case.session, case.id, planned_ones)
    payments.open_tranches(case.session, case.id, on=case.day, final_report=False)


@effect(asks=("findings", "survey", "interviews", "measures"))
def record_findings(case: Case, _argument: Any) -> None:
    """Keep what the diagnosis found and measured."""
    measures = given.rows(case, "measures", "key", "title", "better", "found")
    for one in measures:
        one["found"] = given.whole(one["found"], "measures.found")
    support.agree_findings(
        case.session,
        case.id,
        findings=str(case.value("findings")),
        survey=str(case.value("survey")),
        interviews=str(case.value("interviews")),
        measures=measures,
        act=case.act(),
    )


@effect(asks=("items", "plan_ends", "commitments", "milestones", "review_dates"))
def draft_agreement(case: Case, _argument: Any) -> None:
    """Draft the next version of the agreement: its parties, support, commitments, milestones and reviews."""
    items = planned(case)
    diagnosis = support.diagnosis(case.session, case.id)
    parties = list(dict.fromkeys([case.lead, *(one.provider for one in items)]))
    measures = given.rows(case, "measures", "key", "title", "better", "found")
    if diagnosis is None and measures:
        kept = [{**one, "found": given.whole(one["found"], "measures.found")} for one in measures]
        support.keep_measures(case.session, case.id, kept)
    support.draft_agreement(
        case.session,
        case.id,
        items=items,
        titles={one.key: one.title for one in rules_of(case).menu},
        terms={
            "parties": parties,
            "commitments": given.texts(case, "commitments"),
            "milestones": [
                {"text": str(row["text"]), "due": str(row["due"])}
                for row in given.rows(case, "milestones", "text", "due")
            ],
            "review_dates": sorted(given.texts(case, "review_dates")),
        },
        plan_ends=given.day(case, "plan_ends"),
        act=case.act(),
    )


@effect()
def sign_agreement(case: Case, _argument: Any) -> None:
    """Bring the drafted version of the agreement into force."""
    row = support.agreement(case.session, case.id)
    assert row is not None
    support.sign_agreement(case.session, row, act=case.act())


@effect(posts=("RELEASE", "DECOMMIT"))
def end_support(case: Case, _argument: Any) -> None:
    """Stop the support: free what is set aside, give back what was promised and not claimed, settle the award."""
    release(case, {(one.key, str(one.holder)): one.reserved for one in case.holdings}, key="release")
    support.drop_draft(case.session, case.id)
    if case.offer is not None:
        awards.withdraw_offer(case.session, case.offer, act=case.act(reason=case.reason or case.step))
        applications.set_deadline(case.session, case.application, name="offer_expires", at=None)
    if case.award is None:
        return
    act = case.act(reason=case.reason or case.step.replace("_", " "))
    payments.cancel_rest(case.session, case.id)
    lines = [Line(one.key, one.unclaimed, holder=one.holder) for one in case.holdings if one.unclaimed]
    if lines:
        post(case, Kind.DECOMMIT, lines, source=case.step, key=f"{case.ref}:{case.application.version}:decommit")
    awards.end_award(case.session, case.award, on=case.day, clause=case.step, act=act)
    awards.settle_award(case.session, case.award, act=act)
