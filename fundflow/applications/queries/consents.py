"""Finds what participants answered, and who has signed for one of them."""

from sqlmodel import Session, col, select

from fundflow.applications.rules.consent import Shown, material_changes
from fundflow.applications.tables import ConsentAnswer, Participant


def answers(session: Session, participant_id: int | None) -> list[ConsentAnswer]:
    """Every answer about a participant's part, oldest first."""
    query = select(ConsentAnswer).where(ConsentAnswer.participant_id == participant_id)
    return list(session.exec(query.order_by(col(ConsentAnswer.id))))


def answers_of_case(session: Session, application_id: int) -> dict[str, list[ConsentAnswer]]:
    """The same for every participant of a case, by the organisation's code."""
    query = (
        select(Participant.organisation, ConsentAnswer)
        .join(ConsentAnswer, col(ConsentAnswer.participant_id) == Participant.id)
        .where(Participant.application_id == application_id)
        .order_by(col(ConsentAnswer.id))
    )
    found: dict[str, list[ConsentAnswer]] = {}
    for organisation, row in session.exec(query):
        found.setdefault(organisation, []).append(row)
    return found


def signed_by(session: Session, row: Participant, shown: Shown, *, percent: int) -> set[int]:
    """The people who agreed since the last invitation to a bid that has not changed in substance since."""
    return {
        one.person_id
        for one in answers(session, row.id)
        if one.kind == "agree"
        and one.at >= row.invited_at
        and one.shown is not None
        and not material_changes(one.shown, shown.content, percent=percent)
    }
