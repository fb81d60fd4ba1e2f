"""Freezes a bid at submission, recalls it for editing, and restores what was submitted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow.applications.actions.cases import advance
from fundflow.applications.actions.drafts import draft, fund_of, mirror, replace_lines
from fundflow.applications.actions.participants import review_consents
from fundflow.applications.actions.rounds import fit_to_form
from fundflow.applications.actions.signatures import clear_signatures
from fundflow.applications.queries.content import content_of, participants, submitted_of, versions
from fundflow.applications.rules.consent import PRESENT
from fundflow.applications.rules.content import Content
from fundflow.applications.rules.freezing import Snapshot, fingerprint, plain
from fundflow.applications.tables import Application, ApplicationVersion
from fundflow.audit import Act
from fundflow.errors import Refused

_COPIED = (
    *("form_version", "title", "answers", "actions", "documents", "priorities", "outcomes", "exit_plan", "vat"),
    *("work_starts_on", "work_ends_on", "severable", "minimum_viable_pence"),
)


def frozen_content(content: Content) -> dict[str, Any]:
    """A version's content as it is kept in its frozen form."""
    names = Content.__dataclass_fields__
    stated = {name: getattr(content, name) for name in names if name != "lines"}
    stated["lines"] = [dict(vars(line)) for line in content.lines]
    kept: dict[str, Any] = plain(stated)
    return kept


def freeze_version(
    session: Session, application: Application, *, snapshot: Snapshot, signed_by: int, act: Act
) -> ApplicationVersion:
    """Freeze the draft as the version that counts: content, partners, list sizes and memberships, with a fingerprint.

    An earlier submitted version is superseded; `act.now` is the moment of signature, which counts against the clock.

    Raises:
        Refused: no draft is open.
    """
    return _freeze(
        session,
        application,
        draft(session, application),
        snapshot=snapshot.as_json(),
        signed_by=signed_by,
        submitted_at=act.now,
        act=act,
    )


def _freeze(
    session: Session,
    application: Application,
    version: ApplicationVersion,
    *,
    snapshot: Mapping[str, Any],
    signed_by: int,
    submitted_at: datetime,
    act: Act,
) -> ApplicationVersion:
    assert application.id is not None
    earlier = submitted_of(session, application.id)
    if earlier is not None:
        earlier.state = "superseded"
        session.add(earlier)
        session.flush()
    _lead_agrees(session, application, act)
    frozen = {
        **_stated(session, application, version),
        "submitted_at": plain(submitted_at),
        "signed_by": signed_by,
        "snapshot": plain(dict(snapshot)),
    }
    version.submitted_at, version.signed_by, version.frozen = submitted_at, signed_by, frozen
    version.state, version.sha256 = "submitted", fingerprint(frozen)
    session.add(version)
    advance(session, application, submitted_version_id=version.id, submitted_at=version.submitted_at, **mirror(version))
    return version


def _stated(session: Session, application: Application, version: ApplicationVersion) -> dict[str, Any]:
    assert application.id is not None
    present = [row for row in participants(session, application.id) if row.state in PRESENT]
    names = ("organisation", "role", "state", "commitments", "condition", "shown_sha256", "consent_by", "consent_at")
    kept: dict[str, Any] = plain(
        {
            "ref": application.ref,
            "number": version.number,
            "lead": application.lead,
            "content": frozen_content(content_of(session, version)),
            "participants": [{name: getattr(row, name) for name in names} for row in present],
        }
    )
    return kept


def _lead_agrees(session: Session, application: Application, act: Act) -> None:
    assert application.id is not None
    for row in participants(session, application.id):
        if row.role == "lead" and row.state != "agreed":
            row.state, row.state_at, row.consent_at, row.consent_by = "agreed", act.now, act.now, act.actor
            row.consent_role, row.consent_channel = "signatory", "online"
            session.add(row)
    session.flush()


def intact(version: ApplicationVersion) -> bool:
    """Whether a frozen version still is what was signed, by its fingerprint."""
    return version.frozen is not None and fingerprint(version.frozen) == version.sha256


def recall(session: Session, application: Application, *, act: Act) -> ApplicationVersion:
    """Open a new draft with a copy of the submitted version, which stays valid until another one replaces it.

    Raises:
        Refused: nothing was submitted, or a draft is open already. The clock is the engine's guard.
    """
    assert application.id is not None
    submitted = submitted_of(session, application.id)
    if submitted is None:
        raise Refused.because(
            "submitted_version", f"{application.ref} cannot be recalled: it has not been submitted. You can edit it."
        )
    if any(row.state == "draft" for row in versions(session, application.id)):
        raise Refused.because("draft_open", f"{application.ref} is open for editing already: go on with that draft.")
    row = _copy(session, application, submitted, act)
    form = fund_of(session, application).form
    if form is not None and form.version != row.form_version:
        fit_to_form(row, form)
        session.add(row)
    return row


def _copy(session: Session, application: Application, source: ApplicationVersion, act: Act) -> ApplicationVersion:
    assert application.id is not None
    row = ApplicationVersion(
        application_id=application.id,
        number=max(version.number for version in versions(session, application.id)) + 1,
        created_at=act.now,
        saved_at=act.now,
        saved_by=act.actor_id,
        **{name: getattr(source, name) for name in _COPIED},
    )
    session.add(row)
    session.flush()
    replace_lines(session, row, content_of(session, source).lines)
    session.add(row)
    session.flush()
    return row


def restore_submitted(session: Session, application: Application, *, act: Act) -> ApplicationVersion:
    """Drop an open draft so that the last submitted version stands, with its title, its ask and its partners.

    A partner that refused or left meanwhile stays out: that is its own word, not the draft's.

    Raises:
        Refused: nothing was submitted.
    """
    assert application.id is not None
    submitted = submitted_of(session, application.id)
    if submitted is None or submitted.frozen is None:
        raise Refused.because(
            "submitted_version", f"{application.ref} was never submitted, so there is no version to return to."
        )
    for version in versions(session, application.id):
        if version.state == "draft":
            version.state = "dropped"
            session.add(version)
    session.flush()
    _restore_partners(session, application, submitted.frozen["participants"], act)
    clear_signatures(session, application, because="the submitted version was restored", act=act)
    advance(session, application, **mirror(submitted))
    review_consents(session, application, act=act)
    return submitted


def _restore_partners(
    session: Session, application: Application, frozen: Sequence[Mapping[str, Any]], act: Act
) -> None:
    assert application.id is not None
    kept = {one["organisation"]: one for one in frozen}
    for row in participants(session, application.id):
        was = kept.get(row.organisation)
        if was is None and row.state in PRESENT:
            row.state, row.state_at = "removed", act.now
        elif was is not None and row.state not in ("refused", "left"):
            row.commitments = was["commitments"]
            if row.state == "removed":
                row.state, row.state_at = was["state"], act.now
        session.add(row)
    session.flush()


def revise_submitted(
    session: Session,
    application: Application,
    *,
    content: Content,
    act: Act,
) -> ApplicationVersion:
    """Replace the submitted version by one with changes that answer a question, on the same frozen list sizes.

    Raises:
        Refused: nothing was submitted.
    """
    assert application.id is not None
    submitted = submitted_of(session, application.id)
    if submitted is None or submitted.frozen is None or submitted.submitted_at is None:
        raise Refused.because("submitted_version", f"{application.ref} was never submitted, so nothing can be revised.")
    row = _copy(session, application, submitted, act)
    row.answers, row.actions, row.documents = dict(content.answers), dict(content.actions), dict(content.documents)
    row.exit_plan = content.exit_plan
    replace_lines(session, row, content.lines)
    session.add(row)
    session.flush()
    frozen = _freeze(
        session,
        application,
        row,
        snapshot=submitted.frozen["snapshot"],
        signed_by=submitted.signed_by if submitted.signed_by is not None else act.actor_id,
        submitted_at=submitted.submitted_at,
        act=act,
    )
    review_consents(session, application, act=act)
    return frozen


def start_from(session: Session, application: Application, *, earlier: Application, act: Act) -> ApplicationVersion:
    """Copy the answers of an earlier bid whose questions still exist, each marked `copied` until it is saved again.

    Signatures, consents, list sizes, dates, documents and declarations are never copied (journeys 2.2).

    Raises:
        Refused: no draft is open, or the other bid is another lead's. BadInput: an answer is above the new limit.
    """
    assert earlier.id is not None
    version = draft(session, application)
    if earlier.lead != application.lead:
        raise Refused.because(
            "same_lead", f"Nothing was copied: {earlier.ref} was led by {earlier.lead}. Start from a bid of your own."
        )
    form = fund_of(session, application).form
    known = {question.key: question.words for question in form.questions} if form else {}
    source = versions(session, earlier.id)[-1]
    copied = {key: text for key, text in source.answers.items() if key in known and key not in version.answers}
    version.answers = {**version.answers, **copied}
    version.copied = sorted({*version.copied, *copied})
    version.saved_at, version.saved_by = act.now, act.actor_id
    session.add(version)
    advance(session, application)
    return version
