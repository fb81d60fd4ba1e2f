"""An assessor who hands a bid back, or has not scored when scores are due: who takes over, and what goes on without."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlmodel import Session

from fundflow import applications, audit, people, scoring
from fundflow.clock import moment, moment_words
from fundflow.engine import parties
from fundflow.engine.case import Case, open_case
from fundflow.engine.effects.correspondence import finish_tasks_about, raise_task
from fundflow.engine.panels import Kinds, being_assessed, brings, pool_of
from fundflow.engine.step import take_step
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor

Why = Literal["ill", "conflict", "no_time"]


@dataclass(frozen=True)
class Missing:
    """What became of one bid on the day by which scores were due."""

    ref: str
    missing: tuple[str, ...]
    outcome: str
    proposed: str = ""


def propose(case: Case, *, missing: Collection[int] = ()) -> tuple[scoring.Candidate | None, str]:
    """Who should join a panel that lacks somebody, and what it lacks; seats of `missing` people count as empty.

    The one proposed has no tie, has had no part in the bid yet, brings what is lacking and has the least to do.
    """
    same_round = [one.id for one in applications.find_cases(case.session, round_ref=case.round.ref)]
    pool = list(pool_of(case, Kinds(), same_round).values())
    everybody = scoring.seats(case.session, case.id)
    live = tuple(seat for seat in everybody if seat.state in scoring.LIVE and seat.person_id not in missing)
    bid = scoring.BidToSeat(
        case.id,
        case.application.ask_pence,
        parties.parties_of(case),
        live,
        frozenset(seat.person_id for seat in everybody if seat not in live),
    )
    lacking = scoring.panel_gaps(case.criteria.assessors, bid.ask_pence, live, states=scoring.LIVE)
    chosen = [person for _, person in scoring.balance([bid], pool, case.criteria.assessors).pairs]
    found = [one for one in pool if one.person_id in chosen]
    best = max(found, key=lambda one: (_closes(one, lacking), -one.load), default=None)
    return best, " and ".join(str(gap) for gap in lacking)


def _closes(one: scoring.Candidate, lacking: Sequence[scoring.Gap]) -> int:
    kinds = {gap.kind for gap in lacking}
    return ("finance_aware" in kinds and one.finance_aware) + ("clinical_outside" in kinds and one.clinical)


def hand_back(session: Session, ref: str, *, why: str, reason: str, actor: Actor, now: datetime) -> str:
    """The assessor who acts gives a bid back: drafts stay sealed, and the officer gets a task with a replacement.

    Gives the sentence of the task.

    Raises:
        Refused: their scores are locked. NotFound: they have no seat. BadInput: not a reason that there is.
    """
    if why not in ("ill", "conflict", "no_time"):
        raise BadInput(f"'{why}' is not a reason to hand back: use ill, conflict or no_time", place="why")
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="hand_back", lock=True)
    seat = scoring.hand_back(session, case.id, why=cast("Why", why), reason=reason, act=case.act())
    finish_tasks_about(case, "rule_on_interest", f"{actor.id}:")
    said = _ask_for_another(case, f"{seat.person} handed {ref} back ({why.replace('_', ' ')})", key=f"{seat.id}")
    audit.record(session, case.act(), after={"why": why, "drafts": "sealed", "task": said})
    return said


def _ask_for_another(case: Case, said: str, *, key: str) -> str:
    """Leave a task for the officer that names the best balanced replacement."""
    found, lacks = propose(case)
    if not lacks:
        text = f"{said}. Its panel is complete without them: nobody need take over"
    elif found is None:
        text = f"{said}. It lacks {lacks}, and nobody on the list is free of a tie: find somebody from outside"
    else:
        skill = f" ({', '.join(brings(found))})" if brings(found) else ""
        text = f"{said}. It lacks {lacks}. Proposed: {found.name}{skill}, who assesses {found.load} bids now"
    raise_task(case, "replace_assessor", about=text, thing=key)
    return text


def close_scoring(
    session: Session, round_ref: str, *, reason: str, actor: Actor, now: datetime, dry_run: bool = False
) -> list[Missing]:
    """Deal with missing assessors once scores are due (domain, section 7.6), or only say what would be done.

    Where the locked scores meet number and composition for the bid's ask, the seats that are not locked end and
    scoring is finished; else the officer gets a task with a replacement. No score is ever filled in.

    Raises:
        Refused: scores are not due yet, or the round has no such day and no reason was given.
    """
    row = applications.get_round(session, round_ref)
    _must_be_due(row, reason=reason, now=now)
    cases = being_assessed(session, round_ref, actor=actor, now=now)
    return [_close(case, reason or "scores were due", dry_run=dry_run) for case in cases]


def _must_be_due(row: applications.Round, *, reason: str, now: datetime) -> None:
    written = row.settings.get("scores_due")
    due = moment(written) if written else None
    if due is None and not reason.strip():
        raise Refused.because(
            "scores_due",
            f"Scoring of {row.ref} was not closed: the round has no day by which scores are due. "
            "Give a reason for closing it today, or set scores_due. Nothing has changed.",
        )
    if due is not None and now < due:
        raise Refused.because(
            "scores_due",
            f"Scoring of {row.ref} was not closed: assessors have until {moment_words(due)}. "
            "Wait until then, or replace an assessor who cannot go on. Nothing has changed.",
        )


def _close(case: Case, reason: str, *, dry_run: bool) -> Missing:
    waiting = scoring.unlocked(case.session, case.id)
    names = tuple(seat.person for seat in waiting)
    lacking = scoring.missing_from_panel(
        case.session, case.id, criteria=case.criteria, ask_pence=case.application.ask_pence
    )
    if lacking:
        lacks = " and ".join(str(gap) for gap in lacking)
        found, _ = propose(case, missing=[seat.person_id for seat in waiting])
        if not dry_run:
            key = f"due:{'-'.join(str(seat.id) for seat in waiting)}"
            _ask_for_missing(case, names, lacks, found, key=key)
        return Missing(case.ref, names, f"reassign: it lacks {lacks}", found.name if found else "")
    if dry_run:
        return Missing(case.ref, names, "goes on with the locked scores")
    for seat in waiting:
        scoring.void(case.session, case.id, seat.person_id, why="missing", reason=reason, act=case.act("close_scoring"))
    audit.record(case.session, case.act("close_scoring", reason=reason), after={"missing": list(names)})
    system = people.system(case.session)
    taken = take_step(case.session, case.ref, "complete_scoring", actor=system, now=case.now)
    return Missing(case.ref, names, taken.state)


def _ask_for_missing(
    case: Case, names: Sequence[str], lacks: str, found: scoring.Candidate | None, *, key: str
) -> None:
    who = f"; {', '.join(names)} did not lock" if names else ""
    better = f" Proposed: {found.name}, who assesses {found.load} bids now" if found else ""
    text = f"Scores of {case.ref} are due and it lacks {lacks}{who}. Replace or remind them.{better}"
    raise_task(case, "replace_assessor", about=text, thing=key)
    audit.record(case.session, case.act("close_scoring"), after={"missing": list(names), "lacks": lacks})
