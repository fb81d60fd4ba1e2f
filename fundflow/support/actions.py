"""Writes what is learned, agreed and planned for a case of targeted support; nothing here moves a case or its money."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.errors import BadInput, Refused
from fundflow.support import queries
from fundflow.support.rules import PlannedItem
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


def put_forward(session: Session, application_id: int, *, source: str, act: Act, **facts: Any) -> Nomination:
    """Keep how a case came forward; `facts` are further columns (`themes`, `statement`, `printed_name`, `alike`)."""
    row = Nomination(
        application_id=application_id, source=source, put_forward_by=act.actor, put_forward_at=act.now, **facts
    )
    session.add(row)
    session.flush()
    return row


def learn(session: Session, application_id: int, **facts: Any) -> Nomination:
    """Add to what is known of a case: `sources`, `locality_view`, `rapid`, `risk`."""
    row = queries.nomination(session, application_id)
    assert row is not None, "a case of support has its nomination from its first step"
    for name, value in facts.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def agree(session: Session, application_id: int, *, purpose: str, shared_with: str, act: Act) -> SupportConsent:
    """Keep the practice's agreement for a purpose; agreed again, it is the latest that counts."""
    row = queries.consent(session, application_id, purpose) or SupportConsent(
        application_id=application_id, purpose=purpose, shared_with="", given_by="", given_by_id=0, given_at=act.now
    )
    row.shared_with, row.given_by, row.given_by_id, row.given_at = shared_with, act.actor, act.actor_id, act.now
    session.add(row)
    session.flush()
    return row


def note_contact(session: Session, application_id: int, *, spoke_to: str, said: str, act: Act) -> PhoneContact:
    """Keep one telephone call.

    Raises:
        BadInput: it says neither with whom nor what came of it.
    """
    for name, value in (("spoke_to", spoke_to), ("said", said)):
        if not value.strip():
            raise BadInput("say who answered (or 'nobody') and what came of the call; nothing was kept", place=name)
    row = PhoneContact(
        application_id=application_id,
        called_at=act.now,
        called_by=act.actor,
        spoke_to=spoke_to.strip(),
        said=said.strip(),
    )
    session.add(row)
    session.flush()
    return row


def rate(session: Session, application_id: int, *, scope: int, impact: int, band: str, by: str, act: Act) -> Rating:
    """Keep a place in the matrix; earlier ones stay."""
    row = Rating(
        application_id=application_id,
        number=len(queries.ratings(session, application_id)) + 1,
        scope=scope,
        impact=impact,
        band=band,
        decided_by=by,
        rated_at=act.now,
        reason=act.reason,
    )
    session.add(row)
    session.flush()
    return row


def plan_diagnosis(session: Session, application_id: int, *, provider: str, pence: int) -> Diagnosis:
    """Say who would make the diagnosis and for how much; an offer made anew replaces what was not begun."""
    row = queries.diagnosis(session, application_id) or Diagnosis(
        application_id=application_id, provider=provider, pence=pence
    )
    row.provider, row.pence = provider, pence
    session.add(row)
    session.flush()
    return row


def agree_findings(
    session: Session,
    application_id: int,
    *,
    findings: str,
    survey: str,
    interviews: str,
    measures: Sequence[Mapping[str, Any]],
    act: Act,
) -> Diagnosis:
    """Keep what the diagnosis found and measured."""
    row = queries.diagnosis(session, application_id)
    assert row is not None
    row.findings, row.survey, row.interviews, row.agreed_at = findings, survey, interviews, act.now
    session.add(row)
    keep_measures(session, application_id, measures)
    return row


def keep_measures(session: Session, application_id: int, measures: Sequence[Mapping[str, Any]]) -> None:
    """Keep figures as found (`key`, `title`, `better`, `found`); one that is known already keeps its first figure."""
    known = {row.key for row in queries.measure_rows(session, application_id)}
    for one in measures:
        if one["key"] not in known:
            session.add(
                SupportMeasure(
                    application_id=application_id,
                    key=one["key"],
                    title=one["title"],
                    better=one["better"],
                    found=one["found"],
                )
            )
    session.flush()


def measure_exit(session: Session, application_id: int, figures: Mapping[str, int]) -> None:
    """Keep what each measure was at the end."""
    for row in queries.measure_rows(session, application_id):
        if row.key in figures:
            row.at_exit = figures[row.key]
            session.add(row)
    session.flush()


def draft_agreement(
    session: Session,
    application_id: int,
    *,
    items: Sequence[PlannedItem],
    titles: Mapping[str, str],
    terms: Mapping[str, Any],
    plan_ends: date | None,
    act: Act,
) -> Agreement:
    """Draft the next version of the agreement with its support, in place of one that was being drafted."""
    every = queries.agreements(session, application_id)
    for row in every:
        if row.state == "drafted":
            row.state = "dropped"
            session.add(row)
    session.flush()
    made = Agreement(
        application_id=application_id, number=len(every) + 1, drafted_at=act.now, plan_ends=plan_ends, **terms
    )
    session.add(made)
    session.flush()
    assert made.id is not None
    for number, one in enumerate(items, start=1):
        session.add(SupportItem(agreement_id=made.id, number=number, title=titles[one.menu], **vars(one)))
    session.flush()
    return made


def sign_agreement(session: Session, agreement: Agreement, *, act: Act) -> Agreement:
    """Mark a drafted version signed."""
    agreement.state, agreement.signed_at = "signed", act.now
    session.add(agreement)
    session.flush()
    return agreement


def drop_draft(session: Session, application_id: int) -> None:
    """Put away a version that was never signed; harmless when there is none."""
    for row in queries.agreements(session, application_id):
        if row.state == "drafted":
            row.state = "dropped"
            session.add(row)
    session.flush()


def disclose(session: Session, application_id: int, *, exemption: str, act: Act) -> Disclosure:
    """Let a name out that the fund keeps to itself, under a section of the Act and with a reason.

    Raises:
        BadInput: no section is named. Refused: no reason, or it was let out before.
    """
    if not exemption.strip():
        raise BadInput("name the section that was weighed, as s.41; nothing was let out", place="exemption")
    if not act.reason.strip():
        raise Refused.because(
            "reason_given", f"The name in {act.subject} was not let out: say why in words. Nothing has changed."
        )
    if queries.disclosed(session, application_id):
        raise Refused.because("still_withheld", f"The name in {act.subject} was let out before. Nothing has changed.")
    row = Disclosure(
        application_id=application_id,
        exemption=exemption.strip(),
        reason=act.reason.strip(),
        lifted_by=act.actor,
        lifted_at=act.now,
    )
    session.add(row)
    session.flush()
    return row
