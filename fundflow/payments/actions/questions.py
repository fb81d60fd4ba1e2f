"""What makes a claim wait: holds, numbered questions, their answers, and the end of a claim without them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, Refused
from fundflow.payments.actions.moves import ClaimMoved, end_unpaid, move_claim
from fundflow.payments.queries import claims as reads
from fundflow.payments.rules.life import CLAIM
from fundflow.payments.tables import ClaimQuery

__all__ = ["answer_claim", "hold_claim", "lapse_claim", "query_claim", "release_claim_hold"]


def hold_claim(session: Session, ref: str, *, reason: str, act: Act, roles: Collection[str]) -> ClaimMoved:
    """Let a claim wait: a sent one by fundflow itself (N5), an approved one by finance; nothing is posted."""
    claim = move_claim(session, reads.claim(session, ref, lock=True), "hold", act=act, roles=roles)
    claim.held_reason = reason
    session.add(claim)
    session.flush()
    return ClaimMoved(claim)


def release_claim_hold(session: Session, ref: str, *, act: Act, roles: Collection[str]) -> ClaimMoved:
    """Let a held claim go on from where it was."""
    claim = move_claim(session, reads.claim(session, ref, lock=True), "release_hold", act=act, roles=roles)
    claim.held_reason = ""
    session.add(claim)
    session.flush()
    return ClaimMoved(claim)


def query_claim(
    session: Session, ref: str, *, questions: Sequence[str], due_on: date, act: Act, roles: Collection[str]
) -> ClaimMoved:
    """Ask the recipient numbered questions (L08a).

    Raises:
        BadInput: no question, or a day that has passed.
    """
    claim = reads.claim(session, ref, lock=True)
    if not [text for text in questions if text.strip()]:
        raise BadInput("write at least one question", place="questions")
    if due_on <= london_day(act.now):
        raise BadInput(f"{day_words(due_on)} is not a later day: give time to answer", place="due_on")
    move_claim(session, claim, "query", act=act, roles=roles)
    asked = len(reads.questions(session, claim.id))
    assert claim.id is not None
    for number, text in enumerate(questions, start=asked + 1):
        session.add(
            ClaimQuery(
                claim_id=claim.id,
                number=number,
                question=text,
                asked_at=act.now,
                asked_by=act.actor_id,
                due_on=due_on,
            )
        )
    session.flush()
    return ClaimMoved(claim)


def answer_claim(
    session: Session, ref: str, *, answers: Mapping[int, str], act: Act, roles: Collection[str]
) -> ClaimMoved:
    """Answer every open question; the claim goes back to its checker.

    Raises:
        Refused: a question has no answer.
    """
    claim = reads.claim(session, ref, lock=True)
    waiting = [row for row in reads.questions(session, claim.id) if row.answered_at is None]
    missing = [row.number for row in waiting if not answers.get(row.number, "").strip()]
    if missing and claim.state == "queried":
        named = ", ".join(str(number) for number in missing)
        raise Refused.because(
            "questions_answered",
            f"Your answer to {ref} was not sent. Question {named} has no answer yet. "
            "Answer it, or write why you cannot; what you wrote is saved.",
        )
    move_claim(session, claim, "answer", act=act, roles=roles)
    for row in waiting:
        row.answer, row.answered_at = answers[row.number], act.now
        session.add(row)
    session.flush()
    return ClaimMoved(claim)


def lapse_claim(session: Session, ref: str, *, act: Act, roles: Collection[str]) -> ClaimMoved:
    """Refuse a claim whose questions were not answered in time (L08b): its CLAIM is to be reversed.

    Raises:
        Refused: the day to answer has not passed.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "lapse", roles, ref=ref)
    due = max(row.due_on for row in reads.questions(session, claim.id) if row.answered_at is None)
    if london_day(act.now) <= due:
        raise Refused.because(
            "answer_overdue",
            f"{ref} was not refused. Its recipient may answer until {day_words(due)}. Wait until the day after.",
        )
    reason = f"our questions were not answered by {day_words(due)}"
    return end_unpaid(session, claim, "lapse", act=act, roles=roles, reason=reason)
