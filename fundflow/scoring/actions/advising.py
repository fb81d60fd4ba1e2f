"""Verbs of what is said about a result: feedback for the applicant, superseding notes, the group's recommendation."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.definitions.criteria import Criteria
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.scoring import queries, rules
from fundflow.scoring.tables import Consolidation, Feedback, Recommendation, ScoreNote

Kind = Literal["approve", "partial", "reject", "defer"]


def build_feedback(session: Session, result: Consolidation, *, criteria: Criteria) -> list[Feedback]:
    """Write an applicant's feedback on one result from the assessors' own sentences, criterion by criterion."""
    assert result.id is not None
    sheets = [sheet.marks() for sheet in queries.sheets(session, result.application_id)]
    rows = [
        Feedback(
            application_id=result.application_id,
            consolidation_id=result.id,
            criterion=advice.criterion,
            title=advice.title,
            band=advice.band,
            strength=advice.strength,
            gap=advice.gap,
            minimum=advice.minimum,
            minimum_failed=advice.minimum_failed,
            mean=advice.mean,
        )
        for advice in rules.advise(criteria, queries.result_of(result), sheets)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def edit_feedback(
    session: Session,
    application_id: int,
    criterion: str,
    *,
    strength: str | None = None,
    gap: str | None = None,
    act: Act,
) -> Feedback:
    """A moderator words the feedback on one criterion; the assessors' own sentences stay on their sheets.

    Raises:
        NotFound: there is no feedback on this criterion.
        Refused: it would leave the applicant without a strength or a gap.
    """
    row = next((one for one in queries.feedback(session, application_id) if one.criterion == criterion), None)
    if row is None:
        raise NotFound(f"there is no feedback on '{criterion}' yet: it is built when the result is worked out")
    for name, text in (("strength", strength), ("gap", gap)):
        if text is not None and not text.strip():
            raise Refused.because(
                "feedback_given",
                f"The feedback on {row.title} was not changed: the {name} would be empty. "
                "Write at least 1 sentence. The earlier wording stands.",
            )
    row.strength = row.strength if strength is None else strength.strip()
    row.gap = row.gap if gap is None else gap.strip()
    row.edited_by, row.edited_at = act.actor_id, act.now
    session.add(row)
    session.flush()
    return row


def note_correction(
    session: Session,
    application_id: int,
    person_id: int,
    criterion: str,
    *,
    meant: int,
    reason: str,
    criteria: Criteria,
    act: Act,
) -> ScoreNote:
    """Note beside a locked score what was meant (case 66): nothing is edited, and what would follow is worked out.

    Raises:
        NotFound: there is no result, or no locked score of this person.
        Refused: no reason.
        BadInput: a mark off the scale.
    """
    result = queries.consolidation(session, application_id)
    sheet = next((s for s in queries.sheets(session, application_id) if s.assignment.person_id == person_id), None)
    if result is None or sheet is None or criterion not in sheet.scores:
        raise NotFound(f"there is no locked score of '{criterion}' by this assessor with a result that rests on it")
    rules.check_mark(criteria, criterion, meant)
    if not reason.strip():
        raise Refused.because(
            "reason_given", "No note was written: it has no reason. Write 1 sentence that says how the slip was found."
        )
    would_be = _would_be(session, result, person_id, {criterion: meant}, criteria)
    row = ScoreNote(
        application_id=application_id,
        assignment_id=sheet.assignment.id or 0,
        criterion=criterion,
        stands=sheet.scores[criterion].score,
        meant=meant,
        would_be_tenths=would_be.tenths,
        would_be_band=would_be.band,
        reason=reason.strip(),
        by=act.actor_id,
        at=act.now,
    )
    session.add(row)
    session.flush()
    return row


def _would_be(
    session: Session, result: Consolidation, person_id: int, meant: Mapping[str, int], criteria: Criteria
) -> rules.Consolidated:
    sets = [
        rules.ScoreSet(one.assessor, {**one.scores, **meant} if one.assessor == person_id else one.scores)
        for one in queries.locked_sets(session, result.application_id)
    ]
    exact = queries.result_of(result)
    return rules.consolidate(criteria, sets, {key: exact.means[key].numerator for key in exact.agreed})


def tell_committee(session: Session, note_id: int, *, meeting: str, act: Act) -> ScoreNote:
    """Record in which meeting a committee was told of a superseding note.

    Raises:
        NotFound: there is no such note.
    """
    row = session.get(ScoreNote, note_id)
    if row is None:
        raise NotFound(f"there is no superseding note {note_id}")
    row.told_committee, row.told_at = meeting, act.now
    session.add(row)
    session.flush()
    return row


def recommend(
    session: Session,
    application_id: int,
    *,
    kind: Kind,
    reasons: str,
    meeting: str,
    amounts: Mapping[rules.Key, int] | None = None,
    cut_lines: Sequence[str] = (),
    conditions: Sequence[Mapping[str, Any]] = (),
    scored: bool = True,
    act: Act,
) -> Recommendation:
    """Record what the assessing group advises; it never decides. `amounts` are pence by (commissioner, period).

    `scored=False` is for streams without scores.

    Raises:
        Refused: no reasons, a bid that is not fundable, a part without amounts, or a result in no frozen list.
        BadInput: an unknown kind, or an amount that is not above nought.
    """
    given = dict(amounts or {})
    _check_whole(kind, reasons, given)
    result = queries.consolidation(session, application_id) if scored else None
    frozen = queries.frozen_with(session, result.id or 0) if result else None
    if scored:
        _check_scored(result, kind, listed=frozen is not None)
    row = Recommendation(
        application_id=application_id,
        consolidation_id=result.id if result else None,
        ranking_id=frozen.id if frozen else None,
        kind=kind,
        pence=sum(given.values()),
        amounts=queries.listed(given),
        cut_lines=list(cut_lines),
        reasons=reasons.strip(),
        conditions=[dict(condition) for condition in conditions],
        meeting=meeting,
        by=act.actor_id,
        at=act.now,
    )
    session.add(row)
    session.flush()
    return row


def _check_whole(kind: str, reasons: str, given: Mapping[rules.Key, int]) -> None:
    if kind not in {"approve", "partial", "reject", "defer"}:
        raise BadInput(f"'{kind}' is not a recommendation: use approve, partial, reject or defer", place="kind")
    if any(pence <= 0 for pence in given.values()):
        raise BadInput("every amount must be above £0.00", place="amounts")
    if not reasons.strip() or (kind == "partial" and not given):
        lack = "the reasons" if not reasons.strip() else "the amount for each commissioner and year"
        _refuse("recommendation_whole", f"1 thing is missing, {lack}", "Add it and record the recommendation again")


def _check_scored(result: Consolidation | None, kind: Kind, *, listed: bool) -> None:
    if result is None:
        _refuse("ranking_frozen", "0 results stand for this bid", "Finish its scoring first")
        return
    if not listed:
        total = rules.tenths_words(result.tenths)
        _refuse("ranking_frozen", f"its result, {total}, is in no frozen list", "Rank the round and freeze the list")
    if kind in {"approve", "partial"} and not result.fundable:
        failed = f", {len(result.minima_failed)} below a minimum" if result.minima_failed else ""
        why = f"it scored {rules.tenths_words(result.tenths)}{failed}, which the round does not fund"
        _refuse("fundable", why, "Recommend to defer it with the gaps named, or to reject it")


def _refuse(guard: str, why: str, way_out: str) -> None:
    raise Refused.because(guard, f"No recommendation was recorded for this bid: {why}. {way_out}. Nothing has changed.")


def withdraw_recommendation(session: Session, application_id: int, *, reason: str, act: Act) -> Recommendation | None:
    """Take the standing recommendation back, kept as history; None when there is none."""
    row = queries.recommendation(session, application_id)
    if row is not None:
        row.withdrawn_at, row.withdrawn_because = act.now, reason
        session.add(row)
        session.flush()
    return row
