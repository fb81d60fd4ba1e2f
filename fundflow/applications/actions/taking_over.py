"""Writes a bid that lived elsewhere until now, as it stands; nothing is said of what nobody saw here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from fundflow.applications.actions.cases import advance, clean_title, create
from fundflow.applications.actions.shares import approve_share, clear_approval, set_shares
from fundflow.applications.actions.versions import frozen_content
from fundflow.applications.queries.content import content_of, participants, versions
from fundflow.applications.rules.consent import TAKEN_OVER
from fundflow.applications.rules.freezing import Snapshot, fingerprint
from fundflow.applications.tables import Application, ApplicationVersion, Participant, Round
from fundflow.audit import Act


def take_in(session: Session, round_: Round, *, lead: str, title: str, their_ref: str, act: Act) -> Application:
    """A case for a bid that was made elsewhere: its own reference, and the one by which others know it."""
    row = create(session, round_, lead=lead, title=title, act=act)
    row.their_ref, row.entered_from, row.confirmed_at = their_ref, TAKEN_OVER, act.now
    session.add(row)
    session.flush()
    return row


def stand(
    session: Session,
    application: Application,
    *,
    title: str,
    partners: Sequence[str],
    asked: Mapping[str, Mapping[str, int]],
    agreed: Mapping[str, Mapping[str, int]],
    received_at: datetime | None,
    act: Act,
) -> Application:
    """Write what a file says of a bid: its title, its partners, what is asked of each commissioner, what each agreed.

    Amounts are pence by commissioner and period. The version that counts is frozen with what the file says and no answers.
    """
    _take_part(session, application, partners, act)
    clear_approval(session, application)
    version = _version(session, application, clean_title(title), received_at, act)
    ask = sum(pence for row in asked.values() for pence in row.values())
    advance(
        session,
        application,
        submitted_version_id=version.id,
        submitted_at=received_at,
        title=version.title,
        ask_pence=ask,
    )
    set_shares(session, application, asked, basis="stated")
    for commissioner, amounts in agreed.items():
        approve_share(session, application, commissioner, amounts)
    return application


def _version(
    session: Session, application: Application, title: str, received_at: datetime | None, act: Act
) -> ApplicationVersion:
    assert application.id is not None
    held = versions(session, application.id)
    draft = next((one for one in held if one.state == "draft"), None)
    for one in held:
        if one.state == "submitted":
            one.state = "superseded"
            session.add(one)
    session.flush()
    version = draft or ApplicationVersion(
        application_id=application.id,
        number=max(one.number for one in held) + 1,
        created_at=act.now,
        saved_at=act.now,
        saved_by=act.actor_id,
        title=title,
    )
    version.title, version.submitted_at = title, received_at
    session.add(version)
    session.flush()
    frozen = {
        "ref": application.ref,
        "number": version.number,
        "lead": application.lead,
        "content": frozen_content(content_of(session, version)),
        "participants": [],
        "snapshot": Snapshot().as_json(),
        "taken_over": True,
    }
    version.frozen, version.sha256, version.state = frozen, fingerprint(frozen), "submitted"
    session.add(version)
    session.flush()
    return version


def _take_part(session: Session, application: Application, partners: Sequence[str], act: Act) -> None:
    assert application.id is not None
    held = {row.organisation: row for row in participants(session, application.id)}
    for code in (application.lead, *partners):
        row = held.pop(code, None) or Participant(
            application_id=application.id, organisation=code, invited_at=act.now, state_at=act.now
        )
        row.role = "lead" if code == application.lead else "partner"
        row.state, row.state_at, row.consent_channel = "agreed", act.now, TAKEN_OVER
        session.add(row)
    for gone in held.values():
        gone.state, gone.state_at = "removed", act.now
        session.add(gone)
    session.flush()
