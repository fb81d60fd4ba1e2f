"""Letters that a step drafts, with their facts frozen in its transaction, and tasks that it leaves."""

from typing import Any

from fundflow import applications, committees, letters
from fundflow.engine import mailing
from fundflow.engine.case import Case
from fundflow.engine.outgoing import signing_way
from fundflow.engine.registry import effect


@effect()
def letter(case: Case, argument: str) -> None:
    """Draft a letter of the fund, its facts frozen now; people approve and release it later."""
    draft_letter(case, argument)


def draft_letter(case: Case, code: str, **extra: Any) -> letters.Letter:
    """Gather a letter's facts and draft it from the fund's template; the first where each commissioner signs a copy."""
    facts = letters.gather(
        case.session,
        code,
        application_id=case.id,
        now=case.now,
        extra={
            **case.values,
            "reason": case.reason,
            "step": case.step,
            "stood": case.stood,
            **extra,
        },
    )
    drafted = [
        letters.draft(
            case.session,
            code,
            copy,
            template=case.fund.letters[code],
            act=case.act(f"letter.{code}"),
            application_id=case.id,
            subject=case.ref,
            decision=offer_of(case),
            signs=signs,
        )
        for copy, signs in letters.copies(facts, way=signing_way(case, code))
    ]
    words = case.pinned.workflow.told_at_once.get(code) if case.pinned.workflow else None
    if words:
        mailing.of_letter(case.session, drafted[0], words=words, only=str(extra.get("to", "")), act=case.act())
    return drafted[0]


def decision_of(case: Case) -> str:
    """The decision that a letter tells of: the case's latest tabling, or nought before the first (`TF-17-0001:1`)."""
    return f"{case.ref}:{committees.tabling_number(case.session, case.id)}"


def offer_of(case: Case) -> str:
    """The offer that a letter tells of, where one is open: a version of an offer inside a decision."""
    return f"{decision_of(case)}/offer" if case.offer is not None else decision_of(case)


@effect()
def void_letters(case: Case, argument: str) -> None:
    """Void the letters that were not released yet of the `offer`, or of the whole `decision`, which no longer stands."""
    reason = case.reason or f"the {argument} no longer stands"
    told_of = (
        [f"{decision_of(case)}/offer"] if argument == "offer" else [decision_of(case), f"{decision_of(case)}/offer"]
    )
    for decision in told_of:
        letters.void_unreleased_of(case.session, decision=decision, reason=reason, act=case.act())


TASKS = {
    "assign_assessors": ("officer", "Assign assessors to {ref}"),
    "tell_committee": ("committee_secretary", "Tell the committee of a note on a score: {about}"),
    "replace_assessor": ("officer", "{about}"),
    "rule_on_interest": (
        "officer",
        "{about}. Rule whether they may assess {ref}: its papers stay shut to them until then",
    ),
    "partner_said_no": ("applicant", "{about} to {ref}. See who is left and who must agree again"),
    "nominate_for_support": ("officer", "Put {ref} forward to the programme that fits it"),
    "promote_next": ("officer", "Money came free from {ref}: look at the reserve list"),
    "clarification_overdue": ("officer", "The answer on {ref} is overdue: go on without it, or rule on it"),
    "precedents_overdue": ("officer", "The conditions before payment of {ref} are overdue"),
    "suspension_overdue": ("officer", "{ref} has been suspended too long: resume it or end it"),
    "return_overdue": ("officer", "A return of {ref} is overdue ({about}): ring the recipient"),
    "propose_suspension": (
        "officer",
        "A return of {ref} is so late that payments may stop ({about}): stop them with finance, or put it off until a day",
    ),
    "review_award": ("officer", "{ref}: {about}. Look at whether it must be reviewed"),
    "propose_recovery": (
        "officer",
        "{ref} has ended. By its claims: {about} Look at the spending, then ask for the money back with finance",
    ),
    "check_letter": ("officer", "{about} to {ref} waits to be checked against who may sign for it"),
    "partner_condition": ("applicant", "{about}. Accept it, or {ref} goes on without them"),
    "partner_asks": ("applicant", "{about}. Reply to it: {ref} waits for their answer"),
    "partner_asks_to_leave": (
        "officer",
        "{about} asks to leave {ref}: show its lead what that means, then record it",
    ),
    "confirm_contact": ("officer", "{about}: ring the number that we hold, and confirm that this person signs for it"),
    "not_ratified": (
        "officer",
        "A chair's action on {ref} was not ratified: its offer waits. Take it back to the committee",
    ),
    "decision_void": ("officer", "A vote behind the decision on {ref} was struck out: take it back to the committee"),
    "needs_identity_resolution": ("officer", "The name in {ref} is like another's: say by their codes if they are one"),
    "ring_practice": ("officer", "No answer on {ref}: ring the practice and record the call"),
    "reserve_review_due": ("officer", "{ref} has waited on the reserve list: look at it again"),
    "support_review_due": ("officer", "The support in {ref} is due for its review"),
    "bids_elsewhere": ("officer", "{ref}: {about}. What is paid here cannot move into that bid: compare the costs"),
    "nominate_neighbours": ("officer", "The patients of {ref} went to {about}: ask whether they need support now"),
    "open_for_caretaker": ("officer", "The contract in {ref} was handed back: a caretaker begins a case of its own"),
    "final_report_overdue": ("officer", "The final report of {ref} is long overdue"),
}


@effect()
def task(case: Case, argument: str) -> None:
    """Leave something to do for the people who must act next."""
    raise_task(case, argument)


def finish_tasks(case: Case, *kinds: str) -> None:
    """What was to be done about this case is done: its open tasks of these kinds are finished."""
    for one in applications.tasks(case.session, application_id=case.id):
        if one.kind in kinds:
            applications.finish_task(case.session, one.key, act=case.act())


def finish_tasks_about(case: Case, kind: str, thing: str) -> None:
    """What was to be done about one organisation, person or paper of this case is done."""
    for one in applications.tasks(case.session, application_id=case.id):
        if one.key.startswith(task_key(case, kind, thing)):
            applications.finish_task(case.session, one.key, act=case.act())


def task_key(case: Case, kind: str, thing: str = "") -> str:
    """The name under which a task is raised once: for a version of the case, or for the thing that it is about."""
    return f"{kind}:{case.ref}:{thing or case.application.version}"


def raise_task(case: Case, kind: str, *, about: str = "", thing: str = "") -> None:
    """Raise a task of a kind for this case, `about` something in words; raising it twice is harmless."""
    role, words = TASKS[kind]
    applications.raise_task(
        case.session,
        key=task_key(case, kind, thing),
        kind=kind,
        role=role,
        fund=case.fund_id,
        text=words.format(ref=case.ref, about=about),
        act=case.act(),
        application_id=case.id,
    )
