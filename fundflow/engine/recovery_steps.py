"""What each step of a recovery is called on a page, what it asks for, and which ones the person who looks may take."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from fundflow import money, payments, people
from fundflow.engine.asking import Asked, Texts, values
from fundflow.engine.case import Case
from fundflow.engine.claim_steps import Deed
from fundflow.engine.claims import roles_of
from fundflow.money import pounds
from fundflow.payments import Recovery

_AMOUNT = Asked("pence", "Amount", "In pounds, for example 1,250.00.")
_DEEDS: Mapping[str, Deed] = {
    one.name: one
    for one in (
        Deed(
            "drop", "Let it go", "Nothing was asked back yet, so nothing else changes.", needs_reason=True, drastic=True
        ),
        Deed(
            "give_notice",
            "Give notice",
            "A letter says what is to be returned and why; the recipient has a day to reply.",
        ),
        Deed("agree", "Agree", "You return the sum. Finance may agree instalments with you."),
        Deed(
            "represent",
            "Dispute it",
            "A panel of people who had no hand in it looks at it again.",
            (Asked("reply", "What you dispute", "Say which figure or fact is wrong, and what shows it.", "long"),),
        ),
        Deed("uphold", "Find for the recipient", "Nothing is to be returned.", needs_reason=True),
        Deed("reduce", "Lower the sum", "Less is to be returned.", (_AMOUNT,), needs_reason=True),
        Deed("dismiss", "Find that the sum stands", "The whole sum is to be returned.", needs_reason=True),
        Deed(
            "agree_instalments",
            "Agree instalments",
            "Equal parts, each due on its day; one that is late brings back the whole sum.",
            (Asked("days", "Days on which a part is due", "One a line, for example 2018-05-01.", "lines"),),
        ),
        Deed(
            "receive",
            "Book money that came back",
            "The sum goes off what is owed.",
            (_AMOUNT, Asked("reference", "Reference on the bank's statement")),
        ),
        Deed(
            "set_off",
            "Take it off a claim",
            "The claim is paid less what is owed: with the recipient's consent, or by the agreement.",
            (Asked("claim", "Approved claim"), Asked("consent", "Who consents, and how", optional=True)),
        ),
        Deed(
            "write_off",
            "Give up what is still owed",
            "Only by an authority for its size.",
            needs_reason=True,
            drastic=True,
        ),
    )
}
_PANEL = ("uphold", "reduce", "dismiss")


def deeds(case: Case, recovery: Recovery) -> list[Deed]:
    """The steps of a recovery that the person who looks may take now; what gives money up comes last."""
    names = payments.RECOVERY.open(recovery.state, roles_of(case))
    found = [_for_case(case, recovery, _DEEDS[name]) for name in names if name in _DEEDS]
    return sorted(found, key=lambda one: one.drastic)


def _for_case(case: Case, recovery: Recovery, deed: Deed) -> Deed:
    asks = tuple(_claim(case.session, recovery) if one.name == "claim" else one for one in deed.asks)
    if deed.name in _PANEL:
        asks += (_others(case),)
    return replace(deed, asks=asks)


def _claim(session: Session, recovery: Recovery) -> Asked:
    found = payments.claims_of(session, recovery.application_id)
    rows = {one.ref: f"{one.ref}, {one.state.replace('_', ' ')}" for one in found if one.state == "approved"}
    return Asked("claim", "Approved claim", kind="choice", choices=rows)


def _others(case: Case) -> Asked:
    found = people.holders(case.session, "reconsideration_panel", on=case.day)
    rows = {one.sign_in_name: one.name for one in found if one.id != case.actor.id}
    return Asked("panel", "Who sat on the panel with you", "", "several", rows)


def given(deed: Deed, typed: Texts) -> dict[str, Any]:
    """What was typed for a step of a recovery, as the step takes it.

    Raises:
        BadInput: an amount that is none.
    """
    found = values(deed.asks, typed)
    if "pence" in found:
        found["pence"] = money.parse(found["pence"], place="pence")
    return found


def owed(session: Session, recovery: Recovery) -> str:
    """What is still to come back, in words."""
    return pounds(sum(part.pence for part in payments.outstanding(session, recovery.id)))
