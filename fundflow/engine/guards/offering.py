"""Offers: who may send one, inside what was decided, and what an acceptance needs."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from fundflow import awards, committees, organisations, payments
from fundflow.calendar import deadline
from fundflow.clock import moment_words
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.guards.gates import scale_of
from fundflow.engine.registry import guard
from fundflow.money import pounds

SIGNED_FOR: Final[Mapping[str, Callable[[organisations.CommissionerFacts], bool]]] = {
    "finance_must_countersign": lambda body: body.in_financial_recovery,
    "region_must_sign": lambda body: body.delegation_level == "joint",
}
"""For which commissioners another signature stands on an offer, by the condition that asks for it."""


def approved_amounts(case: Case) -> dict[str, dict[str, int]]:
    """Pence approved by commissioner and period, above nought."""
    found: dict[str, dict[str, int]] = {}
    for share in case.dossier.shares:
        for period, pence in share.approved.items():
            if pence:
                found.setdefault(share.commissioner, {})[period] = pence
    return found


def offered_amounts(case: Case) -> dict[str, dict[str, int]]:
    """What a person typed to be offered, or all that was approved."""
    rows = given.rows(case, "amounts", "commissioner", "period", "pence")
    if not rows:
        return approved_amounts(case)
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(str(row["commissioner"]), {})[str(row["period"])] = given.pence(row, "amounts")
    return found


@guard()
def before_confirmation_due(case: Case, _argument: Any) -> str | None:
    """The date for saying whether the smaller bid can work has not passed."""
    due = deadline(case.application.state_since, working_days=case.fund.days.confirmation)
    if case.now <= due:
        return None
    return f"You could confirm {case.ref} until {moment_words(due)}. Ring us today if something stopped you."


@guard(asks=("scope",))
def reduced_scope_named(case: Case, _argument: Any) -> str | None:
    """The applicant says what will be done for the smaller amount."""
    if str(case.values.get("scope", "")).strip():
        return None
    return f"{case.ref} was not confirmed: say what you will do for the smaller amount (scope=...). Nothing is lost."


@guard()
def finance_must_countersign(case: Case, _argument: Any) -> str | None:
    """A commissioner that pays is in financial recovery, so finance signs the offer too (WO 7.1)."""
    if _paid_by_one_of(case, "finance_must_countersign"):
        return None
    return f"No commissioner that pays for {case.ref} is in financial recovery, so finance need not sign."


@guard()
def region_must_sign(case: Case, _argument: Any) -> str | None:
    """A commissioner that pays decides jointly with NHS England, which signs the offer too (CB 4, domain 2(e))."""
    if _paid_by_one_of(case, "region_must_sign"):
        return None
    return f"No commissioner that pays for {case.ref} decides jointly with NHS England, so NHS England need not sign."


def _paid_by_one_of(case: Case, condition: str) -> bool:
    paying = [share.commissioner for share in case.dossier.shares if share.approved_pence]
    return any(SIGNED_FOR[condition](organisations.commissioner(case.session, code)) for code in paying)


@guard()
def within_delegated_limit(case: Case, _argument: Any) -> str | None:
    """The amounts offered are inside what each committee decided: the officer only sends what was approved."""
    approved = approved_amounts(case)
    wrong = awards.above(offered_amounts(case), approved)
    if wrong is None:
        return (
            None if approved else f"Nothing is approved on {case.ref}, so there is nothing to offer. Ask the committee."
        )
    commissioner, period, wanted, decided = wrong
    name = case.names.get(commissioner, commissioner)
    return (
        f"This offer was not made. It offers {pounds(wanted)} of {name} in {period} and the committee decided "
        f"{pounds(decided)}. Nothing has changed. Lower it to that, or go back to the committee."
    )


@guard()
def conditions_agree(case: Case, _argument: Any) -> str | None:
    """No two commissioners' conditions contradict each other."""
    wrong = committees.contradicting(case.session, case.id)
    if not wrong:
        return None
    said = str(wrong[0])
    for code, name in case.names.items():
        said = said.replace(f"{code} asks", f"{name} asks")
    return f"The offer on {case.ref} waits: {said} Tell both committees: the offer goes when one gives way."


@guard()
def schedule_adds_up(case: Case, _argument: Any) -> str | None:
    """The fund's instalments can be cut from the amounts, to the penny."""
    amounts = awards.cells(offered_amounts(case))
    planned = payments.schedule(case.payment, amounts)
    total, cut = sum(amounts.values()), sum(one.pence for one in planned)
    if total == cut and total:
        return None
    return f"The instalments of {case.ref} come to {pounds(cut)} and the offer to {pounds(total)}. Check the fund's schedule."


@guard()
def offer_open(case: Case, _argument: Any) -> str | None:
    """The offer has not ended."""
    offer = case.offer
    if offer is not None and case.now <= offer.expires_at:
        return None
    when = moment_words(offer.expires_at) if offer else "an earlier date"
    return (
        f"The offer on {case.ref} ended on {when}. The money has gone back to the fund. Ring us about the next round."
    )


@guard()
def signed_unqualified(case: Case, _argument: Any) -> str | None:
    """The acceptance is of the whole offer; a part or a disputed term is a question, not an acceptance."""
    text = str(case.values.get("qualification", "")).strip()
    if not text:
        return None
    return (
        f"{case.ref} was not accepted: an acceptance is of the whole offer, and you wrote '{text}'. The offer stands "
        "and its date runs on. Ask for a change to the offer instead, and we answer."
    )


@guard()
def payee_verified(case: Case, _argument: Any) -> str | None:
    """We know how to pay the recipient: a vendor reference that was called back and confirmed by two people."""
    if payments.payee(case.session, case.lead) is not None:
        return None
    name = organisations.names(case.session, [case.lead]).get(case.lead, case.lead)
    contact = case.fund.contact
    ring = f" Ring {contact.name} on {contact.telephone}." if contact else ""
    return (
        f"{case.ref} was not accepted yet: we hold no verified payment details for {name} ({case.lead}). The offer "
        f"stands. We telephone you on the number that we hold, and two of us check it.{ring}"
    )


@guard()
def extension_within_year(case: Case, _argument: Any) -> str | None:
    """More time never goes past 31 March of the money's first year to end."""
    offer = case.offer
    assert offer is not None
    assert offer.id is not None
    periods = [period for row in awards.offer_amounts(case.session, offer.id).values() for period in row]
    last = awards.last_expiry(periods)
    if offer.expires_at < last:
        return None
    return (
        f"The offer on {case.ref} runs to {moment_words(last)} already, when the money's year ends. It cannot run longer. "
        "Ask the lead to accept by then, or take the bid back to the committee."
    )


@guard(asks=("amounts",))
def inside_decision(case: Case, _argument: Any) -> str | None:
    """The changed offer stays inside what was decided and offered."""
    offer = case.offer
    assert offer is not None
    assert offer.id is not None
    wrong = awards.above(offered_amounts(case), awards.offer_amounts(case.session, offer.id))
    if wrong is None:
        return None
    commissioner, period, wanted, offered = wrong
    return (
        f"The changed offer on {case.ref} would give {pounds(wanted)} of {case.names.get(commissioner, commissioner)} in "
        f"{period}, and {pounds(offered)} was offered. Nothing has changed. Only the committee can decide more."
    )


@guard()
def still_at_scale(case: Case, _argument: Any) -> str | None:
    """The organisations that stay in the bid still work at scale."""
    scale = scale_of(case)
    return None if scale.verdict != "fail" else f"{scale.sentence} Take the offer back to the committee instead."
