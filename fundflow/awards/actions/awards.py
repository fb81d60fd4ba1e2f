"""Keeps an award from acceptance until it is closed or settled."""

from datetime import date

from sqlmodel import Session

from fundflow.applications import Application
from fundflow.audit import Act
from fundflow.awards.queries import (
    award_lines,
    conditions,
    duty_of,
    final_report_accepted,
    offer_amounts,
    open_review,
    open_suspension,
    open_variation,
    precedents_waiting,
    stored_id,
)
from fundflow.awards.rules.offers import Amounts, cells
from fundflow.awards.rules.variations import in_order
from fundflow.awards.tables import Award, AwardLine, Duty, Offer
from fundflow.clock import day_words, moment_words
from fundflow.errors import BadInput, Refused


def create_award(
    session: Session,
    application: Application,
    offer: Offer,
    *,
    recipient: str,
    starts: date,
    ends: date,
    last_claim_on: date,
    act: Act,
    precedents_by: date | None = None,
    amounts: Amounts | None = None,
) -> Award:
    """Turn an accepted offer into an award of the same pence (or of `amounts`); the case's conditions become its own.

    Raises:
        Refused: the offer was not accepted. BadInput: the dates are out of order.
    """
    assert application.id is not None
    assert offer.id is not None
    if offer.state != "accepted":
        raise Refused.because(
            "offer_accepted", f"Nothing was awarded: offer {offer.number} of {application.ref} is {offer.state}."
        )
    in_order(starts, ends, last_claim_on)
    row = Award(
        application_id=application.id,
        offer_id=offer.id,
        recipient=recipient,
        accepted_at=act.now,
        starts=starts,
        ends=ends,
        last_claim_on=last_claim_on,
        precedents_by=precedents_by,
    )
    session.add(row)
    session.flush()
    raise_award(session, row, offer_amounts(session, row.offer_id) if amounts is None else amounts)
    _take_over(session, row)
    return row


def raise_award(session: Session, award: Award, amounts: Amounts) -> None:
    """Add pence by commissioner and period to an award whose money is agreed in parts."""
    held = award_lines(session, stored_id(award))
    for (commissioner, period), pence in cells(amounts).items():
        row = held.get((commissioner, period)) or AwardLine(
            award_id=stored_id(award), commissioner=commissioner, period=period, pence=0
        )
        row.pence += pence
        session.add(row)
    session.flush()


def _take_over(session: Session, award: Award) -> None:
    for condition in conditions(session, award.application_id):
        condition.award_id = award.id
        session.add(condition)
    session.flush()


def authorise_start(session: Session, award: Award, *, act: Act) -> Award:
    """Allow the recipient to start and to claim, once every condition precedent is met or waived.

    Raises:
        Refused: one is not; the sentence names it.
    """
    waiting = precedents_waiting(session, award.application_id)
    if waiting:
        first = waiting[0]
        more = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        raise Refused.because(
            "precedents_met",
            f"The start was not authorised: condition {first.number}{more} must be met first. It asks for "
            f"{first.evidence}, checked by {first.owner}. It can be met, or waived by its authority.",
        )
    award.start_authorised_at = award.start_authorised_at or act.now
    session.add(award)
    session.flush()
    return award


def set_duty(session: Session, award: Award, *, organisation: str, duty: str, pence: int | None = None) -> Duty:
    """State what one participant owes under the award, and its part of the money in pence where that is agreed.

    Raises:
        BadInput: no words, or an amount below nought.
    """
    if not duty.strip() or (pence is not None and pence < 0):
        raise BadInput("say what it does, and an amount of £0.00 or more", place=f"duty of {organisation}")
    row = duty_of(session, stored_id(award), organisation) or Duty(
        award_id=stored_id(award), organisation=organisation, duty=""
    )
    row.duty, row.pence, row.ended_on = duty.strip(), pence, None
    session.add(row)
    session.flush()
    return row


def end_duty(session: Session, award: Award, *, organisation: str, on: date) -> Duty | None:
    """A participant leaves the award on a day; what it did before stays on record."""
    row = duty_of(session, stored_id(award), organisation)
    if row is not None and row.ended_on is None:
        row.ended_on = on
        session.add(row)
        session.flush()
    return row


def end_award(session: Session, award: Award, *, on: date, clause: str, act: Act) -> Award:
    """End an award early: cost after that day is not paid. Open suspensions, reviews and changes end with it.

    Raises:
        Refused: it ended before, or no reason is given.
    """
    if award.ended_on is not None:
        raise Refused.because("award_running", f"Nothing was changed: this award ended on {day_words(award.ended_on)}.")
    if not act.reason.strip():
        raise Refused.because("reason_given", "The award was not ended: the recipient is told why. Give the reason.")
    award.ended_on, award.end_clause, award.end_reason = on, clause, act.reason
    session.add(award)
    if (suspension := open_suspension(session, stored_id(award))) is not None:
        suspension.lifted_at, suspension.lifted_by, suspension.lifted_reason = act.now, act.actor_id, "the award ended"
        session.add(suspension)
    if (review := open_review(session, stored_id(award))) is not None:
        review.outcome, review.closed_at, review.closed_reason = "terminate", act.now, act.reason
        session.add(review)
    if (variation := open_variation(session, stored_id(award))) is not None:
        variation.state, variation.decided_at, variation.decided_by = "withdrawn", act.now, act.actor_id
        variation.decision_reason = "the award ended"
        session.add(variation)
    session.flush()
    return award


def settle_award(session: Session, award: Award, *, act: Act) -> Award:
    """Close the account of an award that ended early.

    Raises:
        Refused: it has not ended, or was settled before.
    """
    if award.ended_on is None:
        raise Refused.because("award_ended", "The award was not settled: it is still running. End it first.")
    return _finish(session, award, act)


def close_award(session: Session, award: Award, *, act: Act) -> Award:
    """Close an award that ran to its end, once an officer has accepted its final report.

    Raises:
        Refused: no final report was accepted, or it was closed before. Money is the engine's guard.
    """
    if not final_report_accepted(session, stored_id(award)):
        raise Refused.because(
            "report_accepted",
            "The award was not closed: its final report has not been accepted. An officer reads and accepts it first.",
        )
    return _finish(session, award, act)


def _finish(session: Session, award: Award, act: Act) -> Award:
    if award.closed_at is not None:
        raise Refused.because(
            "award_open", f"Nothing was changed: this award was closed on {moment_words(award.closed_at)}."
        )
    award.settled, award.closed_at = True, act.now
    session.add(award)
    session.flush()
    return award


def lower_award(session: Session, award: Award, commissioner: str, period: str, *, pence: int) -> AwardLine:
    """Take from one commissioner's year of an award what nobody will claim any more.

    Raises:
        BadInput: the award holds less of it.
    """
    line = award_lines(session, stored_id(award)).get((commissioner, period))
    if line is None or line.pence < pence:
        raise BadInput(f"the award holds less than that of {period} for {commissioner}", place="pence")
    line.pence -= pence
    session.add(line)
    session.flush()
    return line
