"""What sending, calling back and answering do to a bid's content."""

from datetime import timedelta
from typing import Any

from fundflow import applications, organisations
from fundflow.applications import ListFact, Membership, Query, Snapshot
from fundflow.calendar import deadline
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.effects.correspondence import finish_tasks
from fundflow.engine.guards import clarifying
from fundflow.engine.guards.gates import codes, results
from fundflow.engine.registry import effect
from fundflow.errors import BadInput


@effect()
def remember(case: Case, argument: str | dict[str, str]) -> None:
    """Keep the state that was left (or the one named) under a slot, so that the case can go back to it."""
    if isinstance(argument, dict):
        ((slot, state),) = argument.items()
    else:
        slot, state = argument, case.stood
    applications.remember(case.session, case.application, slot=slot, state=state)


@effect()
def forget(case: Case, argument: str) -> None:
    """Drop what was kept under a slot."""
    applications.forget(case.session, case.application, slot=argument)


@effect()
def freeze_version(case: Case, _argument: Any) -> None:
    """Freeze the draft as the version that counts, with today's list sizes and memberships."""
    applications.freeze_version(
        case.session, case.application, snapshot=snapshot_of(case), signed_by=case.actor.id, act=case.act()
    )
    applications.record_facts(case.session, case.application, {"interests": str(case.values.get("interests", ""))})
    finish_tasks(case, "partner_said_no")


def snapshot_of(case: Case) -> Snapshot:
    """List sizes and memberships of the bid's organisations on the round's day."""
    on = case.list_day
    codes = [one.organisation for one in case.dossier.present]
    practices = list(organisations.footprint(case.session, codes, basis="registered", on=on).practices)
    sizes = organisations.list_sizes(case.session, practices, basis="registered", on=on)
    belongs = organisations.commissioners_of(case.session, practices, on=on)
    names = organisations.names(case.session, practices)
    lists = tuple(
        ListFact(
            organisation=code,
            name=names.get(code, code),
            commissioner=belongs.get(code, ""),
            patients=sizes[code].patients if code in sizes else None,
            on=sizes[code].on if code in sizes else on,
            basis="registered",
            source=sizes[code].source if code in sizes else "",
        )
        for code in practices
    )
    groups = organisations.groups_of_many(case.session, practices, on=on)
    memberships = tuple(Membership(code, group, None) for code, found in sorted(groups.items()) for group in found)
    return Snapshot(lists, memberships)


@effect()
def open_draft_version(case: Case, _argument: Any) -> None:
    """Open a new draft as a copy of the submitted version, which stays valid meanwhile."""
    applications.recall(case.session, case.application, act=case.act())


@effect()
def restore_submitted_version(case: Case, _argument: Any) -> None:
    """Drop the open draft, so that the version sent last stands, with its shares."""
    applications.restore_submitted(case.session, case.application, act=case.act())
    case.forget_readings()
    share_out(case)


@effect(asks=("questions",))
def open_clarification(case: Case, _argument: Any) -> None:
    """Put the officer's questions, with the fund's days to answer."""
    written = case.value("questions")
    listed = written if isinstance(written, (list, tuple)) else [written]
    wrong = [one for one in listed if not isinstance(one, str) and not (isinstance(one, dict) and "text" in one)]
    if wrong:
        raise BadInput(f"'{wrong[0]}' is not a question: write a text, or {{text: ..., field: ...}}", place="questions")
    questions = [
        Query(text=str(one["text"]), field=str(one.get("field", ""))) if isinstance(one, dict) else Query(text=one)
        for one in listed
    ]
    due = deadline(case.now, working_days=case.fund.days.clarification)
    applications.ask_clarification(case.session, case.application, questions=questions, due_at=due, act=case.act())


@effect()
def close_clarification(case: Case, argument: str) -> None:
    """End the open set of questions: `answered` (with what the answers change), `unanswered`, or `void` with the bid."""
    match argument:
        case "answered":
            _answer(case)
        case "void":
            if applications.open_clarification(case.session, case.id) is not None:
                applications.close_clarification(case.session, case.application, outcome="void", act=case.act())
        case _:
            ruled_out = case.step == "rule_ineligible"
            applications.close_clarification(
                case.session, case.application, outcome="ruled_out" if ruled_out else "as_is", act=case.act()
            )


def _answer(case: Case) -> None:
    answers = {int(number): str(text) for number, text in dict(case.value("answers")).items()}
    revision = clarifying.revision_of(case)
    applications.answer_clarification(
        case.session, case.application, answers=answers, act=case.act(), revision=revision
    )
    if revision is not None and revision.lines is not None:
        case.forget_readings()
        share_out(case)


def share_out(case: Case) -> None:
    """Write each commissioner's share: as stated in the budget lines, the rest by participating patients.

    Raises:
        BadInput: a line names no commissioner, and a list is missing that the split would rest on: it is never
            inferred (domain, case 9). Where one commissioner has all the practices, one list is enough.
    """
    lines = case.dossier.content.lines
    if not lines:
        return
    patients: dict[str, int] = {}
    counted = [fact for fact in snapshot_of(case).lists if fact.commissioner]
    for fact in counted:
        if fact.patients is not None:
            patients[fact.commissioner] = patients.get(fact.commissioner, 0) + fact.patients
    lacking = [fact.name for fact in counted if fact.patients is None]
    split = len({fact.commissioner for fact in counted}) > 1
    if any(line.commissioner is None for line in lines) and (not patients or (split and lacking)):
        raise BadInput(
            f"the budget of {case.ref} cannot be shared: no list size is held for {', '.join(lacking) or 'its practices'}. "
            "Name a commissioner on each line, or ask the office to load the list",
            place="budget",
        )
    ordered = {code: patients[code] for code in case.fund.commissioners if code in patients}
    amounts, basis = applications.shares_of(lines, ordered)
    applications.set_shares(case.session, case.application, amounts, basis=basis, patients=ordered)


@effect()
def extend_clarification(case: Case, _argument: Any) -> None:
    """Give the fund's days again from the date that stood."""
    asked = applications.open_clarification(case.session, case.id)
    assert asked is not None
    due = given.instant(case, "until") or deadline(asked.due_at, working_days=case.fund.days.clarification)
    applications.extend_clarification(
        case.session, case.application, due_at=max(due, case.now + timedelta(minutes=1)), act=case.act()
    )


@effect()
def record_gates(case: Case, _argument: Any) -> None:
    """Keep the result of every gate on the version that counts."""
    for gate, reason in results(case):
        applications.record_gate(
            case.session,
            case.application,
            code=gate.code,
            passed=reason is None,
            detail=reason or gate.title,
            curable=gate.curable,
            act=case.act(),
        )


@effect(asks=("gates",))
def record_failed_gates(case: Case, _argument: Any) -> None:
    """Keep the gates that the officers named as failed, with why."""
    named = codes(case, "gates")
    for gate, reason in results(case):
        applications.record_gate(
            case.session,
            case.application,
            code=gate.code,
            passed=gate.code not in named,
            detail=(reason or case.reason) if gate.code in named else gate.title,
            curable=gate.curable,
            act=case.act(),
        )
