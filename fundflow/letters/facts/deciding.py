"""Letters of a decision and of its reconsideration: L04a, L05, L06, L16, L19, L20, N2, N4."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from fundflow.letters.facts.fact import Common, Contact, Count, Decided, Moment, Pence, Text
from fundflow.letters.facts.nouns import Amount, Condition, Cut, Event, Feedback, Panellist, Question, Sum


class PartialApproval(Common):
    """L04a: less was agreed than asked; does the bid still work?"""

    decisions: Decided
    asked: Pence
    agreed: Pence
    amounts: Annotated[tuple[Amount, ...], Field(min_length=1)]
    cuts: Annotated[tuple[Cut, ...], Field(min_length=1)]
    minimum_viable: Pence | None
    conditions: tuple[Condition, ...]
    confirm_by: Moment


class Rejection(Common):
    """L05: no, by whom, why by criterion, how near, and what next.

    `ground` is the reason that decided; `rank` and `ranked` are None where the fund does not publish ranks or the
    bid was not ranked; `total` and `threshold` likewise are empty.
    """

    decisions: Decided
    ground: Literal["threshold", "minimum", "outranked", "reserve_expired", "deferral_lapsed", "committee"]
    reasons: tuple[Text, ...]
    band: Text
    total: str = ""
    threshold: str = ""
    rank: Count | None
    tied: bool
    ranked: Count | None
    feedback: Annotated[tuple[Feedback, ...], Field(min_length=1)]
    reconsider_by: date
    debrief: Contact
    debrief_until: date
    next_round: Text
    other_routes: tuple[Text, ...]


class Deferral(Common):
    """L06: not yet; what is needed, by when, and the meeting that comes back to it."""

    decisions: Decided
    reason: Text
    needs: tuple[Question, ...]
    answer_by: date | None
    next_meeting: date | None
    deferral: Count
    most_deferrals: Count


class ReserveList(Common):
    """L16: good enough to fund, and there is no money for it now."""

    decisions: Decided
    amounts: Annotated[tuple[Amount, ...], Field(min_length=1)]
    rank: Count
    tied: bool
    ranked: Count
    short_of: Annotated[tuple[Sum, ...], Field(min_length=1)]
    reserve_until: date


class ReconsiderationReceipt(Common):
    """L19: we have the request; who hears it and when."""

    received_at: Moment
    asked_by: Text
    decision_questioned: Text
    grounds: Annotated[tuple[Text, ...], Field(min_length=1)]
    panel: Annotated[tuple[Panellist, ...], Field(min_length=2)]
    heard_on: date | None
    answer_by: date


class ReconsiderationOutcome(Common):
    """L20: what the panel decided and why."""

    outcome: Literal["dismiss", "uphold_screening", "uphold_scoring", "uphold_decision"]
    heard_on: date
    panel: Annotated[tuple[Panellist, ...], Field(min_length=2)]
    findings: Annotated[tuple[Question, ...], Field(min_length=1)]
    timetable: tuple[Event, ...]


class Delay(Common):
    """N2: no decision yet; `no_fault` where a meeting could not decide, and not where a decision was set aside."""

    expected_on: date
    no_fault: bool
    reason: Text
    next_meeting: date | None
    stands: tuple[Text, ...]


class RoundCancelled(Common):
    """N4: the round is stopped before its end."""

    decisions: Decided
    reason: Text
    cancelled_on: date
    stood: Text
    other_routes: tuple[Text, ...]
