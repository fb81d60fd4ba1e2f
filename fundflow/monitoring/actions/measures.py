"""Writes outcome measures, their readings, and a person's own rating in place of the derived one."""

from datetime import date
from typing import Literal

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, Refused
from fundflow.monitoring import queries, rules
from fundflow.monitoring.tables import Measure, RatingOverride, Reading


def add_measure(
    session: Session,
    application_id: int,
    *,
    name: str,
    definition: str,
    unit: str,
    direction: Literal["up", "down"],
    baseline: str,
    baseline_on: date,
    target: str,
    target_on: date,
    source: str = "",
) -> Measure:
    """Add an outcome measure with its baseline and target.

    Raises:
        BadInput: a figure is no number, the days run backwards, or the target lies on the wrong side.
    """
    first, last = rules.number(baseline, place="baseline"), rules.number(target, place="target")
    if baseline_on >= target_on:
        raise BadInput(f"the target's day {target_on} is not after the baseline's {baseline_on}", place=name)
    if (direction == "up" and last < first) or (direction == "down" and last > first):
        raise BadInput(f"a target of {target} is the wrong way from {baseline} for '{direction}'", place=name)
    row = Measure(
        application_id=application_id,
        name=name,
        definition=definition,
        unit=unit,
        direction=direction,
        baseline=baseline,
        baseline_on=baseline_on,
        target=target,
        target_on=target_on,
        source=source,
    )
    session.add(row)
    session.flush()
    return row


def change_target(session: Session, measure_id: int, *, target: str, target_on: date) -> Measure:
    """Move a measure's target, by a variation only: the engine calls this from one.

    Raises:
        BadInput: no number, a day not after the baseline's, or a target on the other side of the baseline.
    """
    row = queries.measure(session, measure_id)
    first, last = rules.number(row.baseline, place=row.name), rules.number(target, place=row.name)
    wrong = (row.direction == "up" and last < first) or (row.direction == "down" and last > first)
    if row.baseline_on >= target_on or wrong:
        raise BadInput(f"a target of {target} on {target_on} does not follow from {row.baseline}", place=row.name)
    row.target, row.target_on = target, target_on
    session.add(row)
    session.flush()
    return row


def record_reading(
    session: Session, measure_id: int, *, read_on: date, value: str, act: Act, replaces: int | None = None
) -> Reading:
    """Record a value of a measure; a correction names the reading that it replaces, which stays on record.

    Raises:
        BadInput: no number, a day to come, or a reading of another measure.
    """
    row = queries.measure(session, measure_id)
    rules.number(value, place=row.name)
    if read_on > london_day(act.now):
        raise BadInput(f"{day_words(read_on)} is still to come: record what was measured", place=row.name)
    if replaces is not None and replaces not in {reading.id for reading in queries.readings(session, measure_id)}:
        raise BadInput(f"reading {replaces} is no standing reading of {row.name}", place="replaces")
    reading = Reading(
        measure_id=measure_id,
        read_on=read_on,
        value=value,
        recorded_at=act.now,
        recorded_by=act.actor_id,
        replaces_id=replaces,
    )
    session.add(reading)
    session.flush()
    return reading


def override_rag(
    session: Session, application_id: int, *, rating: str, derived: rules.Rag, reason: str, act: Act
) -> RatingOverride:
    """Rate a case by judgement from now on; the derived rating and the reason stand beside it.

    Raises:
        Refused: no reason is given. BadInput: it is no rating.
    """
    if rating not in ("green", "amber", "red"):
        raise BadInput(f"'{rating}' is not a rating: green, amber or red", place="rating")
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"The rating was not changed from {derived} to {rating}: there is no reason. Write one; it is shown.",
        )
    row = RatingOverride(
        application_id=application_id,
        rating=rating,
        derived=derived,
        reason=reason,
        rated_at=act.now,
        rated_by=act.actor_id,
        rated_name=act.actor,
    )
    session.add(row)
    session.flush()
    return row
