"""Adding to an organisation's history."""

from datetime import date

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.organisations.tables import OrganisationEvent


def happened(
    session: Session, code: str, kind: str, on: date, *, act: Act, other: str | None = None, detail: str = ""
) -> OrganisationEvent:
    """Record what happened to an organisation on a day; nothing recorded is ever changed."""
    row = OrganisationEvent(
        organisation=code,
        kind=kind,
        happened_on=on,
        other=other,
        detail=detail,
        reason=act.reason,
        recorded_at=act.now,
        recorded_by=act.actor,
    )
    session.add(row)
    session.flush()
    return row
