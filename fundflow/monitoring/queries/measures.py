"""Reads outcome measures, their readings and how far along their line they are."""

from datetime import date
from fractions import Fraction

from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.monitoring import rules
from fundflow.monitoring.tables import Measure, Reading


def measures(session: Session, application_id: int) -> list[Measure]:
    """The outcome measures of a case."""
    return list(
        session.exec(select(Measure).where(Measure.application_id == application_id).order_by(col(Measure.name))).all()
    )


def measure(session: Session, measure_id: int) -> Measure:
    """One measure.

    Raises:
        NotFound: there is none with this number.
    """
    found = session.get(Measure, measure_id)
    if found is None:
        raise NotFound(f"there is no measure {measure_id}")
    return found


def measure_named(session: Session, application_id: int, name: str) -> Measure:
    """One measure of a case by its name.

    Raises:
        NotFound: there is none.
    """
    every = measures(session, application_id)
    for row in every:
        if row.name == name:
            return row
    known = "; ".join(row.name for row in every) or "none yet"
    raise NotFound(f"there is no measure '{name}' in this case: {known}")


def readings(session: Session, measure_id: int | None) -> list[Reading]:
    """A measure's readings that stand, by day; corrected ones are left out."""
    replaced = select(Reading.replaces_id).where(col(Reading.replaces_id).is_not(None))
    return list(
        session.exec(
            select(Reading)
            .where(Reading.measure_id == measure_id, col(Reading.id).not_in(replaced))
            .order_by(col(Reading.read_on), col(Reading.id))
        ).all()
    )


def trajectory(row: Measure) -> rules.Trajectory:
    """A measure's line as a fact for the rules."""
    return rules.Trajectory(
        "up" if row.direction == "up" else "down",
        rules.number(row.baseline, place=row.name),
        row.baseline_on,
        rules.number(row.target, place=row.name),
        row.target_on,
    )


def attainments(session: Session, application_id: int, *, on: date) -> dict[str, Fraction]:
    """Percent of trajectory by measure, from each one's latest reading up to a day."""
    found = {}
    for row in measures(session, application_id):
        known = [reading for reading in readings(session, row.id) if reading.read_on <= on]
        if known:
            last = known[-1]
            reached = trajectory(row).attainment(rules.number(last.value, place=row.name), last.read_on)
            if reached is not None:
                found[row.name] = reached
    return found


def measures_shown(session: Session, application_id: int, *, on: date) -> list[dict[str, str | date | int | None]]:
    """The measures of a case with their last reading up to a day, and the percent of their line that it reaches."""
    shown: list[dict[str, str | date | int | None]] = []
    reached = attainments(session, application_id, on=on)
    for row in measures(session, application_id):
        known = [one for one in readings(session, row.id) if one.read_on <= on]
        percent = reached.get(row.name)
        shown.append(
            {
                "measure": row.name,
                "unit": row.unit,
                "baseline": row.baseline,
                "target": row.target,
                "target_on": row.target_on,
                "expected": f"{float(trajectory(row).expected(on)):.1f}",
                "reading": known[-1].value if known else "",
                "read_on": known[-1].read_on if known else None,
                "reading_id": known[-1].id if known else None,
                "percent": f"{float(percent):.1f}" if percent is not None else "",
            }
        )
    return shown
