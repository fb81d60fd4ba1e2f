"""Letters of the offer and of what answers it: L04, L12, L17, L18, L18b, L21."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from fundflow.letters.facts.fact import Common, Count, Decided, Fact, Moment, Pence, Text
from fundflow.letters.facts.nouns import (
    Amount,
    Condition,
    CostLine,
    Cut,
    Event,
    Instalment,
    Outcome,
    Participant,
    Report,
    Signed,
)

Amounts = Annotated[tuple[Amount, ...], Field(min_length=1)]
Instalments = Annotated[tuple[Instalment, ...], Field(min_length=1)]


class Invoicing(Fact):
    """Who sends claims to whom, in which form, by which day, and how fast they are paid."""

    sent_by: Text
    sent_to: Text
    form: Text
    cut_off: Text
    pay_within_days: Count


class Offer(Common):
    """L04: the offer and the whole agreement that it asks the reader to accept."""

    decisions: Decided
    version: Count
    purpose: Text
    amounts: Amounts
    cuts: tuple[Cut, ...]
    accept_by: Moment
    starts: date
    ends: date
    last_claim: date
    participants: Annotated[tuple[Participant, ...], Field(min_length=1)]
    conditions: tuple[Condition, ...]
    instalments: Instalments
    invoicing: Invoicing
    outcomes: tuple[Outcome, ...]
    reports: tuple[Report, ...]
    cost_lines: Annotated[tuple[CostLine, ...], Field(min_length=1)]
    cost_rules: tuple[Text, ...]
    tolerance_percent: Count
    tolerance: Pence
    vat: Text
    carry_forward: bool
    terms: tuple[Text, ...]
    retention_years: Count
    legal_basis: Text
    signatory: Text


class AwardConfirmation(Common):
    """L17: the agreement is in force, with every signature that it bears."""

    decisions: Decided
    offer_ref: Text
    amounts: Amounts
    starts: date
    ends: date
    last_claim: date
    signed: Annotated[tuple[Signed, ...], Field(min_length=1)]
    countersigned: Annotated[tuple[Signed, ...], Field(min_length=1)]
    participants: Annotated[tuple[Participant, ...], Field(min_length=1)]
    payee: Text
    bank_checked_on: date | None
    conditions: tuple[Condition, ...]
    instalments: Instalments
    timetable: tuple[Event, ...]


class OfferLapsed(Common):
    """L18: the time to accept, or to confirm a smaller bid, is over."""

    kind: Literal["offer", "partial"]
    sent_on: date
    lapsed_at: Moment
    released: Amounts
    next_round: Text


class OfferExtended(Common):
    """L18b: more time to accept, once."""

    was_due: Moment
    accept_by: Moment
    reason: Text
    amounts: Amounts


class Withdrawal(Common):
    """L12: the bid is withdrawn, or the offer declined, as the reader asked."""

    kind: Literal["withdrawn", "declined"]
    asked_by: Text
    asked_at: Moment
    reason: str = ""
    released: tuple[Amount, ...]
    reapply: Text


class Met(Fact):
    """A condition that was met, or set aside by whoever may do so."""

    task: Text
    how: Literal["met", "waived"]
    on: date
    by: Text


class AuthorityToStart(Common):
    """L21: work may start and money may be claimed."""

    authorised_on: date
    met: tuple[Met, ...]
    still_due: tuple[Condition, ...]
    starts: date
    ends: date
    last_claim: date
    instalments: Instalments
    invoicing: Invoicing
    reports: tuple[Report, ...]
    spent_from: date
