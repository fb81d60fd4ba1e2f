"""Targeted support with money: the envelope, the diagnosis inside it, the plan, and what came of it."""

from collections.abc import Mapping
from typing import Any

from fundflow import ledger, organisations, support
from fundflow.calendar import Period
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.guards.supporting import nomination, practice, rules_of
from fundflow.engine.registry import guard
from fundflow.money import pounds
from fundflow.support import PlannedItem


def envelope(case: Case) -> dict[ledger.BudgetKey, int]:
    """Pence by budget key that a person typed to be set aside; nothing where none is typed."""
    found: dict[ledger.BudgetKey, int] = {}
    for row in given.rows(case, "amounts", "commissioner", "period", "pence"):
        period = str(Period.parse(str(row["period"]), place="amounts.period"))
        key = case.money_key(str(row["commissioner"]), period)
        found[key] = found.get(key, 0) + given.pence(row, "amounts")
    return found


@guard(asks=("amounts",))
def envelope_fits(case: Case, argument: str | None) -> str | None:
    """What is to be set aside is there, commissioner by commissioner; `some` refuses to set nothing aside."""
    wanted = envelope(case)
    if argument == "some" and not sum(wanted.values()):
        return f"No offer was made on {case.ref}: it sets £0.00 aside. Nothing has changed. Give amounts=..."
    short = []
    for key, pence in sorted(wanted.items()):
        held = ledger.position(case.session, key)
        left = held.uncommitted if held else 0
        if pence > left:
            who = case.names.get(key.commissioner, key.commissioner)
            short.append(f"{pounds(pence)} from {who} for {key.period}, where {pounds(left)} is left")
    if not short:
        return None
    return (
        f"{case.ref} was not given this money: it needs {'; '.join(short)}. Nothing has changed. Set less aside, "
        "or put it on the reserve list until money is free."
    )


@guard(asks=("diagnosis",))
def diagnosis_costed(case: Case, _argument: Any) -> str | None:
    """Who makes the diagnosis is known, and it costs no more than the fund allows or the envelope holds."""
    if nomination(case).rapid:
        return None
    plan = given.pairs(case, "diagnosis")
    if not plan.get("provider") or not plan.get("pence"):
        return (
            f"No offer was made on {case.ref}: who makes the diagnosis, and for how much, is missing. Nothing has "
            "changed. Give diagnosis={provider: ..., pence: ...}; only the rapid route goes without."
        )
    pence, most = given.whole(plan["pence"], "diagnosis.pence"), rules_of(case).most_diagnosis
    limit = min(most, sum(envelope(case).values()))
    if 0 < pence <= limit:
        return _unknown_provider(case, {str(plan["provider"])})
    return (
        f"No offer was made on {case.ref}: its diagnosis would cost {pounds(pence)}, and {pounds(limit)} is the most "
        f"that this fund and this offer allow. Nothing has changed. Lower it by {pounds(max(0, pence - limit))}."
    )


def _unknown_provider(case: Case, codes: set[str]) -> str | None:
    known = organisations.known(case.session, sorted(codes))
    lost = sorted(code for code in codes if code not in known)
    if not lost:
        return None
    return (
        f"{case.ref} names '{lost[0]}', which is not in the register of organisations. Nothing has changed. "
        "Enter the provider there first, or correct its code."
    )


@guard()
def on_route(case: Case, argument: str) -> str | None:
    """The offer goes with a diagnosis (`diagnosis`) or, where the practice may close, without one (`rapid`)."""
    if nomination(case).rapid == (argument == "rapid"):
        return None
    if argument == "rapid":
        return (
            f"{case.ref} was offered a diagnosis first, so it cannot go straight to the agreement. Nothing has changed. "
            "Accept the offer with its diagnosis."
        )
    return f"{case.ref} came by the rapid route, which has no diagnosis. Nothing has changed. Accept it as rapid."


@guard()
def provider_named(case: Case, _argument: Any) -> str | None:
    """Whoever signs for the provider belongs to the one that makes the diagnosis."""
    if case.actor.has("signatory", organisation=case.lead) or not case.actor.has("support_provider"):
        return None
    row = support.diagnosis(case.session, case.id)
    if row is not None and any(role.organisation == row.provider for role in case.actor.holds("support_provider")):
        return None
    return (
        f"{case.actor.name} does not act for {row.provider if row else 'a provider'}, which makes the diagnosis of "
        f"{case.ref}. Nothing has changed. Ask one of its own people to sign."
    )


@guard(asks=("findings", "survey", "interviews", "measures"))
def findings_complete(case: Case, _argument: Any) -> str | None:
    """The diagnosis rests on a survey of staff and on interviews, and measures at least one figure (CB 2.1)."""
    lacking = [name for name in ("findings", "survey", "interviews") if not str(case.values.get(name, "")).strip()]
    if not given.rows(case, "measures", "key", "title", "better", "found"):
        lacking.append("measures")
    if not lacking:
        return None
    return (
        f"The findings on {case.ref} were not agreed: {', '.join(lacking)} missing. Nothing has changed. "
        "Give each with the step; a measure has key, title, better (higher or lower) and found."
    )


def planned(case: Case) -> tuple[PlannedItem, ...]:
    """The support that a person typed; the days of the plan's own items count in halves."""
    rows = given.rows(case, "items", "menu", "provider", "days", "pence", "starts", "ends")
    found = []
    for row in rows:
        days = float(row["days"]) * 2
        start, end = (given.day_in(row, "items", name) for name in ("starts", "ends"))
        found.append(
            PlannedItem(str(row["menu"]), str(row["provider"]), int(days), given.pence(row, "items"), start, end)
        )
    return tuple(found)


@guard(asks=("items", "plan_ends"))
def plan_adds_up(case: Case, _argument: Any) -> str | None:
    """Every piece of support is on the menu, by a known provider, inside the plan's days and the money set aside."""
    items = planned(case)
    if not items:
        return f"The plan of {case.ref} was not kept: it holds no support. Nothing has changed. Give items=..."
    left = sum(one.reserved for one in case.holdings) + sum(envelope(case).values())
    money = Period.parse(case.fund.money.periods[-1])
    ends = given.day(case, "plan_ends")
    faults = support.plan_faults(items, rules_of(case), agreed=case.day, ends=ends, money=money, left=left)
    if faults:
        return (
            f"The plan of {case.ref} was not kept: {'; '.join(faults)}. Nothing has changed. Correct it and try again."
        )
    return _unknown_provider(case, {one.provider for one in items})


@guard(asks=("commitments", "milestones", "review_dates"))
def agreement_complete(case: Case, _argument: Any) -> str | None:
    """An agreement states what the practice does, milestones with days, and reviews, one of them by the plan's end."""
    lacking = [name for name in ("commitments", "review_dates") if not given.texts(case, name)]
    if not given.rows(case, "milestones", "text", "due"):
        lacking.append("milestones")
    ends = given.day(case, "plan_ends")
    if not lacking and ends and min(given.texts(case, "review_dates")) > ends.isoformat():
        lacking.append(f"a review by {ends.isoformat()}, when the plan ends")
    if not lacking:
        return None
    return (
        f"The agreement of {case.ref} was not drafted: {', '.join(lacking)} missing. Nothing has changed. "
        "Give each with the step; a milestone has text and due."
    )


@guard()
def agreement_drafted(case: Case, _argument: Any) -> str | None:
    """There is a draft of the agreement to sign."""
    row = support.agreement(case.session, case.id)
    if row is not None and row.state == "drafted":
        return None
    return f"{case.ref} has no drafted agreement to sign. Nothing has changed. Let an officer draft it first (redraft)."


@guard(asks=("unclaimed",))
def delivered_claimed(case: Case, _argument: Any) -> str | None:
    """Nothing that was promised to a provider is cut off unseen: all is claimed, or it is said why it will not be."""
    left = sum(one.unclaimed for one in case.holdings)
    if not left or str(case.values.get("unclaimed", "")).strip():
        return None
    return (
        f"{case.ref} was not ended: {pounds(left)} that was promised for {practice(case)} is not claimed yet. Nothing has "
        "changed. Wait for the claim, or say why none will come (unclaimed=...)."
    )


@guard(asks=("figures",))
def against_diagnosis(case: Case, argument: str) -> str | None:
    """Every figure of the diagnosis is measured again; `improved` needs one that is better, `no_change` none."""
    measures = support.measures(case.session, case.id)
    figures: Mapping[str, Any] = given.pairs(case, "figures")
    lacking = [one.title for one in measures if one.key not in figures]
    if lacking:
        return (
            f"{case.ref} was not ended: {len(lacking)} of its measures have no figure now ({'; '.join(lacking)}). "
            "Nothing has changed. Give each (figures={key: number})."
        )
    now = [
        support.MeasureFacts(one.key, one.title, one.better, one.found, given.whole(figures[one.key], "figures"))
        for one in measures
    ]
    better = support.improved(now)
    if bool(better) == (argument == "improved") or not measures:
        return None
    if argument == "improved":
        said = "; ".join(f"{one.title}: {one.found} then, {one.at_exit} now" for one in now)
        return f"{case.ref} has not improved on its diagnosis ({said}). Nothing has changed. End it as no change."
    said = "; ".join(f"{one.title}: {one.found} then, {one.at_exit} now" for one in better)
    return f"{case.ref} has improved on its diagnosis ({said}). Nothing has changed. End it as improved."
