"""Says that two records of the register are of one organisation, and takes it back; no row of either is changed."""

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.organisations.tables import OrganisationSameness


def same(session: Session, keep: str, alias: str, *, act: Act) -> OrganisationSameness:
    """From now on whoever types `alias` means `keep`. What was recorded under `alias` stays there."""
    row = OrganisationSameness(keep=keep, alias=alias, reason=act.reason, said_at=act.now, said_by=act.actor)
    session.add(row)
    session.flush()
    return row


def apart(session: Session, row: OrganisationSameness, *, act: Act) -> OrganisationSameness:
    """From now on the two are different organisations again; what was begun meanwhile stays with the one that was kept."""
    row.ended_at, row.ended_by, row.end_reason = act.now, act.actor, act.reason
    session.add(row)
    session.flush()
    return row
