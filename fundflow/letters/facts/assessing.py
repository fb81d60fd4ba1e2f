"""Letters from the day that a bid arrives until it is assessed: L01 to L03d, N1."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from fundflow.letters.facts.fact import Common, Contact, Moment, Text
from fundflow.letters.facts.nouns import Amount, Check, Event, Gate, Question

Questions = Annotated[tuple[Question, ...], Field(min_length=1)]


class Acknowledgement(Common):
    """L01: we have the bid; `recall_until` is the last moment to change it."""

    received_at: Moment
    sent_by: Text
    amounts: tuple[Amount, ...]
    checks: tuple[Check, ...]
    assessors: Text
    interests: Text
    timetable: tuple[Event, ...]
    recall_until: Moment | None


class AcceptedForAssessment(Common):
    """L01b: the bid meets the fund's rules and goes to the assessors."""

    accepted_on: date
    checks: tuple[Check, ...]
    assessors: Text
    timetable: tuple[Event, ...]
    decision_by: date | None


class Ineligible(Common):
    """L02: rules that the bid does not meet; `resubmit_until` where one can be put right in time."""

    found_on: date
    gates: Annotated[tuple[Gate, ...], Field(min_length=1)]
    resubmit_until: Moment | None
    reconsider_by: date
    other_routes: tuple[Text, ...]


class Redirected(Common):
    """L02b: the bid is for support that another programme gives, and the practice agreed to go there."""

    why: Text
    source: Text
    programme: Text
    consent_by: Text
    consent_on: date
    steps: tuple[Event, ...]
    programme_contact: Contact


class ClarificationRequest(Common):
    """L03: numbered questions and the time to answer them."""

    questions: Questions
    reply_by: Moment
    asked_by: Text
    stands_still: Text


class ClarificationReminder(Common):
    """L03b: the answer is due soon, or has been given more time."""

    kind: Literal["reminder", "extension"]
    asked_on: date
    questions: Questions
    was_due: Moment
    reply_by: Moment


class ClarificationReceipt(Common):
    """L03c: we have the answer."""

    received_at: Moment
    answered_by: Text
    asked_on: date
    attachments: tuple[Text, ...]
    timetable: tuple[Event, ...]


class AssessedAsIs(Common):
    """L03d: no answer came, and the bid is assessed as it stands."""

    asked_on: date
    was_due: Moment
    questions: Questions
    timetable: tuple[Event, ...]
    decision_by: date | None


class DateReminder(Common):
    """N7: something is due soon, and what happens if it does not come."""

    due: Annotated[Moment | date, Field(union_mode="left_to_right")]
    what: Text
    otherwise: Text
    how: Text


class DraftNotSubmitted(Common):
    """N1: the round closed over a draft."""

    closed_at: Moment
    last_saved_at: Moment
    missing: tuple[Text, ...]
    next_round: Text
    other_routes: tuple[Text, ...]
