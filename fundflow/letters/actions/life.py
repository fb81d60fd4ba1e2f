"""The verbs of a letter's life: drafted with frozen facts, approved, released as a file that never changes, or voided.

Each verb records its own event in the audit.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from fundflow import applications, audit, files, practising
from fundflow.errors import BadInput, Refused
from fundflow.letters import queries, rendering, rules, templates
from fundflow.letters.actions import signing
from fundflow.letters.actions.filling import DRAFT_MARK, filling
from fundflow.letters.facts import Common, facts_of, model_for
from fundflow.letters.tables import Letter

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draft(
    session: Session,
    code: str,
    facts: Common | Mapping[str, object],
    *,
    template: str,
    act: audit.Act,
    application_id: int | None = None,
    subject: str | None = None,
    decision: str = "",
    replaces: Letter | None = None,
    signs: Sequence[str] = (),
    root: Path | None = None,
) -> Letter:
    """Draft a letter: its facts and its template are frozen here, in the step's own transaction.

    The office's own template, where it has one, goes before the one that `template` names.
    `subject` (default: the case's reference) is what its number counts by; `decision` names the decision that it tells
    of, so that a void vote can void its letters; `signs` are the codes of those who must sign before it leaves.

    Raises:
        BadInput: a fact is missing; the error names it.
        NotFound: no such letter or template.
    """
    checked = facts_of(code, facts)
    about = subject or checked.case_ref
    number = queries.count_of(session, about, code) + 1
    ref = rules.reference(about, code, number)
    frozen = checked.model_copy(update={"code": code, "reference": ref})
    found = _in_use(session, code, template, application_id, root=root)
    _keep(session, found, now=act.now)
    letter = Letter(
        ref=ref,
        code=code,
        number=number,
        application_id=application_id,
        subject=about,
        decision=decision,
        addressee=f"{frozen.addressee.name}, {frozen.addressee.organisation}",
        addressee_code=frozen.addressee.code,
        facts=frozen.model_dump(mode="json"),
        template=template,
        template_version=found.version,
        template_sha256=found.sha256,
        drafted_at=act.now,
        drafted_by=act.actor_id,
        replaces_id=replaces.id if replaces else None,
        signs=list(signs),
    )
    session.add(letter)
    session.flush()
    _record(session, act, letter, "letter_drafted", facts=letter.facts, replaces=replaces.ref if replaces else None)
    return letter


def _in_use(
    session: Session, code: str, name: str, application_id: int | None, *, root: Path | None
) -> templates.Template:
    """The template by which a letter is drafted now: the office's own for its fund or for all, else the packaged."""
    fund = applications.get_by_id(session, application_id).fund if application_id is not None else ""
    own = queries.template_in_use(session, code, fund=fund)
    if own is None:
        return templates.load(name, root=root)
    return templates.Template(name, files.get(session, own.sha256).content, own.sha256, f"office {own.number}")


def approve(session: Session, ref: str, *, act: audit.Act) -> Letter:
    """Approve a draft as it stands: facts and template are those that were frozen.

    Raises:
        Refused: it is not a draft.
    """
    letter = queries.locked(session, ref)
    letter.state = rules.step(ref, letter.state, "approve")
    letter.approved_at, letter.approved_by = act.now, act.actor_id
    session.flush()
    _record(session, act, letter, "letter_approved")
    return letter


def release(session: Session, ref: str, *, act: audit.Act) -> Letter:
    """Render an approved letter, keep its bytes, and mark it to be sent. From here on it never changes.

    In a practice database it is marked as practice on every page, and waits for no post.

    Raises:
        Refused: it is not approved, or somebody who must has not signed it (`letter_signatures`).
    """
    letter = queries.locked(session, ref)
    becomes = rules.step(ref, letter.state, "release")
    signing.must_be_signed(session, letter)
    content = _rendered(session, letter, mark="")
    name = rules.file_name(letter.ref, letter.template)
    letter.file_sha256 = files.put(session, name=name, media_type=WORD, content=content, now=act.now)
    letter.state, letter.delivery = becomes, "none" if practising.marker(session) else "waiting"
    letter.released_at, letter.released_by = act.now, act.actor_id
    session.flush()
    _record(session, act, letter, "letter_released", file_sha256=letter.file_sha256)
    return letter


def void(session: Session, ref: str, *, reason: str, act: audit.Act) -> Letter:
    """Void a letter that was not released; it stays in the record.

    Raises:
        Refused: it is released or void already, or no reason is given.
    """
    return _void(session, queries.locked(session, ref), reason=reason, act=act)


def void_unreleased_of(
    session: Session,
    *,
    reason: str,
    act: audit.Act,
    application_id: int | None = None,
    decision: str | None = None,
) -> list[Letter]:
    """Void every draft and approved letter of a case or of a decision that no longer stands.

    Raises:
        BadInput: neither a case nor a decision is named.
    """
    if application_id is None and decision is None:
        raise BadInput("name the case or the decision whose letters are void", place="void_unreleased_of")
    waiting = queries.unreleased(session, application_id=application_id, decision=decision)
    return [_void(session, letter, reason=reason, act=act) for letter in waiting]


def reissue(
    session: Session,
    ref: str,
    facts: Common | Mapping[str, object],
    *,
    reason: str,
    act: audit.Act,
    template: str | None = None,
    root: Path | None = None,
) -> Letter:
    """Draft a new letter that replaces an old one. An old one that was not released is voided; a released one stands.

    Raises:
        Refused: no reason is given, or the old letter was voided before.
        BadInput: a fact is missing.
    """
    old = queries.locked(session, ref)
    if old.state == "released":
        _reason(ref, reason)
    else:
        _void(session, old, reason=reason, act=act)
    return draft(
        session,
        old.code,
        signing.like(old, facts_of(old.code, facts)),
        template=template or old.template,
        act=act,
        application_id=old.application_id,
        subject=old.subject,
        decision=old.decision,
        replaces=old,
        signs=old.signs,
        root=root,
    )


def deliver(session: Session, ref: str, status: str, *, now: datetime) -> Letter:
    """Note how a released letter travels: sent, opened, bounced, handed over.

    Raises:
        Refused: it is not released, or the status does not follow the present one.
        BadInput: there is no such status.
    """
    practice = practising.marker(session)
    if practice is not None:
        raise Refused.because(
            "practice_writes_to_nobody",
            f"Letter {ref} stays here: this is a practice copy of {practice.round_ref}, and nothing leaves it. Nothing has "
            "changed. You can open the letter and read it: it says on every page that it is for practice.",
        )
    if status not in rules.DELIVERIES:
        raise BadInput(f"'{status}' is not one of {', '.join(rules.DELIVERIES)}", place="delivery")
    letter = queries.locked(session, ref)
    letter.delivery = rules.deliver(ref, letter.state, letter.delivery, status)
    letter.delivered_at = now.astimezone(UTC)
    session.flush()
    return letter


def content(session: Session, letter: Letter) -> bytes:
    """The Word file of a letter: a released one as it was sent, another as it would look now, marked as a draft."""
    if letter.file_sha256 is not None:
        return bytes(files.get(session, letter.file_sha256).content)
    return _rendered(session, letter, mark="Voided: not sent" if letter.state == "voided" else DRAFT_MARK)


def file_name(letter: Letter) -> str:
    """What the letter's file is called on a disk."""
    return rules.file_name(letter.ref, letter.template)


def _rendered(session: Session, letter: Letter, *, mark: str) -> bytes:
    frozen = signing.with_signatures(session, letter, model_for(letter.code).model_validate(letter.facts))
    stored = files.get(session, letter.template_sha256)
    template = templates.Template(letter.template, stored.content, letter.template_sha256, letter.template_version)
    practice = practising.marker(session) is not None
    return rendering.render(*filling(frozen, template, mark=mark, practice=practice))


def _keep(session: Session, template: templates.Template, *, now: datetime) -> None:
    """Store a template's bytes once, so that a letter can be rendered again as it was drafted."""
    kept = session.info.setdefault("letter_templates", set())
    if template.sha256 not in kept:
        if template.sha256 not in files.facts(session, [template.sha256]):
            files.put(session, name=f"{template.name}.docx", media_type=WORD, content=template.content, now=now)
        kept.add(template.sha256)


def _void(session: Session, letter: Letter, *, reason: str, act: audit.Act) -> Letter:
    becomes, why = rules.step(letter.ref, letter.state, "void"), _reason(letter.ref, reason)
    letter.state, letter.void_reason = becomes, why
    letter.voided_at, letter.voided_by = act.now, act.actor_id
    session.flush()
    _record(session, act, letter, "letter_voided", reason=letter.void_reason)
    return letter


def _reason(ref: str, reason: str) -> str:
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"Letter {ref} was not changed: a letter is voided or replaced only with a reason. "
            "Say why in one sentence.",
        )
    return reason.strip()


def _record(session: Session, act: audit.Act, letter: Letter, what: str, **more: object) -> None:
    after = {"state": letter.state, "template": letter.template, "template_sha256": letter.template_sha256, **more}
    audit.record(
        session,
        act,
        what=what,
        subject=letter.subject,
        after=after,
        item=f"letter {letter.ref}",
        fingerprint=letter.file_sha256 or letter.template_sha256,
    )
