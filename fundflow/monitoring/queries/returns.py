"""Reads returns, which of them are late, and what was noted between them."""

from datetime import date

from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.monitoring.tables import QuarterlyReturn, ReturnVersion, SignificantEvent

OPEN = ("due", "returned")


def returns_of(session: Session, application_id: int) -> list[QuarterlyReturn]:
    """The returns of a case, earliest due first."""
    return list(
        session.exec(
            select(QuarterlyReturn)
            .where(QuarterlyReturn.application_id == application_id)
            .order_by(col(QuarterlyReturn.due_on), col(QuarterlyReturn.id))
        ).all()
    )


def quarterly_return(session: Session, return_id: int) -> QuarterlyReturn:
    """One return.

    Raises:
        NotFound: there is none with this number.
    """
    found = session.get(QuarterlyReturn, return_id)
    if found is None:
        raise NotFound(f"there is no return {return_id}")
    return found


def return_labelled(session: Session, application_id: int, label: str, *, rule: str = "") -> QuarterlyReturn:
    """One return of a case by what it covers (`Q1 2017/18`), and by its kind where a fund asks for several.

    Raises:
        NotFound: it owes none of that name, or several kinds of it.
    """
    every = returns_of(session, application_id)
    found = [row for row in every if row.label == label and rule in ("", row.rule)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{row.label} ({row.rule})" for row in (found or every)) or "none"
    raise NotFound(f"there is no one return '{label}' in this case: it owes {known}")


def overdue_returns(session: Session, *, on: date, application_id: int | None = None) -> list[QuarterlyReturn]:
    """Returns not sent in by their day, of one case or of all, oldest first."""
    wanted = select(QuarterlyReturn).where(col(QuarterlyReturn.state).in_(OPEN), QuarterlyReturn.due_on < on)
    if application_id is not None:
        wanted = wanted.where(QuarterlyReturn.application_id == application_id)
    return list(session.exec(wanted.order_by(col(QuarterlyReturn.due_on), col(QuarterlyReturn.id))).all())


def versions(session: Session, return_id: int | None) -> list[ReturnVersion]:
    """A return as it was sent in, each time."""
    return list(
        session.exec(
            select(ReturnVersion).where(ReturnVersion.return_id == return_id).order_by(col(ReturnVersion.number))
        ).all()
    )


def significant_events(session: Session, application_id: int) -> list[SignificantEvent]:
    """What was noted of an award, in order."""
    query = select(SignificantEvent).where(SignificantEvent.application_id == application_id)
    return list(session.exec(query.order_by(col(SignificantEvent.number))).all())
