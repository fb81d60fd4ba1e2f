"""Awards between their steps: conditions met, waived or failed, each by whoever may."""

from datetime import datetime

from sqlmodel import Session

from fundflow import audit, awards
from fundflow.engine.case import Case, open_case
from fundflow.engine.rounds import must_hold
from fundflow.people import Actor


def _condition(case: Case, number: int) -> awards.Condition:
    return awards.condition(case.session, case.id, number)


def meet_condition(
    session: Session, ref: str, number: int, *, reason: str, actor: Actor, now: datetime, evidence_file: str = ""
) -> awards.Condition:
    """Record that a condition is met, with its evidence or why in words."""
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="meet_condition", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Recording that a condition is met")
    made = awards.meet_condition(session, _condition(case, number), evidence_file=evidence_file, act=case.act())
    audit.record(session, case.act(), after={"condition": number, "state": made.state})
    return made


def waive_condition(
    session: Session, ref: str, number: int, *, authority: str, reason: str, actor: Actor, now: datetime
) -> awards.Condition:
    """Record that a condition is given up by its authority, with the reason."""
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="waive_condition", lock=True)
    must_hold(actor, "officer", "delegate", fund=case.fund_id, doing="Waiving a condition")
    made = awards.waive_condition(session, _condition(case, number), authority=authority, act=case.act())
    audit.record(session, case.act(), after={"condition": number, "state": made.state, "authority": authority})
    return made
