"""Letters while an award runs: L11, L11b, L13, L13b, L13c, L22, L22b, N3."""

from datetime import date
from typing import Annotated

from pydantic import Field

from fundflow.letters.facts.fact import Common, Count, Decided, Fact, Pence, Text
from fundflow.letters.facts.nouns import AmountChange, Change, Condition, Event, Sum


class Variation(Common):
    """L11: the agreement is changed; before and after stand side by side."""

    number: Count
    asked_by: Text
    reason: Text
    authority: Text
    effective_on: date
    changes: tuple[Change, ...]
    amounts: Annotated[tuple[AmountChange, ...], Field(min_length=1)]
    conditions: tuple[Condition, ...]


class VariationRefused(Common):
    """L11b: the agreement stays as it is."""

    number: Count
    asked_by: Text
    asked_on: date
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    reasons: Annotated[tuple[Text, ...], Field(min_length=1)]
    authority: Text
    challenge_by: date


class LateReturn(Fact):
    """A return that has not come."""

    title: Text
    due: date
    days_late: Count


class OverdueReturn(Common):
    """L13: a return is late; when payments would stop, and how to avoid it."""

    late: Annotated[tuple[LateReturn, ...], Field(min_length=1)]
    stops_on: date
    where: Text
    held: tuple[Sum, ...]


class Review(Common):
    """L13b: something changed, and the award is looked at again."""

    why: Text
    source: Text
    needs: tuple[Event, ...]
    meeting: Text
    meeting_on: date | None
    possible: tuple[Text, ...]


class ReviewResult(Common):
    """L13c: the award goes on."""

    decisions: Decided
    why: Text
    conditions: tuple[Condition, ...]


class Suspension(Common):
    """L22: payments stop; what to do, by when, and what is held."""

    suspended_on: date
    why: Text
    source: Text
    needs: Annotated[tuple[Event, ...], Field(min_length=1)]
    held: tuple[Sum, ...]
    decided_by: tuple[Text, ...]
    long_stop: date
    challenge_by: date


class SuspensionLifted(Common):
    """L22b: payments start again."""

    lifted_on: date
    suspended_on: date
    why: Text
    released: tuple[Sum, ...]
    timetable: tuple[Event, ...]


class EndDateNear(Common):
    """N3: the work ends soon, or has ended; what to claim and to report."""

    ends: date
    last_claim: date
    report_due: date
    award: Pence
    paid: Pence
    waiting: Pence
    unclaimed: Pence
    report_asks: tuple[Text, ...]
