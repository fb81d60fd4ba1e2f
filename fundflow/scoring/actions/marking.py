"""Verbs of an assessor at work: score, lock; and a moderator's unlock."""

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.definitions.criteria import Criteria
from fundflow.errors import BadInput, Refused
from fundflow.scoring import queries, rules
from fundflow.scoring.actions.superseding import supersede_results
from fundflow.scoring.tables import Assignment, Score, ScoreRevision


def save_score(
    session: Session,
    application_id: int,
    criterion: str,
    *,
    criteria: Criteria,
    score: int,
    justification: str,
    strength: str = "",
    gap: str = "",
    note: str = "",
    act: Act,
) -> Score:
    """The assessor who acts scores one criterion of a bid whose papers they have open; changing it keeps the old one.

    `strength` and `gap` are sent to the applicant, `note` is for the panel alone.

    Raises:
        NotFound: they have no seat here.
        Refused: papers not open, scores locked, or no justification.
        BadInput: no such criterion, or a mark off the scale.
    """
    row = queries.assignment(session, application_id, act.actor_id)
    _check_open(row)
    _check_mark(criteria, criterion, score, justification)
    assert row.id is not None
    saved = queries.scores_of(session, row.id).get(criterion)
    if saved is None:
        saved = Score(assignment_id=row.id, criterion=criterion, score=score, justification="", saved_at=act.now)
    elif saved.score != score:
        session.add(_as_it_was(saved, act))
    saved.score, saved.justification = score, justification.strip()
    saved.strength, saved.gap, saved.note = strength.strip(), gap.strip(), note.strip()
    saved.saved_at = act.now
    session.add(saved)
    session.flush()
    return saved


def _check_mark(criteria: Criteria, criterion: str, score: int, justification: str) -> None:
    item = next((item for item in criteria.items if item.key == criterion), None)
    if item is None:
        known = ", ".join(item.key for item in criteria.items)
        raise BadInput(f"'{criterion}' is not a criterion of this round: {known}", place="criterion")
    rules.check_mark(criteria, criterion, score)
    if not justification.strip():
        raise Refused.because(
            "score_justified",
            f"The score of {score} for {item.title} was not saved: it has no reason. "
            "Write what in the bid earns it. Your other scores are saved.",
        )


def _as_it_was(saved: Score, act: Act) -> ScoreRevision:
    return ScoreRevision(
        assignment_id=saved.assignment_id,
        criterion=saved.criterion,
        score=saved.score,
        justification=saved.justification,
        strength=saved.strength,
        gap=saved.gap,
        saved_at=saved.saved_at,
        replaced_at=act.now,
    )


def _check_open(row: Assignment) -> None:
    if row.state == "open":
        return
    why = {
        "locked": "your scores of this bid are locked since "
        f"{row.locked_at:%d %B %Y}. Ask the moderator to unlock them, with a reason"
        if row.locked_at
        else "your scores of this bid are locked. Ask the moderator to unlock them, with a reason",
        "declared": "its papers are not open yet. Open the papers first",
    }.get(
        row.state,
        "you have not said whether you have an interest in this bid, or your answer waits for the officer's ruling. "
        "Answer on your list, or ask the officer to rule",
    )
    raise Refused.because("papers_open", f"The score was not saved: {why}. Nothing else has changed.")


def lock(session: Session, application_id: int, *, criteria: Criteria, act: Act) -> Assignment:
    """Lock the scores of the assessor who acts; every criterion has a score, a reason, a strength and a gap.

    Raises:
        NotFound: they have no seat here.
        Refused: what is missing, each by its criterion.
    """
    row = queries.assignment(session, application_id, act.actor_id)
    if row.state == "locked":
        return row
    _check_open(row)
    lacking = why_not_lock(session, row, criteria=criteria)
    if lacking:
        shown = "; ".join(lacking[:3]) + (f"; and {len(lacking) - 3} more" if len(lacking) > 3 else "")
        raise Refused.because(
            "sheet_complete",
            f"Your scores were not locked: {len(lacking)} of the things needed {_are(lacking)} missing ({shown}). "
            "Write them and lock again. What you have written is saved.",
        )
    row.state = rules.next_state(row.state, "lock", who=row.person)
    row.locked_at = act.now
    session.add(row)
    session.flush()
    return row


def why_not_lock(session: Session, row: Assignment, *, criteria: Criteria) -> tuple[str, ...]:
    """What the assessor of a seat has still to write, one phrase each."""
    sheet = queries.Sheet(row, queries.scores_of(session, row.id or 0))
    return rules.missing_to_lock(criteria, sheet.marks())


def _are(phrases: tuple[str, ...]) -> str:
    return "is" if len(phrases) == 1 else "are"


def unlock(session: Session, application_id: int, person_id: int, *, reason: str, act: Act) -> Assignment:
    """A moderator opens a locked sheet again, with a reason, while no result rests on it; moderation starts afresh.

    Raises:
        NotFound: the person has no seat here.
        Refused: no reason, one's own sheet, or a result that rests on it (reopen scoring first; never once ranked).
    """
    row = queries.assignment(session, application_id, person_id)
    if not reason.strip() or act.actor_id == person_id:
        why = "it has no reason" if act.actor_id != person_id else f"the scores are {act.actor}'s own"
        raise Refused.because(
            "unlock_by_moderator", f"Nothing was unlocked: {why}. A moderator unlocks another's scores, with 1 reason."
        )
    current = queries.consolidation(session, application_id)
    if current is not None:
        frozen = queries.frozen_with(session, current.id or 0)
        where = f"list {frozen.number} of the round, which is frozen," if frozen else "this bid's result"
        raise Refused.because(
            "before_ranking",
            f"Nothing was unlocked: {where} rests on these scores, total {rules.tenths_words(current.tenths)}. "
            "Ask the moderation chair to open scoring again, with a reason.",
        )
    row.state = rules.next_state(row.state, "unlock", who=row.person)
    row.locked_at, row.reason = None, reason.strip()
    session.add(row)
    supersede_results(session, application_id, because=reason.strip(), act=act)
    return row
