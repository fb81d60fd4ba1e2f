"""Sets conditions on awards and records how each was settled."""

from collections.abc import Sequence

from sqlmodel import Session

from fundflow.applications import Application
from fundflow.audit import Act
from fundflow.awards.queries import conditions, last_condition_number
from fundflow.awards.rules.conditions import MOVES, Terms, union
from fundflow.awards.tables import Condition
from fundflow.errors import BadInput, Refused


def add_conditions(session: Session, application: Application, terms: Sequence[Terms]) -> list[Condition]:
    """Add conditions to a case, each tagged with its owner; one that is there already is not added twice.

    Raises:
        BadInput: a condition without words, evidence or owner.
    """
    assert application.id is not None
    for number, one in enumerate(terms, 1):
        for name in ("text", "evidence", "owner"):
            if not getattr(one, name).strip():
                raise BadInput(f"a condition needs its {name}", place=f"conditions.{number}.{name}")
    held = {(row.commissioner, row.kind, row.text) for row in conditions(session, application.id)}
    number = last_condition_number(session, application.id)
    added = []
    for one in union(terms):
        if (one.commissioner, one.kind, one.text) in held:
            continue
        number += 1
        row = Condition(application_id=application.id, number=number, **vars(one))
        session.add(row)
        added.append(row)
    session.flush()
    return added


def meet_condition(session: Session, condition: Condition, *, act: Act, evidence_file: str = "") -> Condition:
    """Record that a condition is met; one that asks for evidence is met by it or by a reason in words.

    Raises:
        Refused: it was settled before, or neither evidence nor a reason is given.
    """
    if not evidence_file and not act.reason.strip():
        raise Refused.because(
            "evidence_given",
            f"Condition {condition.number} was not marked as met: it asks for {condition.evidence}. "
            "Attach it, or say what you saw.",
        )
    condition.evidence_file = evidence_file or condition.evidence_file
    return _settle(session, condition, "met", act)


def waive_condition(session: Session, condition: Condition, *, authority: str, act: Act) -> Condition:
    """Record that a condition is given up by whoever may do so, with the reason.

    Raises:
        Refused: another authority is needed, no reason is given, or it was settled before.
    """
    if condition.waiver_authority and authority != condition.waiver_authority:
        raise Refused.because(
            "waiver_authority",
            f"Condition {condition.number} was not waived: only {condition.waiver_authority} may waive it, and this "
            f"was {authority or 'nobody'}. Ask them, or have it met.",
        )
    if not act.reason.strip():
        raise Refused.because("reason_given", f"Condition {condition.number} was not waived: give the reason.")
    return _settle(session, condition, "waived", act)


def fail_condition(session: Session, condition: Condition, *, act: Act) -> Condition:
    """Record that a condition was not met in time, with what was found; it can still be met or waived.

    Raises:
        Refused: it was settled before, or no reason is given.
    """
    if not act.reason.strip():
        raise Refused.because(
            "reason_given",
            f"Condition {condition.number} was not marked as missed: the recipient may ask why. Nothing has changed. Say "
            "in words what was found.",
        )
    return _settle(session, condition, "failed", act)


def drop_conditions(session: Session, application: Application, *, asked: Sequence[Terms], act: Act) -> list[Condition]:
    """Drop what no standing decision asks for any more (it was taken again, or its commissioner pays nothing now).

    What is dropped stays in the history; what is met, waived or dropped already is left as it is.
    """
    assert application.id is not None
    wanted = {(one.commissioner, one.kind, one.text) for one in asked}
    gone = [
        row
        for row in conditions(session, application.id)
        if row.state in MOVES and (row.commissioner, row.kind, row.text) not in wanted
    ]
    return [_settle(session, row, "dropped", act) for row in gone]


def _settle(session: Session, condition: Condition, state: str, act: Act) -> Condition:
    if state not in MOVES.get(condition.state, frozenset()):
        raise Refused.because(
            "condition_open",
            f"Condition {condition.number} was not changed: it is {condition.state} already. Nothing else is needed.",
        )
    condition.state, condition.settled_at, condition.settled_by = state, act.now, act.actor_id
    condition.settled_reason = act.reason
    session.add(condition)
    session.flush()
    return condition
