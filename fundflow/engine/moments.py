"""The points in a case's life at which timers run."""

from datetime import date, datetime, timedelta

from fundflow import applications, awards, support
from fundflow.calendar import add_working_days, deadline
from fundflow.clock import end_of, london_day, start_of
from fundflow.engine.case import Case
from fundflow.engine.guards.supporting import review_day
from fundflow.engine.registry import moment


@moment
def round_closes(case: Case) -> datetime | None:
    """Just after the round closes: a bid that reaches us at the closing second is in time."""
    return case.round.closes_at + timedelta(seconds=1)


@moment
def clarification_due(case: Case) -> datetime | None:
    """The end of the time to answer a question."""
    asked = applications.open_clarification(case.session, case.id)
    return asked.due_at + timedelta(seconds=1) if asked else None


@moment
def clarification_reminder(case: Case) -> datetime | None:
    """The fund's working days before a question's time ends, at nine in the morning."""
    asked = applications.open_clarification(case.session, case.id)
    if asked is None:
        return None
    day = add_working_days(london_day(asked.due_at), -case.fund.days.clarification_reminder)
    return start_of(day) + timedelta(hours=9)


@moment
def reconsideration_closes(case: Case) -> datetime | None:
    """The end of the time to ask for the handling to be looked at again."""
    days = case.fund.days.reconsideration
    return deadline(case.application.state_since, working_days=days) + timedelta(seconds=1)


def _kept(case: Case, name: str) -> datetime | None:
    at = case.deadline(name)
    return at + timedelta(seconds=1) if at else None


@moment
def reserve_until(case: Case) -> datetime | None:
    """The end of the reserve list."""
    return _kept(case, "reserve_until")


@moment
def answer_by(case: Case) -> datetime | None:
    """The date by which what a committee asked for must come."""
    return _kept(case, "answer_by")


@moment
def confirmation_due(case: Case) -> datetime | None:
    """The date by which an applicant says whether the smaller bid can work."""
    return deadline(case.application.state_since, working_days=case.fund.days.confirmation) + timedelta(seconds=1)


@moment
def offer_expires(case: Case) -> datetime | None:
    """The end of an offer."""
    return _kept(case, "offer_expires")


@moment
def consent_chased(case: Case) -> datetime | None:
    """When a practice that was asked has had the fund's days to answer, and somebody should ring."""
    return deadline(case.application.state_since, working_days=case.fund.days.clarification) + timedelta(seconds=1)


@moment
def reserve_review(case: Case) -> datetime | None:
    """When a place on a standing reserve list is looked at again, at nine in the morning."""
    return start_of(review_day(case)) + timedelta(hours=9)


@moment
def support_review(case: Case) -> datetime | None:
    """The next review that the signed agreement names, at the latest the end of its plan, at nine in the morning."""
    row = support.agreement(case.session, case.id)
    if row is None or row.plan_ends is None:
        return None
    named = [date.fromisoformat(day) for day in row.review_dates if day > case.day.isoformat()]
    return start_of(min([*named, row.plan_ends])) + timedelta(hours=9)


@moment
def precedents_long_stop(case: Case) -> datetime | None:
    """The last date for conditions before payment."""
    by = case.award.precedents_by if case.award else None
    return end_of(by) + timedelta(seconds=1) if by else None


@moment
def award_ends(case: Case) -> datetime | None:
    """The day after the award's delivery ends."""
    return end_of(case.award.ends) + timedelta(seconds=1) if case.award else None


@moment
def suspension_long_stop(case: Case) -> datetime | None:
    """The date by which a suspended award must be resumed or ended."""
    if case.award is None:
        return None
    held = awards.open_suspension(case.session, case.award_id)
    return held.long_stop_at + timedelta(seconds=1) if held else None


@moment
def final_report_due(case: Case) -> datetime | None:
    """The date of the final report: the fund's days after delivery ended, or the later date that was given."""
    given = case.deadline("final_report_due")
    return given or deadline(case.application.state_since, working_days=case.fund.days.final_report)


@moment
def final_report_long_stop(case: Case) -> datetime | None:
    """When the office stops waiting for a final report."""
    due = final_report_due(case)
    return due + timedelta(seconds=1) if due else None
