"""A task that no step ends is said to be done by whoever holds its role, with how; the others name what ends them."""

from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit
from fundflow.applications import CaseTask
from fundflow.engine.case import open_case
from fundflow.engine.machine import ORGANISATIONS_OWN, holds
from fundflow.engine.rounds import act_of
from fundflow.errors import NotFound, Refused
from fundflow.people import Actor, role_words

ENDED_BY = {
    "assign_assessors": "assign {ref} USER",
    "replace_assessor": "assessment replacement {ref}",
    "rule_on_interest": "assessment rule {ref} USER",
    "tell_committee": "assessment tell {ref} NOTE",
    "check_letter": "application partners {ref}",
    "partner_condition": "application partners {ref}",
    "partner_asks": "application partners {ref}",
    "partner_asks_to_leave": "award leave {ref} CODE",
    "confirm_contact": "application confirm-contact {ref} CODE",
    "propose_suspension": "steps {ref}",
    "precedents_overdue": "steps {ref}",
    "suspension_overdue": "steps {ref}",
    "return_overdue": "return list {ref}",
    "check_list": "organisation correct-list CODE",
    "confirm_interest": "interest confirm LINE",
}
"""Kinds of task that end when what they ask for is done, and the command that does it."""


def typed(task: CaseTask, *, ref: str) -> str:
    """The command that ends a task: what it asks for, or saying that it is done."""
    ends = ENDED_BY.get(task.kind)
    return f"fundflow {ends.format(ref=ref)}" if ends else f"fundflow task done {task.id}"


def done(session: Session, number: int, *, how: str, actor: Actor, now: datetime) -> CaseTask:
    """Say that a task is done, and how; it leaves every work list, and stays in the record.

    Raises:
        Refused: not their task, nothing said of how, or it ends by itself. NotFound: no such open task.
    """
    task = next((one for one in applications.tasks(session) if one.id == number), None)
    if task is None:
        raise NotFound(f"no open task has the number {number}. Look at yours (fundflow tasks)")
    case = (
        open_case(session, applications.get_by_id(session, task.application_id).ref, actor=actor, now=now, lock=True)
        if task.application_id
        else None
    )
    own = task.role in ORGANISATIONS_OWN
    mine = case is not None and holds(actor, task.role, case) if own else actor.has(task.role, fund=task.fund or None)
    if not mine:
        raise Refused.because(
            "may_act",
            f"Task {number} was not ended: it waits for the {role_words(task.role)}, and {actor.name} does not have "
            "that role here. Nothing has changed. Ask them to do it.",
        )
    if task.kind in ENDED_BY:
        raise Refused.because(
            "ends_by_itself",
            f"Task {number} was not ended: it ends by itself once what it asks for is done. Nothing has changed. "
            f"Do what it asks for ({typed(task, ref=case.ref if case else '')}).",
        )
    if not how.strip():
        raise Refused.because(
            "reason_given", f"Task {number} was not ended: say what was done (--reason). Nothing has changed."
        )
    subject = case.ref if case else task.fund or "office"
    act = act_of(actor, now=now, what="task.done", subject=subject, reason=how.strip())
    finished = applications.finish_task(session, task.key, act=act)
    audit.record(session, act, before={"task": task.text}, after={"kind": task.kind})
    return finished
