"""Targeted support before money: why a practice is put forward, what it agreed to, and its place in the matrix."""

from datetime import date
from typing import Any

from fundflow import applications, organisations, support
from fundflow.calendar import months_after
from fundflow.clock import day_words, london_day
from fundflow.definitions.support import Support
from fundflow.engine import given, visibility
from fundflow.engine.case import Case
from fundflow.engine.registry import guard
from fundflow.errors import Refused

_PURPOSES = {
    "referral": "to being helped and put forward",
    "sharing": "to its information being shared with those who help",
}


def rules_of(case: Case) -> Support:
    """The fund's own rules for support.

    Raises:
        Refused: it has none, so none of these steps fits it.
    """
    if case.fund.support is None:
        raise Refused.because(
            "support_rules", f"{case.fund.title} has no rules for support, so '{case.step}' does not fit {case.ref}."
        )
    return case.fund.support


def nomination(case: Case) -> support.Nomination:
    """How the case came forward."""
    found = support.nomination(case.session, case.id)
    assert found is not None, "a case of support has its nomination from its first step"
    return found


def practice(case: Case) -> str:
    """What the practice (or federation) of the case is called."""
    return organisations.names(case.session, [case.lead]).get(case.lead, case.lead)


@guard(asks=("themes",))
def reasons_coded(case: Case, _argument: Any) -> str | None:
    """At least one of the fund's own reasons is named for the practice, and no other (WO 5.1)."""
    known = {reason.key: reason.title for reason in rules_of(case).reasons}
    named = given.texts(case, "themes")
    lost = [one for one in named if one not in known]
    if named and not lost:
        return None
    what = f"'{lost[0]}' is not one of this fund's reasons" if lost else "no reason is named"
    return (
        f"{practice(case)} was not put forward: {what}. Nothing has changed. "
        f"Name at least one (themes=...) of: {', '.join(known)}."
    )


@guard()
def not_open_already(case: Case, _argument: Any) -> str | None:
    """The same organisation, by its code, has no open case in this fund."""
    ends = [name for name, state in case.workflow.states.items() if state.kind == "end"]
    others = [
        row
        for row in applications.find_cases(case.session, fund=case.fund_id, lead=case.lead)
        if row.ref != case.ref and row.state not in ends
    ]
    if not others:
        return None
    other = applications.get(case.session, others[0].ref)
    if not visibility.may_see(case.session, other, case.fund, actor=case.actor):
        contact = case.fund.contact
        ask = f"{contact.name}, {contact.telephone}" if contact else "the commissioner's office"
        return (
            f"{practice(case)} ({case.lead}) was not put forward again: it is on the list already. Nothing has changed. "
            f"Tell {ask} what is new."
        )
    stands = case.workflow.states[others[0].state].officer
    return (
        f"{practice(case)} ({case.lead}) was not put forward again: {others[0].ref} is open for it, at '{stands}'. "
        f"Nothing has changed. Add what you know to {others[0].ref}."
    )


@guard()
def redirected_here(case: Case, _argument: Any) -> str | None:
    """A bid that the nomination names was passed on to another programme, and this organisation takes part in it."""
    ref = str(case.values.get("from_case", "")).strip()
    if not ref:
        return None
    bid = applications.dossier(case.session, ref)
    if bid.state != "redirected":
        return (
            f"{practice(case)} was not put forward from {ref}: that bid was not passed to another programme, so its "
            "practice has not agreed to this. Nothing has changed. Ask the practice, or put it forward without that bid."
        )
    if case.lead not in {bid.lead, *(one.organisation for one in bid.participants)}:
        return (
            f"{practice(case)} ({case.lead}) was not put forward from {ref}: it takes no part in that bid. "
            "Nothing has changed. Check the code."
        )
    return None


@guard()
def consent_recorded(case: Case, argument: str) -> str | None:
    """The practice has agreed to a purpose before it happens: `referral`, or `sharing` of its information."""
    if support.consent(case.session, case.id, argument) is not None:
        return None
    return (
        f"'{case.step.replace('_', ' ')}' on {case.ref} was not taken: {practice(case)} has not agreed "
        f"{_PURPOSES[argument]}. Nothing has changed and nothing was shared. Ask the practice first."
    )


@guard()
def telephone_contact_recorded(case: Case, _argument: Any) -> str | None:
    """Somebody rang the practice since it was asked, and the call is on record, before silence counts as an answer."""
    if support.contacts(case.session, case.id, since=case.application.state_since):
        return None
    return (
        f"{case.ref} was not closed for want of an answer: no telephone call to {practice(case)} is on record since "
        f"{day_words(london_day(case.application.state_since))}. Nothing has changed. Ring the practice and record the "
        f"call (fundflow support call {case.ref})."
    )


@guard(asks=("sources", "locality_view"))
def information_complete(case: Case, _argument: Any) -> str | None:
    """The figures that were looked at and the locality's view are named before anything is put to those who decide."""
    lacking = [
        words
        for name, words in (("sources", "the figures that were looked at"), ("locality_view", "the locality's view"))
        if not case.values.get(name)
    ]
    if not lacking:
        return None
    return (
        f"{case.ref} was not put forward for a decision: {' and '.join(lacking)} are missing. Nothing has changed. "
        "Give them with the step (sources=..., locality_view=...)."
    )


@guard(asks=("risk",))
def closure_risk_stated(case: Case, _argument: Any) -> str | None:
    """The rapid route says what would close the practice, and when."""
    if str(case.values.get("risk", "")).strip():
        return None
    return (
        f"{case.ref} did not take the rapid route: it is for a practice that may close, and no risk is stated. "
        "Nothing has changed. Say what would close it and when (risk=...), or complete its information."
    )


@guard(asks=("scope", "impact"))
def in_band(case: Case, argument: str) -> str | None:
    """Scope for support times impact of support, each 1 to 3, gives the band that this step is for."""
    matrix = rules_of(case).matrix
    scope, impact = (given.whole(case.value(name), name) for name in ("scope", "impact"))
    for name, value, scale in (("scope", scope, matrix.scope), ("impact", impact, matrix.impact)):
        if value not in scale:
            words = "; ".join(f"{number}: {text}" for number, text in sorted(scale.items()))
            return f"{case.ref} was not rated: {name} {value} is not on the scale. Nothing has changed. Use {words}."
    band = support.band_of(rules_of(case), scope=scope, impact=impact)
    if band.key == argument:
        return None
    wanted = next(one for one in matrix.bands if one.key == argument)
    return (
        f"'{case.step}' does not fit {case.ref}: scope {scope} times impact {impact} is {scope * impact}, and it needs "
        f"{wanted.least} or more{_below(case, wanted.least)}. Nothing has changed. {scope * impact} means: {band.means} "
        "Take the step for that, or rate it again."
    )


def _below(case: Case, least: int) -> str:
    higher = sorted(band.least for band in rules_of(case).matrix.bands if band.least > least)
    return f" and less than {higher[0]}" if higher else ""


@guard(asks=("new_facts",))
def review_due_or_new_facts(case: Case, _argument: Any) -> str | None:
    """The reserve list is looked at every so many months, or at once when something new is known."""
    if str(case.values.get("new_facts", "")).strip() or case.day >= review_day(case):
        return None
    return (
        f"{case.ref} stays on the reserve list until its review on {day_words(review_day(case))}. Nothing has changed. "
        "Say what is new (new_facts=...) to have it looked at now."
    )


def review_day(case: Case) -> date:
    """When the reserve list is next looked at for this case."""
    return months_after(london_day(case.application.state_since), rules_of(case).review_months)


@guard(asks=("handed_back_on",))
def hand_back_dated(case: Case, _argument: Any) -> str | None:
    """The day on which the contract is handed back is named, and is not still to come."""
    day = given.day(case, "handed_back_on")
    if day is not None and day <= case.day:
        return None
    what = f"{day_words(day)} has not come yet" if day else "the day is not named"
    return (
        f"{case.ref} was not ended for a contract handed back: {what}. Nothing has changed. "
        "Give the last day of the contract (handed_back_on=...), once it has passed."
    )
