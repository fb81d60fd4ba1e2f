"""What assessment steps do to seats, scores, results and the group's advice."""

from typing import Any

from fundflow import people, scoring
from fundflow.engine import given, parties
from fundflow.engine.case import Case
from fundflow.engine.effects.correspondence import finish_tasks
from fundflow.engine.guards.assessing import moderation_settings
from fundflow.engine.registry import effect


def candidate(
    case: Case, sign_in_name: str, *, finance_aware: bool = False, clinical: bool = False
) -> scoring.Candidate:
    """Somebody who could assess this bid, with all their ties: a partner of a practice is tied to its federation."""
    person = people.named(case.session, sign_in_name)
    assert person.id is not None
    return scoring.candidate(case.session, person.id, on=case.day, finance_aware=finance_aware, clinical=clinical)


@effect(asks=("assessor", "replacement"))
def reassign_assessor(case: Case, _argument: Any) -> None:
    """Void an assessor's scores, kept on record, and seat the replacement."""
    old = people.named(case.session, str(case.value("assessor")))
    assert old.id is not None
    seat = [row for row in scoring.assignments(case.session, case.id) if row.person_id == old.id][-1]
    fresh = candidate(case, str(case.value("replacement")), finance_aware=seat.finance_aware, clinical=seat.clinical)
    scoring.reassign(
        case.session, case.id, old.id, fresh, parties=parties.parties_of(case), reason=case.reason, act=case.act()
    )
    finish_tasks(case, "replace_assessor")


@effect()
def open_moderation(case: Case, _argument: Any) -> None:
    """Record that scoring is complete and why the assessors must talk."""
    scoring.open_moderation(
        case.session,
        case.id,
        criteria=case.criteria,
        ask_pence=case.application.ask_pence,
        settings=moderation_settings(case),
        act=case.act(),
    )


@effect()
def consolidate_scores(case: Case, _argument: Any) -> None:
    """Work out the exact result from locked and agreed scores, with the feedback for the letter."""
    scoring.consolidate_application(
        case.session,
        case.id,
        criteria=case.criteria,
        ask_pence=case.application.ask_pence,
        settings=moderation_settings(case),
        act=case.act(),
    )


@effect(asks=("assessor",))
def void_score(case: Case, _argument: Any) -> None:
    """Set one assessor's scores aside, kept; the result that rested on them is superseded."""
    person = people.named(case.session, str(case.value("assessor")))
    assert person.id is not None
    scoring.reopen_scoring(case.session, case.id, reason=case.reason, act=case.act())
    scoring.void(case.session, case.id, person.id, why="conflict", reason=case.reason, act=case.act())


@effect(asks=("assessor",))
def reopen_score(case: Case, _argument: Any) -> None:
    """Open one assessor's locked scores again; the result that rested on them is superseded."""
    person = people.named(case.session, str(case.value("assessor")))
    assert person.id is not None
    scoring.reopen_scoring(case.session, case.id, reason=case.reason, act=case.act())
    scoring.unlock(case.session, case.id, person.id, reason=case.reason, act=case.act())


@effect()
def set_scores_aside(case: Case, _argument: Any) -> None:
    """Set every score aside, so that people new to the bid score it again."""
    scoring.fresh_panel(case.session, case.id, reason=case.reason, act=case.act())


@effect(asks=("recommendation", "reasons", "meeting"))
def record_recommendation(case: Case, _argument: Any) -> None:
    """Keep what the group advises: approve, partial, reject or defer, with its reasons and conditions."""
    amounts = {
        (str(row["commissioner"]), str(row["period"])): given.pence(row, "amounts")
        for row in given.rows(case, "amounts", "commissioner", "period", "pence")
    }
    scoring.recommend(
        case.session,
        case.id,
        kind=case.value("recommendation"),
        reasons=str(case.value("reasons")),
        meeting=str(case.value("meeting")),
        amounts=amounts or None,
        cut_lines=tuple(given.texts(case, "cut_lines")),
        conditions=tuple(case.values.get("conditions") or ()),
        act=case.act(),
    )


@effect()
def withdraw_recommendation(case: Case, _argument: Any) -> None:
    """Take the group's standing advice back, kept as history."""
    scoring.withdraw_recommendation(case.session, case.id, reason=case.reason or case.step, act=case.act())
