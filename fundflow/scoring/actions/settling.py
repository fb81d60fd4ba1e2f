"""Verbs that turn locked sheets into one result: complete, agree, consolidate, reopen."""

from dataclasses import asdict

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.definitions.criteria import Criteria, Moderation
from fundflow.errors import Refused
from fundflow.scoring import queries, rules
from fundflow.scoring.actions.advising import build_feedback
from fundflow.scoring.actions.superseding import supersede_results
from fundflow.scoring.tables import AgreedScore, Consolidation, ModerationRecord


def moderation_needed(
    session: Session, application_id: int, *, criteria: Criteria, settings: Moderation | None = None
) -> tuple[rules.Trigger, ...]:
    """The triggers that the locked sheets fire now; none means that the means can stand."""
    return rules.triggers(criteria, queries.locked_sets(session, application_id), settings=settings)


def open_moderation(
    session: Session,
    application_id: int,
    *,
    criteria: Criteria,
    ask_pence: int,
    settings: Moderation | None = None,
    act: Act,
) -> ModerationRecord:
    """Record that scoring is complete and which triggers fired; an earlier record and result are superseded.

    Raises:
        Refused: a seat that is not locked, or a panel that lacks number or kind for this ask.
    """
    _check_complete(session, application_id, criteria, ask_pence)
    supersede_results(session, application_id, because="scored again", act=act)
    found = moderation_needed(session, application_id, criteria=criteria, settings=settings)
    record = ModerationRecord(
        application_id=application_id,
        triggers=[asdict(trigger) for trigger in found],
        settings=(settings or criteria.moderation).model_dump(),
        at=act.now,
        by=act.actor_id,
    )
    session.add(record)
    session.flush()
    return record


def _check_complete(session: Session, application_id: int, criteria: Criteria, ask_pence: int) -> None:
    why = queries.why_not_complete(session, application_id, criteria=criteria, ask_pence=ask_pence)
    if why:
        raise Refused.because("all_scores_locked", why)


def agree_score(
    session: Session,
    application_id: int,
    criterion: str,
    *,
    score: int | None,
    reason: str,
    criteria: Criteria,
    act: Act,
) -> AgreedScore:
    """Settle one criterion: a whole score in place of the mean, or None to confirm that the mean stands.

    The assessors' own scores never change. Until the result is worked out, agreeing again replaces the entry.

    Raises:
        Refused: nothing is in moderation, the criterion is not in dispute, no reason, or a dispute left open.
        BadInput: no such criterion, or a mark off the scale.
    """
    record = _in_moderation(session, application_id)
    found = queries.triggers_of(record)
    rules.check_entry(criteria, found, criterion, rules.Agreed(score, reason))
    assert record.id is not None
    row = next((one for one in queries.agreed(session, record.id) if one.criterion == criterion), None)
    row = row or AgreedScore(
        application_id=application_id,
        moderation_id=record.id,
        criterion=criterion,
        reason=reason,
        by=act.actor_id,
        at=act.now,
    )
    row.score, row.reason, row.by, row.at = score, reason.strip(), act.actor_id, act.now
    session.add(row)
    session.flush()
    return row


def _in_moderation(session: Session, application_id: int) -> ModerationRecord:
    record = queries.moderation(session, application_id)
    if record is None or record.agreed_at is not None or not record.triggers:
        raise Refused.because(
            "in_moderation",
            "Nothing was agreed: 0 scores of this bid are in moderation. Finish scoring first; what is locked stays.",
        )
    return record


def why_not_agreed(session: Session, application_id: int, *, criteria: Criteria) -> str:
    """Why moderation is not finished, as a sentence with a way out; empty when it is, or none is open."""
    record = queries.moderation(session, application_id)
    if record is None or record.id is None:
        return ""
    settled = {row.criterion for row in queries.agreed(session, record.id)}
    left = rules.left_to_agree(criteria, queries.triggers_of(record), settled)
    return f"Moderation is not finished: {left}. Agree a score with a reason for each." if left else ""


def consolidate_application(
    session: Session,
    application_id: int,
    *,
    criteria: Criteria,
    ask_pence: int,
    settings: Moderation | None = None,
    act: Act,
) -> Consolidation:
    """Work out a bid's result from its locked sheets and what moderators settled, with feedback for its letter.

    Raises:
        Refused: scoring not complete, or moderation not finished.
    """
    _check_complete(session, application_id, criteria, ask_pence)
    record = queries.moderation(session, application_id)
    if record is not None and settings is None:
        settings = Moderation(**record.settings)
    found = moderation_needed(session, application_id, criteria=criteria, settings=settings)
    if record is None or queries.triggers_of(record) != found:
        # the locked sheets are not those that were looked at, so what was agreed about them does not hold
        record = open_moderation(
            session, application_id, criteria=criteria, ask_pence=ask_pence, settings=settings, act=act
        )
    why = why_not_agreed(session, application_id, criteria=criteria)
    if why:
        raise Refused.because("moderation_complete", why)
    return _consolidate(session, application_id, criteria, record, act)


def _consolidate(
    session: Session, application_id: int, criteria: Criteria, record: ModerationRecord, act: Act
) -> Consolidation:
    settled = queries.agreed(session, record.id or 0)
    agreed = {row.criterion: row.score for row in settled if row.score is not None}
    result = rules.consolidate(criteria, queries.locked_sets(session, application_id), agreed)
    current = queries.consolidation(session, application_id)
    if current is not None:
        current.superseded_at, current.superseded_because = act.now, "worked out again"
        session.add(current)
    if record.triggers:
        record.agreed_at, record.agreed_by = act.now, act.actor_id
        session.add(record)
    session.flush()
    row = Consolidation(
        application_id=application_id,
        means={key: rules.fraction_text(exact) for key, exact in result.means.items()},
        total=rules.fraction_text(result.total),
        tenths=result.tenths,
        band=result.band,
        minima_failed=list(result.minima_failed),
        fundable=result.fundable,
        agreed=list(result.agreed),
        assessors=result.assessors,
        criteria_sha256=rules.criteria_sha256(criteria),
        at=act.now,
        by=act.actor_id,
    )
    session.add(row)
    session.flush()
    build_feedback(session, row, criteria=criteria)
    return row


def reopen_scoring(session: Session, application_id: int, *, reason: str, act: Act) -> bool:
    """Set a bid's moderation and result aside, kept, so that a sheet can be unlocked or replaced; whether it had one.

    Raises:
        Refused: no reason.
    """
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            "Scoring was not opened again: it has no reason. Write 1 sentence that says what went wrong.",
        )
    return supersede_results(session, application_id, because=reason.strip(), act=act)
