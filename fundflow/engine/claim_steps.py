"""What each step of a claim is called on a page, what it asks for, and who may take it now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from fundflow import money, payments
from fundflow.engine import parties
from fundflow.engine.asking import Asked, Texts, values
from fundflow.engine.case import Case
from fundflow.engine.claims.drafting import claimant_roles
from fundflow.errors import NotFound, Refusal

_NAMED = {"return_to_checker": "return"}
"""Steps whose name in the table of the claim's life is longer than the one that people give."""
_ELSEWHERE = ("change", "release", "confirm_paid", "payment_failed", "bounced")
"""Steps that are not taken by themselves: a draft is changed by what is written, and a run takes the others for its claims."""
_HANDS: Mapping[str, payments.Hand] = {"check": "check", "approve": "approve", "refuse": "approve"}


@dataclass(frozen=True)
class Deed:
    """One step of a claim as a page offers it: `refusals` say why this person may not take it.

    `main` takes the claim on, `drastic` ends it.
    """

    name: str
    label: str
    means: str
    asks: tuple[Asked, ...] = ()
    needs_reason: bool = False
    refusals: tuple[Refusal, ...] = ()
    drastic: bool = False
    main: bool = False


def _ending(name: str, label: str, means: str, *, needs_reason: bool = False) -> Deed:
    return Deed(name, label, means, needs_reason=needs_reason, drastic=True)


_DECLARATION = Asked(
    "declaration",
    "Declaration",
    "For example: these costs were met for this award, in this period, and are claimed nowhere else.",
    "long",
)
_DEEDS = {
    one.name: one
    for one in (
        Deed("submit", "Send the claim", "Your signatory declares it. After that its figures stand.", (_DECLARATION,)),
        Deed("answer", "Answer the questions", "The claim goes back to whoever checks it."),
        Deed("check", "Pass it as checked", "You have looked at its lines, its papers and the budget."),
        Deed("approve", "Approve it", "Whole, or less of a line with the reason. Somebody else pays it."),
        Deed("release_hold", "Let it go on", "It goes on from where it was."),
        Deed("settle", "Close it", "The bank can no longer send it back."),
        Deed(
            "query",
            "Ask about it",
            "The recipient answers by a day; the claim waits meanwhile.",
            (
                Asked("questions", "Your questions", "One a line; they are numbered for the recipient.", "lines"),
                Asked("due_on", "Answer by", "Left empty, it is the fund's usual time.", "day", optional=True),
            ),
        ),
        Deed("return", "Send it back to its checker", "It is checked once more.", needs_reason=True),
        Deed("hold", "Let it wait", "It is in no payment run until somebody lets it go on.", needs_reason=True),
        _ending("withdraw", "Take the claim back", "Its amount goes back to what you can still claim."),
        _ending("discard", "Throw the draft away", "Nothing was counted yet, so nothing else changes."),
        _ending("lapse", "Refuse it for want of an answer", "The day for the answer has passed."),
        _ending("refuse", "Refuse it", "Nothing of it is paid; the recipient is told why.", needs_reason=True),
        _ending("reverse", "Refuse it after all", "What was approved is taken back.", needs_reason=True),
    )
}
"""Every step, in the order in which somebody needs them; those that end a claim come last."""
_ORDER = tuple(_DEEDS)
_ON = ("submit", "answer", "check", "approve", "release_hold", "settle")
"""Steps that take a claim on."""
_BY_RUNS = {"release": "Pay it in a payment run", "confirm_paid": "Book what the bank says of it"}
"""What takes a claim on without a step of its own, as people call it."""


def deeds(case: Case, claim: payments.Claim) -> list[Deed]:
    """The steps that the person who looks may take on a claim: what takes it on first, what ends it last.

    Each has what keeps them in particular from it.
    """
    roles = claimant_roles(case, claim.payee)
    names = [_NAMED.get(name, name) for name in payments.CLAIM.open(claim.state, roles) if name not in _ELSEWHERE]
    return [_for_person(case, claim, _DEEDS[name]) for name in sorted(names, key=_ORDER.index)]


def chosen(deeds: Iterable[Deed], row: payments.Claim | payments.Recovery, name: str) -> Deed:
    """The one of these steps of a claim or a recovery that somebody chose.

    Raises:
        NotFound: it is none of them.
    """
    found = next((one for one in deeds if one.name == name), None)
    if found is None:
        raise NotFound(
            f"{row.ref} is {row.state.replace('_', ' ')}, and that step is not yours to take now. Nothing has changed."
        )
    return found


def awaited(claim: payments.Claim) -> tuple[str, tuple[str, ...]] | None:
    """What a claim waits for next, in words, and the roles that do it; nothing at its end, or while time decides."""
    for (start, action), way in payments.CLAIM.ways.items():
        if start == claim.state and way.roles != ("system",) and (action in _ON or action in _BY_RUNS):
            return _BY_RUNS[action] if action in _BY_RUNS else _DEEDS[action].label, tuple(way.roles)
    return None


def _for_person(case: Case, claim: payments.Claim, deed: Deed) -> Deed:
    hand = _HANDS.get(deed.name)
    found: Sequence[Refusal] = ()
    if hand is not None:
        ties = parties.own_ties(case, case.actor.id)
        found = payments.duties(payments.hands(claim), hand, person=case.actor.id, ties=ties)
    asks = deed.asks or _asks(case.session, claim, deed.name)
    return replace(deed, asks=asks, refusals=tuple(found), main=deed.name in _ON)


def _asks(session: Session, claim: payments.Claim, name: str) -> tuple[Asked, ...]:
    if name == "answer":
        rows = {str(one.number): one.question for one in payments.questions(session, claim.id) if not one.answer}
        return (Asked("answers", "Your answers", "Answer each question.", "pairs", rows),)
    if name == "approve":
        rows = {
            str(one.number): f"{one.number}. {one.description}: {money.pounds(one.pence)} claimed"
            for one in payments.lines(session, claim.id)
        }
        return (
            Asked("approved", "Approved for less", "Only lines of which you approve less; in pounds.", "amounts", rows),
            Asked("reasons", "Why less", "For each line that you cut; the recipient reads it.", "pairs", rows),
        )
    return ()


def given(deed: Deed, typed: Texts) -> dict[str, Any]:
    """What was typed for a step of a claim, as the step takes it.

    Raises:
        BadInput: an amount that is none.
    """
    found = values([one for one in deed.asks if one.name != "approved"], typed)
    cuts = next((one for one in deed.asks if one.name == "approved"), None)
    for number in cuts.choices or {} if cuts else {}:
        text = "".join(typed(f"approved.{number}")[-1:]).strip()
        if text:
            found.setdefault("approved", {})[int(number)] = money.parse(text, place=f"approved.{number}")
    return found
