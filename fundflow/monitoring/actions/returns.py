"""Writes returns: planned for an award's life, sent in, accepted, sent back, extended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.definitions.fund import ReturnRule
from fundflow.errors import BadInput, Refused
from fundflow.monitoring import queries, rules
from fundflow.monitoring.tables import QuarterlyReturn, ReturnVersion


def plan_returns(
    session: Session,
    application_id: int,
    return_rules: Sequence[ReturnRule],
    *,
    starts: date,
    ends: date,
    act: Act,
    due_after: date | None = None,
) -> list[QuarterlyReturn]:
    """Write the returns that an award owes over its life; those already there stay, so a longer life adds the rest.

    Those that were due up to a day on which the award was taken over are left out: they were given elsewhere.
    """
    known = {(row.rule, row.label) for row in queries.returns_of(session, application_id)}
    added = [
        QuarterlyReturn(
            application_id=application_id,
            rule=plan.rule,
            title=plan.title,
            label=plan.label,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            due_on=plan.due_on,
            state_since=act.now,
            asks=list(plan.asks),
        )
        for rule in return_rules
        for plan in rules.returns_calendar(rule, starts=starts, ends=ends)
        if (plan.rule, plan.label) not in known and (due_after is None or plan.due_on > due_after)
    ]
    session.add_all(added)
    session.flush()
    return added


def unwrite_returns(session: Session, application_id: int) -> None:
    """Take away the returns of an award while the file from which it is taken over is corrected."""
    session.exec(delete(QuarterlyReturn).where(col(QuarterlyReturn.application_id) == application_id))
    session.flush()


def extend_return(session: Session, return_id: int, *, due_on: date, roles: Collection[str]) -> QuarterlyReturn:
    """Give one recipient more time for one return.

    Raises:
        Refused: it is in already, the day is no later, or the office does not act.
    """
    row = queries.quarterly_return(session, return_id)
    if row.state not in queries.OPEN or due_on <= row.due_on or "officer" not in roles:
        raise Refused.because(
            "return_extended",
            f"{rules.late_words(row.label, row.due_on)} was not extended to {day_words(due_on)}: an officer gives a "
            "later day to a return that is not in yet. Choose a later day, or ask the officer.",
        )
    row.due_on = due_on
    row.snoozed_until, row.snoozed_reason = None, ""
    session.add(row)
    session.flush()
    return row


def snooze_return(
    session: Session, return_id: int, *, until: date, act: Act, roles: Collection[str]
) -> QuarterlyReturn:
    """Leave a late return alone until a day, with the reason: nothing is proposed before then (journeys H8).

    Raises:
        Refused: it is in, the day is not to come, no reason is given, or the office does not act.
    """
    row = queries.quarterly_return(session, return_id)
    late = row.state in queries.OPEN and london_day(act.now) > row.due_on
    if not late or until <= london_day(act.now) or not act.reason.strip() or "officer" not in roles:
        raise Refused.because(
            "return_snoozed",
            f"{rules.late_words(row.label, row.due_on)} was not put off: an officer leaves a late return alone until a "
            "later day, and says why. Nothing has changed.",
        )
    row.snoozed_until, row.snoozed_reason = until, act.reason.strip()
    session.add(row)
    session.flush()
    return row


def _move_return(
    session: Session, row: QuarterlyReturn, action: str, *, act: Act, roles: Collection[str]
) -> QuarterlyReturn:
    row.state = rules.take(rules.RETURN, row.state, action, roles, what=f"The {row.title.lower()} for {row.label}")
    row.state_since = act.now
    session.add(row)
    session.flush()
    return row


def submit_return(
    session: Session, return_id: int, *, content: Mapping[str, Any], act: Act, roles: Collection[str]
) -> QuarterlyReturn:
    """Send a return in, certified by the actor; every time is kept.

    Raises:
        Refused: a heading has nothing under it, or the span has not ended.
    """
    row = queries.quarterly_return(session, return_id)
    rules.take(rules.RETURN, row.state, "submit", roles, what=f"The {row.title.lower()} for {row.label}")
    gaps = rules.submission_gaps(row.asks, content)
    if gaps:
        raise Refused.because(
            "return_complete",
            f"Your return for {row.label} was not sent: '{gaps[0]}' is empty"
            + (f", and {len(gaps) - 1} more. " if gaps[1:] else ". ")
            + "Write 'none' where there is nothing to say; your text is saved.",
        )
    if london_day(act.now) <= row.ends_on:
        raise Refused.because(
            "return_span_over",
            f"Your return for {row.label} was not sent: it covers the time to {day_words(row.ends_on)}. "
            f"Send it from the day after, until {day_words(row.due_on)}.",
        )
    row.content, row.submitted_at = dict(content), act.now
    row.certified_by, row.certified_name, row.returned_reason = act.actor_id, act.actor, ""
    _move_return(session, row, "submit", act=act, roles=roles)
    session.add(
        ReturnVersion(
            return_id=return_id,
            number=len(queries.versions(session, return_id)) + 1,
            content=dict(content),
            submitted_at=act.now,
            certified_by=act.actor_id,
            certified_name=act.actor,
        )
    )
    session.flush()
    return row


def accept_return(session: Session, return_id: int, *, act: Act, roles: Collection[str]) -> QuarterlyReturn:
    """Accept a return.

    Raises:
        Refused: the same person certified it.
    """
    row = queries.quarterly_return(session, return_id)
    if row.certified_by == act.actor_id:
        raise Refused.because(
            "separate_people",
            f"The return for {row.label} was not accepted. You are {row.certified_name}, who certified it. "
            "Ask a colleague; nothing has changed.",
        )
    _move_return(session, row, "accept", act=act, roles=roles)
    row.accepted_by = act.actor_id
    session.add(row)
    session.flush()
    return row


def send_return_back(
    session: Session, return_id: int, *, reason: str, act: Act, roles: Collection[str], due_on: date | None = None
) -> QuarterlyReturn:
    """Send a return back with what is missing, and a later day if given.

    Raises:
        BadInput: no reason.
    """
    row = queries.quarterly_return(session, return_id)
    if not reason.strip():
        raise BadInput("write what is missing: the recipient reads it", place="reason")
    _move_return(session, row, "send_back", act=act, roles=roles)
    row.returned_reason, row.due_on = reason, max(row.due_on, due_on or row.due_on)
    session.add(row)
    session.flush()
    return row


def drop_returns(session: Session, application_id: int, *, after: date) -> int:
    """Take away the returns of spans that begin after an award's new last day; says how many went."""
    gone = [
        row
        for row in queries.returns_of(session, application_id)
        if row.starts_on > after and row.state == "due" and not queries.versions(session, row.id)
    ]
    for row in gone:
        session.delete(row)
    session.flush()
    return len(gone)
