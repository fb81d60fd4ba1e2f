"""Questions to the applicant: that they are asked, answered in time, and change nothing that they may not."""

from typing import Any

from fundflow import applications
from fundflow.applications import CostLine, Revision
from fundflow.clock import moment_words
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.registry import guard
from fundflow.errors import BadInput
from fundflow.money import pounds


@guard(asks=("questions",))
def questions_asked(case: Case, _argument: Any) -> str | None:
    """At least one question is written."""
    if case.values.get("questions"):
        return None
    return f"No question was sent on {case.ref}: write at least 1. Nothing has changed."


@guard(asks=("answers",))
def questions_answered(case: Case, _argument: Any) -> str | None:
    """Every question that was asked has an answer."""
    asked = applications.open_clarification(case.session, case.id)
    if asked is None:
        return f"No question is open on {case.ref}, so there is nothing to answer."
    told = given.pairs(case, "answers")
    missing = [
        str(question["number"])
        for question in asked.questions
        if not str(told.get(str(question["number"])) or told.get(question["number"]) or "").strip()
    ]
    if not missing:
        return None
    return (
        f"Your answers to {case.ref} were not sent: question {', '.join(missing)} has no answer. "
        f"Nothing is lost. Answer it by {moment_words(asked.due_at)}."
    )


def revision_of(case: Case) -> Revision | None:
    """What the answer changes in the bid (`changes`: answers, actions, documents, exit_plan, budget), if anything.

    Raises:
        BadInput: a part that an answer cannot change, or a cost line that cannot be read.
    """
    changes = given.pairs(case, "changes")
    if not changes:
        return None
    unknown = sorted(set(changes) - {"answers", "actions", "documents", "exit_plan", "budget"})
    if unknown:
        raise BadInput(
            f"an answer cannot change '{unknown[0]}': use answers, actions, documents, exit_plan or budget",
            place="changes",
        )
    budget = changes.pop("budget", None)
    if budget is not None and not isinstance(budget, (list, tuple)):
        raise BadInput("a list of cost lines is expected here; nothing has changed", place="changes.budget")
    return Revision(**changes, lines=None if budget is None else tuple(_line(line) for line in budget))


def _line(written: Any) -> CostLine:
    if isinstance(written, CostLine):
        return written
    try:
        return CostLine(**written)
    except TypeError:
        fields = ", ".join(CostLine.__dataclass_fields__)
        raise BadInput(f"a cost line has {fields}, and this one has {written!r}", place="changes.budget") from None


@guard()
def ask_not_raised(case: Case, _argument: Any) -> str | None:
    """The answer does not raise what the bid asks for."""
    revision = revision_of(case)
    lines = (revision.lines if revision else None) or ()
    raised = sum(line.pence for line in lines)
    asked = case.application.ask_pence
    if raised <= asked:
        return None
    return (
        f"Your answer would raise {case.ref} from {pounds(asked)} to {pounds(raised)}, and an answer may not ask for "
        "more. Nothing has changed. Keep to the amount that you sent."
    )


@guard()
def no_new_partners(case: Case, _argument: Any) -> str | None:
    """The answer does not bring in organisations that were not in the bid."""
    inside = {one.organisation for one in case.dossier.present}
    revision = revision_of(case)
    lines = (revision.lines if revision else None) or ()
    named = [*given.texts(case, "participants"), *(line.organisation for line in lines if line.organisation)]
    new = [code for code in dict.fromkeys(named) if code not in inside]
    if not new:
        return None
    return (
        f"Your answer would add {', '.join(new)} to {case.ref}, which was sent without it. Nothing has changed. "
        "Take it out of the answer; it can join in a later bid."
    )


@guard()
def before_clarification_due(case: Case, _argument: Any) -> str | None:
    """The date for the answer has not passed."""
    asked = applications.open_clarification(case.session, case.id)
    if asked and case.now <= asked.due_at:
        return None
    due = moment_words(asked.due_at) if asked else "the date"
    return f"More time cannot be given on {case.ref}: {due} has passed. You can go on without the answer."


@guard()
def clarification_overdue(case: Case, _argument: Any) -> str | None:
    """The date for the answer has passed."""
    asked = applications.open_clarification(case.session, case.id)
    if asked is None or case.now > asked.due_at:
        return None
    return (
        f"The applicant of {case.ref} may answer until {moment_words(asked.due_at)}. Nothing has changed. "
        "Go on without the answer after that."
    )
