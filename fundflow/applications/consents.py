"""The part of the domain's face that is about consent: answers kept, conditions, letters handed in and checked."""

from fundflow.applications.actions.consents import (
    check_letter,
    decline_condition,
    letter_waiting,
    note_answer,
    return_letter,
    send_letter,
    write_condition,
)
from fundflow.applications.queries.consents import answers, answers_of_case, signed_by
from fundflow.applications.rules.consent import before_and_after
from fundflow.applications.tables import ConsentAnswer

__all__ = [
    "ConsentAnswer",
    "answers",
    "answers_of_case",
    "before_and_after",
    "check_letter",
    "decline_condition",
    "letter_waiting",
    "note_answer",
    "return_letter",
    "send_letter",
    "signed_by",
    "write_condition",
]
