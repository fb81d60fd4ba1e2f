"""Letters about money sent, asked about, held or owed back: L08, L08a, L08b, L09, L09b, L09c, N5."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from fundflow.letters.facts.fact import Common, Count, Fact, Moment, Pence, Text
from fundflow.letters.facts.nouns import Cut, Sum

Sums = Annotated[tuple[Sum, ...], Field(min_length=1)]


class Payer(Fact):
    """What one commissioner paid of a payment, from which year's money."""

    commissioner: Text
    year: Text
    pence: Pence


class Remittance(Common):
    """L08: what was paid, for what, less what, and what is left.

    `gross` includes `vat`; `deductions` are above zero and taken off; `paid` is what reached the account.
    `own` says that the reader was paid, and not somebody who works for it.
    """

    payment_ref: Text
    paid_on: date
    own: bool = True
    payee: Text
    instalment: Text
    period: Text
    claims: Annotated[tuple[Text, ...], Field(min_length=1)]
    invoices: tuple[Text, ...]
    payers: Annotated[tuple[Payer, ...], Field(min_length=1)]
    gross: Pence
    vat: Pence
    deductions: tuple[Sum, ...]
    paid: Pence
    account_ends: Annotated[str, StringConstraints(pattern=r"^\d{4}$")] | None
    narrative: Annotated[str, StringConstraints(min_length=1, max_length=35)]
    route: Text
    award: Pence
    paid_to_date: Pence
    left: Pence


class ClaimQuestion(Fact):
    """One line of a claim that we ask about."""

    line: Text
    pence: Pence
    question: Text


class ClaimQuery(Common):
    """L08a: questions about a claim before it is checked further."""

    claim_ref: Text
    claimed: Pence
    received_at: Moment
    asked_by: Text
    lines: Annotated[tuple[ClaimQuestion, ...], Field(min_length=1)]
    answer_by: Moment


class ClaimRefused(Common):
    """L08b: a claim refused or cut, line by line."""

    claim_ref: Text
    claimed: Pence
    agreed: Pence
    received_at: Moment
    decided_by: Text
    cuts: Annotated[tuple[Cut, ...], Field(min_length=1)]
    source: Text
    pay_by: date | None
    challenge_by: date
    reclaim: Text


class ClaimHeld(Common):
    """N5: a claim waits, and what sets it free."""

    claim_ref: Text
    claimed: Pence
    held_on: date
    why: Text
    needs: tuple[Text, ...]
    spent_before: date | None


class PayeeChange(Common):
    """N9: a change of payment details was asked for; payments wait, and whom to ring if it was not you."""

    asked_on: date
    checked_by: date
    waiting: tuple[Sum, ...]


class Due(Fact):
    """One instalment of a repayment."""

    on: date
    pence: Pence


class RecoveryNotice(Common):
    """L09: money is to be returned: the sum, the working, how to challenge it, how to pay."""

    recovery_ref: Text
    paid: Pence
    spent: Pence
    owed: Pence
    clause: Text
    clause_words: Text
    working: Sums
    evidence: tuple[Text, ...]
    reply_by: date
    panel: Text
    most_instalments: Count
    example: Annotated[tuple[Due, ...], Field(min_length=1)]
    set_off_against: str = ""
    vat: Text
    interest: Text
    partners_liable: Text
    other_claims: Text
    pay_to: Text


class FinalDemand(Common):
    """L09b: the time to answer is over, or the sum is agreed: pay by a day."""

    recovery_ref: Text
    ground: Literal["no_reply", "agreed", "default", "panel"]
    notice_ref: Text
    notice_on: date
    owed: Pence
    received: Pence
    clause: Text
    pay_by: date
    instalments: tuple[Due, ...]
    interest: Text
    pay_to: Text
    next_step: Text


class RecoveryOutcome(Common):
    """L09c: what came of a challenge to a recovery."""

    recovery_ref: Text
    outcome: Literal["uphold", "reduce", "dismiss"]
    notice_ref: Text
    heard_on: date
    heard_by: Text
    was_owed: Pence
    owed: Pence
    findings: Annotated[tuple[Text, ...], Field(min_length=1)]
    pay_by: date | None
    pay_to: Text
