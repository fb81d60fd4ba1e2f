"""Asks the applicant numbered questions, one set at a time, and takes the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from fundflow import money
from fundflow.applications.actions.drafts import check_content
from fundflow.applications.actions.versions import frozen_content, revise_submitted
from fundflow.applications.queries.cases import clarifications, open_clarification
from fundflow.applications.queries.content import content_of, participants, submitted_of
from fundflow.applications.rules.consent import PRESENT
from fundflow.applications.rules.content import Content, CostLine
from fundflow.applications.tables import Application, Clarification
from fundflow.audit import Act
from fundflow.clock import moment_words
from fundflow.errors import BadInput, Refused


@dataclass(frozen=True)
class Query:
    """One question to the applicant, on one field of the form where it has one."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Revision:
    """What an answer changes in the bid: texts by question, documents by name, cost lines as a whole."""

    answers: Mapping[str, str] | None = None
    actions: Mapping[str, Mapping[str, object]] | None = None
    documents: Mapping[str, str] | None = None
    exit_plan: str | None = None
    lines: Sequence[CostLine] | None = None


def ask_clarification(
    session: Session, application: Application, *, questions: Sequence[Query], due_at: datetime, act: Act
) -> Clarification:
    """Put one set of numbered questions; the applicant answers by `due_at`.

    Raises:
        Refused: a set is open already. BadInput: no question, an empty one, or a deadline that has passed.
    """
    assert application.id is not None
    waiting = open_clarification(session, application.id)
    if waiting is not None:
        raise Refused.because(
            "one_query_open",
            f"No question was sent: {application.ref} has {len(waiting.questions)} unanswered since "
            f"{moment_words(waiting.asked_at)}. Wait for the answer, due {moment_words(waiting.due_at)}.",
        )
    if not questions:
        raise BadInput("there is no question: write one", place="questions")
    for number, question in enumerate(questions, 1):
        if not question.text.strip():
            raise BadInput("this question is empty: write it or take it out", place=f"questions.{number}")
    if due_at <= act.now:
        raise BadInput(f"{moment_words(due_at)} has passed: give time to answer", place="due")
    row = Clarification(
        application_id=application.id,
        number=len(clarifications(session, application.id)) + 1,
        questions=[
            {"number": number, "field": question.field, "text": question.text.strip()}
            for number, question in enumerate(questions, 1)
        ],
        asked_by=act.actor_id,
        asked_at=act.now,
        due_at=due_at,
    )
    session.add(row)
    session.flush()
    return row


def _open(session: Session, application: Application) -> Clarification:
    assert application.id is not None
    row = open_clarification(session, application.id)
    if row is None:
        raise Refused.because(
            "query_open", f"No question about {application.ref} waits for an answer. Nothing changed."
        )
    return row


def extend_clarification(session: Session, application: Application, *, due_at: datetime, act: Act) -> Clarification:
    """Give more time, once, before the time has passed.

    Raises:
        Refused: it was extended before, has lapsed, or the new time is not later.
    """
    row = _open(session, application)
    if row.extended:
        raise Refused.because(
            "extend_once",
            f"The time was not extended: it was extended before, to {moment_words(row.due_at)}, and that is done once.",
        )
    if act.now > row.due_at:
        raise Refused.because(
            "before_deadline",
            f"The time was not extended: it ended on {moment_words(row.due_at)}. You can assess the bid as it is.",
        )
    if due_at <= row.due_at:
        raise Refused.because(
            "later_deadline",
            f"The time was not extended: {moment_words(due_at)} is not later than {moment_words(row.due_at)}.",
        )
    row.due_at, row.extended = due_at, True
    session.add(row)
    session.flush()
    return row


def answer_clarification(
    session: Session,
    application: Application,
    *,
    answers: Mapping[int, str],
    act: Act,
    revision: Revision | None = None,
) -> Clarification:
    """Answer every question, and change the bid where that is the answer; a new submitted version then counts.

    Raises:
        BadInput: a question without an answer, an unknown number, or a change that breaks the form.
        Refused: no question is open, or the change raises the ask or brings in an organisation (2(a).1, row 6).
    """
    row = _open(session, application)
    numbers = {question["number"] for question in row.questions}
    unknown = set(answers) - numbers
    if unknown:
        raise BadInput(f"there is no question {min(unknown)}", place=f"answers.{min(unknown)}")
    for number in sorted(numbers):
        if not answers.get(number, "").strip():
            raise BadInput(f"question {number} has no answer yet: write one", place=f"answers.{number}")
    row.fields_changed = _revise(session, application, revision, act) if revision else []
    row.answers = {str(number): text for number, text in answers.items()}
    return _close(session, row, "answered", act)


def _revise(session: Session, application: Application, revision: Revision, act: Act) -> list[str]:
    assert application.id is not None
    submitted = submitted_of(session, application.id)
    assert submitted is not None
    before = content_of(session, submitted)
    after = replace(
        before,
        answers={**before.answers, **(revision.answers or {})},
        actions={**before.actions, **(revision.actions or {})},
        documents={**before.documents, **(revision.documents or {})},
        exit_plan=before.exit_plan if revision.exit_plan is None else revision.exit_plan,
        lines=before.lines if revision.lines is None else tuple(revision.lines),
    )
    _within_the_bid(session, application, before, after)
    check_content(session, application, after)
    changed = _changed(before, after)
    if changed:
        revise_submitted(session, application, content=after, act=act)
    return changed


def _within_the_bid(session: Session, application: Application, before: Content, after: Content) -> None:
    assert application.id is not None
    if after.ask_pence > before.ask_pence:
        raise Refused.because(
            "ask_not_raised",
            f"Your answer was not sent: it asks for {money.pounds(after.ask_pence)}, and the bid asked for "
            f"{money.pounds(before.ask_pence)}. An answer may lower the ask and may not raise it.",
        )
    present = {row.organisation for row in participants(session, application.id) if row.state in PRESENT}
    new = sorted({line.organisation for line in after.lines if line.organisation} - present)
    if new:
        raise Refused.because(
            "no_new_partner",
            f"Your answer was not sent: it gives money to {new[0]}, which is not in the bid. "
            "An answer may not add a partner; put the cost under one that is in it.",
        )


def _changed(before: Content, after: Content) -> list[str]:
    was, is_now = frozen_content(before), frozen_content(after)
    changed = []
    for name, value in is_now.items():
        if isinstance(value, dict):
            changed += [f"{name}.{key}" for key in sorted({*value, *was[name]}) if value.get(key) != was[name].get(key)]
        elif value != was[name]:
            changed.append("budget" if name == "lines" else name)
    return changed


def close_clarification(
    session: Session, application: Application, *, outcome: Literal["as_is", "ruled_out", "void"], act: Act
) -> Clarification:
    """End a set of questions without an answer: assessed as it is or ruled out after its time, or void on withdrawal.

    Raises:
        Refused: no question is open, or the applicant still has time.
    """
    row = _open(session, application)
    if outcome != "void" and act.now <= row.due_at:
        raise Refused.because(
            "after_deadline",
            f"The questions stay open: the applicant may answer until {moment_words(row.due_at)}. Try after that.",
        )
    return _close(session, row, outcome, act)


def _close(session: Session, row: Clarification, outcome: str, act: Act) -> Clarification:
    row.outcome, row.closed_at, row.closed_by = outcome, act.now, act.actor_id
    session.add(row)
    session.flush()
    return row
