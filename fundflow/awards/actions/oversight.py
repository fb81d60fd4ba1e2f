"""Stops an award's payments, looks at it again, and takes its final report."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.awards.queries import final_reports, open_review, open_suspension, stored_id
from fundflow.awards.tables import Award, FinalReport, Review, Suspension
from fundflow.clock import moment_words
from fundflow.errors import BadInput, Refused


def suspend(session: Session, award: Award, *, long_stop_at: datetime, act: Act, remedy: str = "") -> Suspension:
    """Stop payments from now, with the reason and what would lift it; the case must be settled by the long stop.

    Raises:
        Refused: it is suspended already, or no reason is given.
    """
    held = open_suspension(session, stored_id(award))
    if held is not None:
        raise Refused.because(
            "not_suspended", f"Nothing was changed: payments have stopped since {moment_words(held.suspended_at)}."
        )
    if not act.reason.strip():
        raise Refused.because("reason_given", "The award was not suspended: say why; the recipient is told.")
    row = Suspension(
        award_id=stored_id(award),
        suspended_at=act.now,
        suspended_by=act.actor_id,
        reason=act.reason,
        remedy=remedy,
        long_stop_at=long_stop_at,
    )
    session.add(row)
    session.flush()
    return row


def resume(session: Session, award: Award, *, act: Act) -> Suspension:
    """Lift the suspension.

    Raises:
        Refused: the award is not suspended.
    """
    row = open_suspension(session, stored_id(award))
    if row is None:
        raise Refused.because("suspended", "Nothing was changed: this award is not suspended, and its payments run.")
    row.lifted_at, row.lifted_by, row.lifted_reason = act.now, act.actor_id, act.reason
    session.add(row)
    session.flush()
    return row


def start_review(session: Session, award: Award, *, cause: str, act: Act) -> Review:
    """Look again at an award because a fact that it rests on has changed (a partner left, the scale test fails).

    Raises:
        Refused: a review is open. BadInput: no cause.
    """
    held = open_review(session, stored_id(award))
    if held is not None:
        raise Refused.because(
            "one_review_open",
            f"No review was opened: one has been open since {moment_words(held.opened_at)}.",
        )
    if not cause.strip():
        raise BadInput("say which fact has changed", place="cause")
    row = Review(
        award_id=stored_id(award), opened_at=act.now, opened_by=act.actor_id, cause=cause.strip(), detail=act.reason
    )
    session.add(row)
    session.flush()
    return row


def end_review(
    session: Session,
    award: Award,
    *,
    outcome: Literal["continue", "reduce", "suspend", "terminate", "withdrawn"],
    act: Act,
) -> Review:
    """Close the open review with its outcome.

    Raises:
        Refused: no review is open.
    """
    row = open_review(session, stored_id(award))
    if row is None:
        raise Refused.because("review_open", "Nothing was changed: no review of this award is open.")
    row.outcome, row.closed_at, row.closed_reason = outcome, act.now, act.reason
    session.add(row)
    session.flush()
    return row


def submit_final_report(
    session: Session,
    award: Award,
    *,
    text: str,
    act: Act,
    outcomes: Mapping[str, Any] | None = None,
    documents: Mapping[str, str] | None = None,
) -> FinalReport:
    """Take the recipient's final report.

    Raises:
        Refused: one is being read. BadInput: it is empty.
    """
    if not text.strip():
        raise BadInput("the final report is empty: write what was done and what changed", place="text")
    earlier = final_reports(session, stored_id(award))
    if earlier and earlier[-1].state != "returned":
        raise Refused.because(
            "report_expected",
            f"Nothing was sent: we have your final report of {moment_words(earlier[-1].submitted_at)}. "
            "Ask the officer if it should be returned to you.",
        )
    row = FinalReport(
        award_id=stored_id(award),
        number=len(earlier) + 1,
        submitted_at=act.now,
        submitted_by=act.actor_id,
        text=text.strip(),
        outcomes=dict(outcomes or {}),
        documents=dict(documents or {}),
    )
    session.add(row)
    session.flush()
    return row


def return_final_report(session: Session, award: Award, *, missing: str, act: Act) -> FinalReport:
    """Send the final report back, saying what is missing.

    Raises:
        Refused: none waits. BadInput: nothing is said to be missing.
    """
    if not missing.strip():
        raise BadInput("say what is missing, so that it can be added", place="missing")
    row = _report(session, award)
    row.missing = missing.strip()
    return _settle_report(session, row, "returned", act)


def accept_final_report(session: Session, award: Award, *, act: Act) -> FinalReport:
    """Accept the final report.

    Raises:
        Refused: none waits.
    """
    return _settle_report(session, _report(session, award), "accepted", act)


def _report(session: Session, award: Award) -> FinalReport:
    every = final_reports(session, stored_id(award))
    if not every or every[-1].state != "submitted":
        raise Refused.because("report_waiting", "Nothing was changed: no final report of this award waits to be read.")
    return every[-1]


def _settle_report(session: Session, row: FinalReport, state: str, act: Act) -> FinalReport:
    row.state, row.settled_at = state, act.now
    session.add(row)
    session.flush()
    return row
