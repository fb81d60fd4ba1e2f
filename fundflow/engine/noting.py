"""Remarks that the office writes on a case, and that anybody may ask to read under freedom of information."""

from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit
from fundflow.engine import sight
from fundflow.engine.case import open_case
from fundflow.errors import Refused
from fundflow.people import Actor

FOI = (
    "Anybody may ask to read a note under the Freedom of Information Act, the people whom it is about too. Write what you "
    "know, who told you and when. A note is never changed or taken away."
)
"""What is said at the box in which a note is written."""
WRITERS = tuple(role for role in sight.OFFICE if role != "auditor")
"""Who writes notes: everybody of the office but the auditor, who reads them all."""


def may_note(actor: Actor, *, fund: str) -> bool:
    """Whether somebody may write a note on the cases of a fund."""
    return any(actor.has(role, fund=fund) for role in (*WRITERS, "administrator"))


def note(session: Session, ref: str, text: str, *, actor: Actor, now: datetime) -> applications.Note:
    """Write a note on a case; it says who wrote it and when, and stays.

    Raises:
        Refused: this person does not work in the office, or only reads there. BadInput: the note is empty.
        NotFound: there is no such case, or nothing of it is theirs to see.
    """
    case = open_case(session, ref, actor=actor, now=now, step="note", lock=True)
    sight.of_case(case)
    if not may_note(actor, fund=case.fund_id):
        raise Refused.because(
            "may_act",
            f"The note was not kept: notes on {ref} are written by those who work on it, and {actor.name} does not. Nothing "
            "has changed. Ask its officer to write it.",
        )
    made = applications.add_note(session, case.application, text, act=case.act())
    audit.record(session, case.act(), after={"text": made.text})
    return made
