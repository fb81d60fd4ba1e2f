"""Changes who takes part in an award, and who leads it, by a change that was asked for and decided."""

from sqlmodel import Session

from fundflow.applications.actions.cases import advance
from fundflow.applications.actions.participants import ask_again, participant, review_consents, still_in
from fundflow.applications.queries.content import participants
from fundflow.applications.rules import consent
from fundflow.applications.tables import Application, Participant
from fundflow.audit import Act
from fundflow.errors import Refused


def invite(
    session: Session, application: Application, organisation: str, *, act: Act, commitments: str = ""
) -> Participant:
    """Ask one more organisation to take part in an award, by a change that waits; it answers as partners of a bid do.

    Raises:
        Refused: it takes part already.
    """
    assert application.id is not None
    row = next((one for one in participants(session, application.id) if one.organisation == organisation), None)
    if row is not None and row.state in consent.PRESENT:
        raise Refused.because(
            "partner_joins",
            f"{organisation} was not asked: it takes part in {application.ref} already ({row.state.replace('_', ' ')}). "
            "Nothing has changed. Name another, or leave it out.",
        )
    if row is None:
        row = Participant(
            application_id=application.id, organisation=organisation, invited_at=act.now, state_at=act.now
        )
    else:
        ask_again(row, act)
    row.commitments = commitments
    session.add(row)
    session.flush()
    return row


def uninvite(session: Session, application: Application, organisation: str, *, act: Act) -> None:
    """Take back an invitation whose change was not made; harmless when repeated."""
    row = participant(session, application, organisation)
    if row.state in consent.PRESENT:
        row.state, row.state_at, row.reason = "removed", act.now, act.reason
        session.add(row)
        session.flush()


def new_lead(session: Session, application: Application, organisation: str, *, act: Act) -> Application:
    """Make one participant the lead (novation; domain, case 5); the former lead stays as a partner.

    Raises:
        NotFound: it is not in the bid. Refused: it is no longer in it.
    """
    row = still_in(session, application, organisation)
    former = participant(session, application, application.lead)
    former.role, row.role = "partner", "lead"
    session.add(former)
    session.add(row)
    advance(session, application, lead=organisation)
    review_consents(session, application, act=act)
    return application
