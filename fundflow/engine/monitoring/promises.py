"""Milestones, measures, events and the rating of an award, each by whoever may, each recorded."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import audit, monitoring
from fundflow.engine.case import Case, open_case
from fundflow.engine.claims import roles_of
from fundflow.errors import Refused
from fundflow.monitoring import Window
from fundflow.people import Actor, role_words

RECIPIENT = ("applicant", "signatory")
ANYBODY = (*RECIPIENT, "officer")


def watched(
    session: Session, ref: str, step: str, *roles: str, doing: str, actor: Actor, now: datetime, reason: str = ""
) -> Case:
    """A case with an award, locked, for somebody who holds one of some roles for it.

    Raises:
        Refused: nothing was awarded, or the person holds none of the roles (`may_act`).
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step=step, lock=True)
    _ = case.awarded
    if not set(roles) & set(roles_of(case)):
        who = " or ".join(role_words(role) for role in roles)
        raise Refused.because(
            "may_act",
            f"{doing} on {ref} is for the {who}, and {actor.name} does not have that role. Nothing has changed. "
            "Ask that person, or ask your administrator for the role.",
        )
    return case


def add_milestone(
    session: Session,
    ref: str,
    *,
    title: str,
    windows: Sequence[Window],
    actor: Actor,
    now: datetime,
    items: int = 1,
    deliverable: str = "",
    action: str = "",
) -> monitoring.Milestone:
    """Agree a milestone of an award, with one window or several."""
    case = watched(session, ref, "milestone.add", "officer", doing="Agreeing a milestone", actor=actor, now=now)
    row = monitoring.add_milestone(
        session,
        case.id,
        title=title,
        windows=windows,
        items=items,
        deliverable=deliverable,
        action=action,
        act=case.act(),
    )
    spans = [f"{one.starts_on} to {one.due_on}" for one in windows]
    audit.record(session, case.act(), after={"milestone": row.number, "title": title, "windows": spans})
    return row


def _recorded(case: Case, row: monitoring.Milestone, before: str) -> monitoring.Milestone:
    after = {"milestone": row.number, "state": row.state, "items_met": row.items_met, "evidence": row.evidence}
    audit.record(case.session, case.act(), before={"milestone": row.number, "state": before}, after=after)
    return row


def begin_milestone(session: Session, ref: str, number: int, *, actor: Actor, now: datetime) -> monitoring.Milestone:
    """Say that work on a milestone has begun: the recipient or the office."""
    case = watched(session, ref, "milestone.start", *ANYBODY, doing="Starting a milestone", actor=actor, now=now)
    held = monitoring.milestone_numbered(session, case.id, number)
    before = held.state
    row = monitoring.start_milestone(session, held.id or 0, act=case.act(), roles=roles_of(case))
    return _recorded(case, row, before)


def meet_milestone(
    session: Session,
    ref: str,
    number: int,
    *,
    evidence: str,
    actor: Actor,
    now: datetime,
    items_met: int | None = None,
    as_reported: bool = False,
    reason: str = "",
) -> monitoring.Milestone:
    """Accept the evidence of a milestone, of all its parts or of some; `as_reported` leaves a warning on it."""
    case = watched(
        session, ref, "milestone.meet", "officer", doing="Accepting evidence", actor=actor, now=now, reason=reason
    )
    held = monitoring.milestone_numbered(session, case.id, number)
    before = held.state
    row = monitoring.meet_milestone(
        session,
        held.id or 0,
        items_met=held.items if items_met is None else items_met,
        evidence=evidence,
        as_reported=as_reported,
        act=case.act(),
        roles=roles_of(case),
    )
    return _recorded(case, row, before)


def name_evidence(
    session: Session, ref: str, number: int, *, evidence: str, actor: Actor, now: datetime
) -> monitoring.Milestone:
    """Name the evidence of a milestone that was taken as reported."""
    case = watched(session, ref, "milestone.evidence", "officer", doing="Naming evidence", actor=actor, now=now)
    held = monitoring.milestone_numbered(session, case.id, number)
    row = monitoring.name_evidence(session, held.id or 0, evidence=evidence, act=case.act(), roles=roles_of(case))
    return _recorded(case, row, row.state)


def reopen_milestone(
    session: Session, ref: str, number: int, *, reason: str, actor: Actor, now: datetime
) -> monitoring.Milestone:
    """Take back that a milestone was met, with the reason.

    Raises:
        Refused: no reason is given, or it is not met.
    """
    case = watched(
        session, ref, "milestone.reopen", "officer", doing="Reopening a milestone", actor=actor, now=now, reason=reason
    )
    held = monitoring.milestone_numbered(session, case.id, number)
    if not case.reason:
        raise Refused.because(
            "reason_given",
            f"Milestone {number}, {held.title}, was not reopened: the recipient is told why. Nothing has changed. "
            "Give the reason.",
        )
    before = held.state
    row = monitoring.reopen_milestone(session, held.id or 0, act=case.act(), roles=roles_of(case))
    return _recorded(case, row, before)


def remark(
    session: Session, ref: str, number: int, *, comment: str, actor: Actor, now: datetime
) -> monitoring.Milestone:
    """Write the comment that returns and reports print beside a milestone."""
    case = watched(session, ref, "milestone.remark", *ANYBODY, doing="Commenting", actor=actor, now=now)
    held = monitoring.milestone_numbered(session, case.id, number)
    row = monitoring.remark(session, held.id or 0, comment=comment)
    audit.record(session, case.act(), after={"milestone": number, "comment": row.comment})
    return row


def add_measure(session: Session, ref: str, *, actor: Actor, now: datetime, **facts: Any) -> monitoring.Measure:
    """Agree an outcome measure; `facts` are name, definition, unit, direction, baseline, target and their days."""
    case = watched(session, ref, "measure.add", "officer", doing="Agreeing a measure", actor=actor, now=now)
    row = monitoring.add_measure(session, case.id, **facts)
    kept = ("name", "unit", "direction", "baseline", "baseline_on", "target", "target_on")
    audit.record(session, case.act(), after={name: getattr(row, name) for name in kept})
    return row


def read_measure(
    session: Session,
    ref: str,
    name: str,
    *,
    read_on: date,
    value: str,
    actor: Actor,
    now: datetime,
    replaces: int | None = None,
) -> monitoring.Reading:
    """Record what a measure stood at on a day; a correction names the reading that it replaces."""
    case = watched(session, ref, "measure.read", *ANYBODY, doing="Recording a reading", actor=actor, now=now)
    held = monitoring.measure_named(session, case.id, name)
    row = monitoring.record_reading(
        session, held.id or 0, read_on=read_on, value=value, act=case.act(), replaces=replaces
    )
    audit.record(session, case.act(), after={"measure": name, "on": read_on, "value": value, "replaces": replaces})
    return row


def correct_rating(
    session: Session,
    ref: str,
    *,
    rating: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> monitoring.RatingOverride:
    """Rate an award by judgement; what the figures say stands beside it, with the reason."""
    case = watched(session, ref, "award.rate", "officer", doing="Rating an award", actor=actor, now=now, reason=reason)
    derived = monitoring.rag(monitoring.rag_facts(session, case.id, on=case.day))
    row = monitoring.override_rag(session, case.id, rating=rating, derived=derived, reason=case.reason, act=case.act())
    audit.record(session, case.act(), before={"rating": derived}, after={"rating": rating})
    return row


def note_event(
    session: Session,
    ref: str,
    *,
    happened_on: date,
    kind: str,
    text: str,
    actor: Actor,
    now: datetime,
    learnt: str = "",
) -> monitoring.SignificantEvent:
    """Note a significant event of an award (WO 7.6)."""
    case = watched(session, ref, "award.event", *ANYBODY, doing="Noting an event", actor=actor, now=now)
    row = monitoring.note_event(
        session, case.id, happened_on=happened_on, kind=kind, text=text, learnt=learnt, act=case.act()
    )
    audit.record(session, case.act(), after={"event": row.number, "kind": kind, "on": happened_on})
    return row
