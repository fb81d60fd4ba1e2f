"""Changes of an award: what they state, who may decide them, and what must be known before they are made."""

from collections.abc import Mapping
from typing import Any, cast

from fundflow import applications, awards, organisations
from fundflow.clock import day_words, london_day
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.registry import guard


@guard(asks=("kind", "changes", "details"))
def variation_described(case: Case, _argument: Any) -> str | None:
    """The change says what kind it is and what is different, before and after."""
    kind, details = str(case.values.get("kind") or ""), given.pairs(case, "details")
    stated = [name for name, value in details.items() if value not in (None, "", [], {})]
    lacking = awards.undescribed(kind, [*stated, *(["changes"] if case.values.get("changes") else [])]) if kind else ""
    if lacking:
        return f"The change to {case.ref} was not asked for: {lacking}. Nothing has changed. Say so, then ask again."
    if kind:
        return _past_its_money(case, details)
    return (
        f"The change to {case.ref} was not asked for: say its kind and what changes, before and after "
        "(kind=..., changes=...). Nothing has changed. Money, dates, partners and outcomes can change."
    )


def _past_its_money(case: Case, details: Mapping[str, Any]) -> str | None:
    """Work after the last year of an award's money can be paid from no year of it (2(d), cross-year)."""
    ends = given.date_of(details, "ends")
    periods = [
        period
        for row in awards.award_amounts(case.session, case.award_id).values()
        for period, pence in row.items()
        if pence
    ]
    if ends is None or ends <= case.awarded.ends or not periods or case.fund.money.carry_forward:
        return None
    last = london_day(awards.last_expiry([max(periods)]))
    if ends <= last:
        return None
    return (
        f"The change to {case.ref} was not asked for: its money is of {max(periods)} at the latest, and pays for work until "
        f"{day_words(last)}, not until {day_words(ends)}. Nothing has changed. Choose a day until then, or ask for money "
        "of a later year first."
    )


@guard()
def within_tolerance(case: Case, _argument: Any) -> str | None:
    """The change is small enough for an officer alone."""
    variation = awards.open_variation(case.session, case.award_id)
    assert variation is not None
    beyond = awards.beyond_tolerance(
        cast("Any", variation.kind),
        awards.line_changes(variation),
        percent=case.payment.line_tolerance_percent,
        least_pence=case.payment.line_tolerance,
    )
    if not beyond:
        return None
    return (
        f"Change {variation.number} of {case.ref} is not an officer's to agree: {_named(case, beyond[0])}. Nothing has changed. "
        "It goes to the committee."
    )


def _named(case: Case, said: str) -> str:
    """The same with the names of the commissioners for their codes."""
    for code, name in case.names.items():
        said = said.replace(code, name)
    return said


@guard(asks=("minute",))
def variation_decided(case: Case, _argument: Any) -> str | None:
    """The committee's minute that approves the change is named."""
    if str(case.values.get("minute", "")).strip() or given.pairs(case, "minutes"):
        return None
    return f"The change to {case.ref} was not approved: name the committee's minute (minute=...). Nothing has changed."


@guard()
def partners_agreed(case: Case, _argument: Any) -> str | None:
    """Every organisation that the change brings in has agreed to the award as it is."""
    variation = awards.open_variation(case.session, case.award_id)
    joins = given.codes(variation.details, "joins") if variation else []
    waiting = [
        one.organisation
        for one in case.dossier.participants
        if one.organisation in joins and one.state not in applications.CONFIRMED
    ]
    if not waiting:
        return None
    names = organisations.names(case.session, waiting)
    said = ", ".join(names.get(code, code) for code in waiting)
    return (
        f"The change to {case.ref} was not agreed: {said} has not agreed to take part. Nothing has changed. Ask its "
        "signatory to answer (fundflow application consent), or enter a signed letter."
    )


@guard()
def novation_ready(case: Case, _argument: Any) -> str | None:
    """Whoever takes the award over takes part in it, is an open legal body, has agreed, and has been looked into."""
    variation = awards.open_variation(case.session, case.award_id)
    code = str(variation.details.get("recipient", "")) if variation else ""
    if variation is None or not code:
        return None
    name = organisations.names(case.session, [code]).get(code, code)
    gap = _novation_gap(case, code, variation.details)
    if not gap:
        return None
    return f"{case.ref} did not pass to {name}: {gap} Nothing has changed; the present lead still answers for it."


def _novation_gap(case: Case, code: str, details: Mapping[str, Any]) -> str:
    states = {one.organisation: one.state for one in case.dossier.participants}
    if states.get(code) not in {*applications.CONFIRMED, "agreed_to_earlier"}:
        return f"it is not one of the {len(case.dossier.present)} organisations that agreed to it. Let it join first."
    if not organisations.open_on(case.session, code, on=case.day):
        return "it is closed in our register. Choose another partner."
    if not organisations.require(case.session, code).legal_entity:
        return "it is not a legal body in our register, so it cannot hold public money. Choose another partner."
    if not details.get("taken_over_by"):
        return "its signatory has not said that it takes the award over. Ask for that (fundflow award take-over)."
    if not details.get("due_diligence"):
        return "nobody has looked into its standing. Look into it (fundflow award due-diligence)."
    return ""
