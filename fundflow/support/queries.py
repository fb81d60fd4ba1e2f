"""Finds what is known of cases of targeted support."""

from datetime import datetime

from sqlmodel import Session, col, select

from fundflow.support.rules import MeasureFacts
from fundflow.support.tables import (
    Agreement,
    Diagnosis,
    Disclosure,
    Nomination,
    PhoneContact,
    Rating,
    SupportConsent,
    SupportItem,
    SupportMeasure,
)


def nomination(session: Session, application_id: int) -> Nomination | None:
    """How a case came forward; nothing for a case of another kind."""
    return session.exec(select(Nomination).where(Nomination.application_id == application_id)).first()


def consent(session: Session, application_id: int, purpose: str) -> SupportConsent | None:
    """The practice's agreement for a purpose, if it has given it."""
    query = select(SupportConsent).where(
        SupportConsent.application_id == application_id, SupportConsent.purpose == purpose
    )
    return session.exec(query).first()


def contacts(session: Session, application_id: int, *, since: datetime | None = None) -> list[PhoneContact]:
    """Telephone calls about a case, first to last, from a moment on if one is given."""
    query = select(PhoneContact).where(PhoneContact.application_id == application_id)
    if since is not None:
        query = query.where(PhoneContact.called_at >= since)
    return list(session.exec(query.order_by(col(PhoneContact.called_at), col(PhoneContact.id))))


def ratings(session: Session, application_id: int) -> list[Rating]:
    """Every place in the matrix that a case was given, in order."""
    query = select(Rating).where(Rating.application_id == application_id).order_by(col(Rating.number))
    return list(session.exec(query))


def diagnosis(session: Session, application_id: int) -> Diagnosis | None:
    """The diagnosis of a case, offered or made."""
    return session.exec(select(Diagnosis).where(Diagnosis.application_id == application_id)).first()


def measure_rows(session: Session, application_id: int) -> list[SupportMeasure]:
    """The rows of what the diagnosis measured."""
    query = select(SupportMeasure).where(SupportMeasure.application_id == application_id)
    return list(session.exec(query.order_by(col(SupportMeasure.id))))


def measures(session: Session, application_id: int) -> tuple[MeasureFacts, ...]:
    """What the diagnosis measured, and each figure's end."""
    return tuple(
        MeasureFacts(row.key, row.title, row.better, row.found, row.at_exit)
        for row in measure_rows(session, application_id)
    )


def agreements(session: Session, application_id: int) -> list[Agreement]:
    """Every version of a case's agreement, in order."""
    query = select(Agreement).where(Agreement.application_id == application_id).order_by(col(Agreement.number))
    return list(session.exec(query))


def agreement(session: Session, application_id: int) -> Agreement | None:
    """The version that counts: the last that was not dropped."""
    live = [row for row in agreements(session, application_id) if row.state != "dropped"]
    return live[-1] if live else None


def items(session: Session, agreement_id: int | None) -> list[SupportItem]:
    """The support of one version."""
    query = select(SupportItem).where(SupportItem.agreement_id == agreement_id).order_by(col(SupportItem.number))
    return list(session.exec(query))


def signed_items(session: Session, application_id: int) -> list[SupportItem]:
    """All support that was signed for, of every version."""
    signed = [row.id for row in agreements(session, application_id) if row.state == "signed"]
    query = select(SupportItem).where(col(SupportItem.agreement_id).in_(signed)).order_by(col(SupportItem.id))
    return list(session.exec(query))


def helped_by(session: Session, organisation: str) -> set[int]:
    """Cases to which a body gives support: it makes the diagnosis, or a piece of an agreement that was not dropped is its."""
    planned = (
        select(Agreement.application_id)
        .join(SupportItem, col(SupportItem.agreement_id) == Agreement.id)
        .where(SupportItem.provider == organisation, Agreement.state != "dropped")
    )
    diagnosed = select(Diagnosis.application_id).where(Diagnosis.provider == organisation)
    return {*session.exec(planned), *session.exec(diagnosed)}


def disclosed(session: Session, application_id: int) -> bool:
    """Whether a case's name was let out."""
    return session.exec(select(Disclosure.id).where(Disclosure.application_id == application_id)).first() is not None
