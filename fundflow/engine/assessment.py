"""Assessment: seats, interests before papers, scores, agreed scores, the ranked list and what to do where it stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlmodel import Session

from fundflow import applications, audit, ledger, people, scoring
from fundflow.engine import parties
from fundflow.engine.case import Case, open_case
from fundflow.engine.effects.assessing import candidate
from fundflow.engine.effects.correspondence import finish_tasks, raise_task
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.step import Taken, take_step
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class Mark:
    """One criterion as an assessor scores it; strength and gap are sent to the applicant, the note is not."""

    score: int
    justification: str
    strength: str = ""
    gap: str = ""
    note: str = ""


def assign(
    session: Session,
    ref: str,
    assessor: str,
    *,
    actor: Actor,
    now: datetime,
    finance_aware: bool = False,
    clinical: bool = False,
) -> scoring.Assignment:
    """Seat an assessor on a bid.

    Raises:
        Refused: a tie to the bid or, by the fund's rule, to a rival (named), or the bid is not being assessed.
    """
    case = open_case(session, ref, actor=actor, now=now, step="assign", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Assigning assessors")
    _assessing(case, "No assessor was assigned")
    who = candidate(case, assessor, finance_aware=finance_aware, clinical=clinical)
    if not people.actor(session, assessor, now=now).has("assessor", fund=case.fund_id):
        raise Refused.because(
            "assessor_role", f"{who.name} was not assigned to {ref}: the role of assessor is missing. Give it first."
        )
    seat = scoring.assign(session, case.id, who, parties=parties.parties_of(case), act=case.act())
    finish_tasks(case, "assign_assessors", "replace_assessor")
    audit.record(session, case.act(), after={"assessor": who.name, "clinical": clinical, "finance": finance_aware})
    return seat


def _assessing(case: Case, not_done: str) -> None:
    if case.workflow.states[case.application.state].assessing:
        return
    state = case.workflow.states[case.application.state].officer
    raise Refused.because(
        "being_assessed", f"{not_done}: {case.ref} is at '{state}', not with the assessors. Nothing has changed."
    )


def declare(
    session: Session, ref: str, *, answer: str, detail: str = "", actor: Actor, now: datetime
) -> scoring.Declaration:
    """The assessor who acts says whether they have an interest in a bid, from its summary alone, before papers open."""
    case = open_case(session, ref, actor=actor, now=now, step="declare", lock=True)
    own = parties.own_of(case)
    declared = scoring.declare(
        session, case.id, answer=_answer(answer), bodies=tuple(own), detail=detail, act=case.act()
    )
    if declared.answer == "not_sure" or (declared.answer == "declare" and not declared.late):
        said = "declared an interest in" if declared.answer == "declare" else "is not sure of having an interest in"
        about = f"{actor.name} {said} {ref}" + (f": {detail.strip()}" if detail.strip() else "")
        raise_task(case, "rule_on_interest", about=about, thing=f"{actor.id}:{declared.id}")
    audit.record(session, case.act(), after={"answer": answer, "detail": detail})
    return declared


def _answer(text: str) -> Literal["none", "declare", "not_sure", "same_area"]:
    if text not in ("none", "declare", "not_sure", "same_area"):
        raise BadInput(f"'{text}' is not an answer: use none, declare, not_sure or same_area", place="answer")
    return cast("Literal['none', 'declare', 'not_sure', 'same_area']", text)


def open_papers(session: Session, ref: str, *, actor: Actor, now: datetime) -> scoring.Assignment:
    """Open a bid's papers to the assessor who acts; refused until they have declared."""
    case = open_case(session, ref, actor=actor, now=now, step="open_papers", lock=True)
    seat = scoring.open_papers(
        session,
        case.id,
        bodies=parties.own_of(case),
        version_id=case.application.submitted_version_id,
        act=case.act(),
    )
    audit.record(session, case.act(), after={"version": case.application.submitted_version_id})
    return seat


def score(
    session: Session, ref: str, marks: Mapping[str, Mark], *, actor: Actor, now: datetime, lock: bool
) -> Taken | None:
    """Save the marks of the assessor who acts and, if asked, lock them.

    When the last score that the bid needs is locked, scoring is completed in the same transaction.
    """
    case = open_case(session, ref, actor=actor, now=now, step="score", lock=True)
    _assessing(case, "Your scores were not saved")
    act = case.act()
    for key, mark in marks.items():
        scoring.save_score(
            session,
            case.id,
            key,
            criteria=case.criteria,
            score=mark.score,
            justification=mark.justification,
            strength=mark.strength,
            gap=mark.gap,
            note=mark.note,
            act=act,
        )
    if lock:
        scoring.lock(session, case.id, criteria=case.criteria, act=act)
    audit.record(session, act, after={"criteria": sorted(marks), "locked": lock})
    why = scoring.why_not_complete(session, case.id, criteria=case.criteria, ask_pence=case.application.ask_pence)
    if lock and not why and not scoring.unlocked(session, case.id):
        return take_step(session, ref, "complete_scoring", actor=people.system(session), now=now)
    return None


def agree_score(
    session: Session, ref: str, criterion: str, *, agreed: int | None, reason: str, actor: Actor, now: datetime
) -> scoring.AgreedScore:
    """The moderation chair settles one criterion: a whole score in place of the mean, or None to let the mean stand."""
    case = open_case(session, ref, actor=actor, now=now, step="moderate", reason=reason, lock=True)
    must_hold(actor, "moderation_chair", fund=case.fund_id, doing="Agreeing scores")
    row = scoring.agree_score(
        session, case.id, criterion, score=agreed, reason=reason, criteria=case.criteria, act=case.act()
    )
    audit.record(session, case.act(), after={"criterion": criterion, "agreed": agreed})
    return row


def rank(session: Session, round_ref: str, *, actor: Actor, now: datetime, freeze: bool = False) -> scoring.Ranking:
    """Rank a round's bids against the money free now, and freeze the list if asked."""
    row = applications.get_round(session, round_ref)
    must_hold(actor, "officer", "group_secretary", fund=row.fund, doing="Ranking a round")
    assert row.id is not None
    act = act_of(actor, now=now, what="rank", subject=round_ref)
    criteria = applications.definitions(row).criteria
    assert criteria is not None
    entrants = _entrants(session, row)
    free = {(one.key.commissioner, one.key.period): one.uncommitted for one in ledger.positions(session, fund=row.fund)}
    made = scoring.rank_round(session, row.id, entrants, free, criteria=criteria, act=act)
    if freeze:
        made = scoring.freeze_ranking(session, row.id, act=act)
    audit.record(session, act, after={"number": made.number, "bids": len(entrants), "frozen": freeze})
    return made


def _entrants(session: Session, row: applications.Round) -> list[scoring.Entrant]:
    workflow = applications.definitions(row).workflow
    assert workflow is not None
    cases = applications.find_cases(session, round_ref=row.ref)
    entrants = []
    for one in applications.dossiers(session, [case.ref for case in cases]):
        state = workflow.states[one.state]
        out = state.officer.lower() if state.kind == "end" or state.editable else ""
        patients = None
        if one.snapshot and all(fact.patients is not None for fact in one.snapshot.lists):
            patients = sum(fact.patients or 0 for fact in one.snapshot.lists) or None
        entrants.append(
            scoring.Entrant(
                id=one.id,
                ref=one.ref,
                shares={
                    (share.commissioner, period): pence
                    for share in one.shares
                    for period, pence in share.asked.items()
                    if pence
                },
                patients=patients,
                minimum_viable_pence=one.minimum_viable_pence,
                excluded=out,
            )
        )
    return entrants


def record_option(
    session: Session,
    round_ref: str,
    ref: str,
    option: str,
    *,
    reason: str,
    amounts: Mapping[tuple[str, str], int] | None = None,
    actor: Actor,
    now: datetime,
) -> scoring.RankingOption:
    """Record what people choose where the ranked list stopped at a bid.

    Raises:
        Refused: no role, or a tie of one's own to the bid (`no_tie_to_bid`).
    """
    row = applications.get_round(session, round_ref)
    must_hold(actor, "officer", "group_secretary", "implementation_group", fund=row.fund, doing="Recording an option")
    assert row.id is not None
    case = open_case(session, ref, actor=actor, now=now)
    ties = parties.own_ties(case, actor.id)
    if ties:
        raise Refused.because(
            "no_tie_to_bid",
            f"Nothing was chosen for {ref}: you are tied to it ({next(iter(ties.values()))}). Nothing has changed. "
            "Ask a colleague without a tie to record it.",
        )
    act = act_of(actor, now=now, what="ranking_option", subject=round_ref, reason=reason)
    made = scoring.record_option(
        session, row.id, case.id, cast("scoring.Option", option), reason=reason, amounts=amounts, act=act
    )
    audit.record(
        session, act, after={"ref": ref, "option": option, "amounts": [list(map(str, key)) for key in amounts or {}]}
    )
    return made


def walk(session: Session, round_ref: str) -> Sequence[Any]:
    """The latest ranked list walked against its money, with everything chosen so far."""
    row = applications.get_round(session, round_ref)
    assert row.id is not None
    return scoring.outcomes(session, scoring.ranking(session, row.id))


__all__ = [
    "Mark",
    "agree_score",
    "assign",
    "declare",
    "open_papers",
    "rank",
    "record_option",
    "score",
    "walk",
]
